using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace SystemFlow.Feeds.Intake;

/// <summary>One line of a CSV body.</summary>
/// <param name="Number">The physical line, from 1.</param>
/// <param name="Problem">Why the line cannot be read; null when it can.</param>
internal readonly record struct CsvRow(int Number, string[] Cells, Refusal? Problem);

/// <summary>
/// Reads a CSV body line by line. One line is one row: a quote that does not close spoils its own line and no other.
/// </summary>
internal static class CsvRows
{
    /// <summary>The lines that are not blank. The first is the header, if the body has one.</summary>
    public static IEnumerable<CsvRow> Of(ReadOnlyMemory<byte> body, FeedOptions options)
    {
        var malformed = 0L;
        using var reader = CsvReader.Create(body, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrimWhitespace = true,
            AllowLineBreaksInQuotes = false,
            TrackLineNumbers = true,
            OnMalformedRecord = record => malformed = record.LineNumber,
        });
        while (reader.Read())
        {
            var number = (int)reader.LineNumber;
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = reader.GetString(i);
            if (cells is [""]) continue;
            yield return new CsvRow(number, cells, Problem(reader, malformed == reader.LineNumber, options));
        }
    }

    /// <summary>A row whose cells do not fit the header is refused; blank cells beyond it are forgiven.</summary>
    public static Refusal? Misfit(CsvRow row, int columns) =>
        row.Problem
        ?? (row.Cells.Length < columns || row.Cells.AsSpan(Math.Min(columns, row.Cells.Length)).ContainsAnyExcept("")
            ? new Refusal(row.Number, "", Reasons.BadRow, $"This line has {row.Cells.Length} cells, the header {columns}.")
            : null);

    /// <summary>A line that could not be read, as <see cref="IntakeRow.Sent"/> keeps it: its cells, as far as they were told apart.</summary>
    public static string? LineOf(CsvRow row) => SentRow.OfLine(Encoding.UTF8.GetBytes(string.Join(',', row.Cells)));

    private static Refusal? Problem(CsvReader reader, bool isMalformed, FeedOptions options)
    {
        var number = (int)reader.LineNumber;
        return reader.RawRecord.Length > options.MaxRowBytes
                ? new(number, "", Reasons.TooLong, $"A row may have {options.MaxRowBytes} bytes.")
            : !Utf8.IsValid(reader.RawRecord)
                ? new(number, "", Reasons.BadRow, "This row is not UTF-8. Save the file as UTF-8.")
            : isMalformed
                ? new(number, "", Reasons.BadRow, "A quote in this line does not close, or stands alone. One line is one row.")
            : null;
    }
}
