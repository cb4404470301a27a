namespace SystemFlow.Feeds.Sitreps;

/// <summary>
/// An organisation's day, put together from its lines. Each figure comes from the line that has it: a blank half never
/// hides a value, and of two different values neither counts.
/// </summary>
internal sealed class SitrepDay(SitrepLine first)
{
    private readonly List<SitrepLine> _lines = [first];

    public IReadOnlyList<SitrepLine> Lines => _lines;

    public SitrepLine First => _lines[0];

    public void Add(SitrepLine line) => _lines.Add(line);

    /// <summary>The line that gives a figure; the first line when none does.</summary>
    public SitrepLine From(SitrepFigure figure) =>
        _lines.Find(line => line[figure].Value is not null || !line[figure].IsNumber) ?? First;

    /// <summary>The figure as published, whatever is thought of it.</summary>
    public double? this[SitrepFigure figure] => From(figure)[figure].Value;

    /// <summary>A line that gives another value than the first one with a value; null when there is none.</summary>
    public SitrepLine? Conflicting(SitrepFigure figure)
    {
        var value = this[figure];
        return value is null ? null : _lines.Find(line => line[figure].Value is { } other && other != value);
    }

    /// <summary>A line under another name than the first, letter case aside; null when there is none.</summary>
    public SitrepLine? Renamed =>
        _lines.Find(line => !line.Name.Equals(First.Name, StringComparison.OrdinalIgnoreCase));
}
