using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Sitreps;

/// <summary>One line of a report: one organisation on one day, or half of it.</summary>
/// <param name="Code">The organisation's code, in capitals; null for England.</param>
/// <param name="Day">The day in the United Kingdom.</param>
internal sealed record SitrepLine(int Row, PlaceCode? Code, string Name, DateOnly Day, FigureCell[] Cells)
{
    private const string NationalCode = "-";
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"];

    public FigureCell this[SitrepFigure figure] => Cells[(int)figure];

    /// <summary>Whether it is the national figure that the trusts add up to: of two a day, the one for all acute trusts.</summary>
    public bool IsAllEngland => Code is null && !Name.Contains("Type 1", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a line, or says why it is refused.</summary>
    public static (SitrepLine? Line, Refusal? Refusal) Read(CsvRow row, SitrepHeader header)
    {
        if (CsvRows.Misfit(row, header.Width) is { } misfit) return (null, misfit);
        var codeText = row.Cells[header.Code];
        PlaceCode? code = null;
        if (codeText != NationalCode)
        {
            if (!PlaceCode.TryParse(codeText.ToUpperInvariant(), out var parsed))
            {
                return (null, new(row.Number, "Code", Reasons.UnknownPlace, "The code is not an organisation's, nor '-' for England."));
            }

            code = parsed;
        }

        if (DayOf(row.Cells[header.Date]) is not { } day)
        {
            return (null, new(row.Number, "Date", Reasons.BadTime, "The date must be like 2016-12-01 or 2021-03-28 23:00:00 (UTC)."));
        }

        var cells = SitrepColumn.All.Select((_, i) => header.Figures[i] < 0
            ? FigureCell.None
            : FigureCell.Read(row.Cells[header.Figures[i]])).ToArray();
        return (new SitrepLine(row.Number, code, row.Cells[header.Name], day, cells), null);
    }

    /// <summary>
    /// The day that a stamp stands for. A stamp with a time is UTC: midnight of British Summer Time was published as
    /// 23:00 of the day before.
    /// </summary>
    private static DateOnly? DayOf(string text) =>
        !DateTime.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var stamp) ? null
        : text.Length == DateFormats[0].Length ? DateOnly.FromDateTime(stamp)
        : DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(
            DateTime.SpecifyKind(stamp, DateTimeKind.Utc), UkDays.London));
}
