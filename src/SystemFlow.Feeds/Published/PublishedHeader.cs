using System.Collections.Immutable;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Published;

/// <summary>Which return a file is, and where its columns stand: found by name, never by position.</summary>
internal sealed class PublishedHeader
{
    private readonly Dictionary<string, int> _positions;

    private PublishedHeader(PublishedReturn published, string[] cells)
    {
        Return = published;
        Width = cells.Length;
        _positions = cells.Select((cell, i) => (Name: Plain(cell), i)).ToDictionary(cell => cell.Name, cell => cell.i);
        Spelling = cells.ToDictionary(Plain);
        Figures = [.. published.Columns.Select(column => _positions.GetValueOrDefault(column.Header, -1))];
        FigurePositions = [.. Figures.Where(position => position >= 0)];
    }

    public PublishedReturn Return { get; }

    public int Width { get; }

    /// <summary>Where each column of the return stands; -1 where this edition lacks it.</summary>
    public ImmutableArray<int> Figures { get; }

    /// <summary>The positions that hold figures, and so no words about anybody.</summary>
    public ImmutableHashSet<int> FigurePositions { get; }

    /// <summary>The file's own spelling of each column's name.</summary>
    public IReadOnlyDictionary<string, string> Spelling { get; }

    /// <summary>Where a column stands; -1 where this edition lacks it.</summary>
    public int PositionOf(string column) => _positions.GetValueOrDefault(column, -1);

    /// <summary>
    /// The return that a header belongs to: of all whose every needed column is there, the first. Null when it is none.
    /// </summary>
    public static PublishedReturn? Recognise(CsvRow row)
    {
        if (row == default || row.Problem is not null) return null;
        var names = row.Cells.Select(Plain).ToHashSet();
        return PublishedReturns.All.FirstOrDefault(published => published.Needed.All(names.Contains));
    }

    /// <summary>Reads a header, or says why the file cannot be read by it.</summary>
    public static (PublishedHeader? Header, RefusedBody? Refused) Read(CsvRow row)
    {
        if (row == default) return (null, new(Reasons.Unreadable, "The body is empty. Send a header and rows."));
        if (row.Problem is { } problem) return (null, new(Reasons.Unreadable, problem.Detail));
        var published = Recognise(row);
        var unknown = row.Cells.Where(cell => published?.Known.Contains(Plain(cell)) != true).ToList();
        if (unknown.Exists(cell => PatientGuard.IsPersonField(cell) || PatientGuard.Mentions(cell)))
        {
            return (null, PatientGuard.Refusal);
        }

        if (published is null) return (null, NoneOf(row.Cells));
        if (unknown.Count > 0)
        {
            return (null, new(Reasons.UnknownColumn,
                $"{published.Name} has no column '{Quote.Short(unknown[0])}'. Columns are found by name, never by position."));
        }

        return row.Cells.GroupBy(Plain).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? (null, new(Reasons.RepeatedField, $"The column '{Quote.Short(twice.First())}' is there twice."))
            : (new PublishedHeader(published, row.Cells), null);
    }

    /// <summary>A column's name without its letter case and marks, so that "A&amp;E attendances Type 1" is a_e_attendances_type_1.</summary>
    public static string Plain(string name)
    {
        var plain = new System.Text.StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c)) plain.Append(char.ToLowerInvariant(c));
            else if (plain.Length > 0 && plain[^1] != '_') plain.Append('_');
        }

        return plain.ToString().TrimEnd('_');
    }

    private static RefusedBody NoneOf(string[] cells)
    {
        var names = cells.Select(Plain).ToHashSet();
        var nearest = PublishedReturns.All.MaxBy(published => published.Needed.Count(names.Contains) / (double)published.Needed.Count())!;
        var missing = nearest.Needed.Where(name => !names.Contains(name)).ToList();
        return missing.Count <= nearest.Needed.Count() / 2
            ? new(Reasons.MissingColumn, $"This looks like {nearest.Name}, and its header lacks '{string.Join("', '", missing)}'.")
            : new(ReportReasons.UnknownReturn,
                $"No return that is known has this header. Known are: {string.Join("; ", PublishedReturns.All.Select(known => known.Name))}; "
                + "and the daily situation report. Send observations for anything else.");
    }
}
