using SystemFlow.Domain.Places;

namespace SystemFlow.Feeds.Sitreps;

/// <summary>A report as read: its organisations' days in the order of their first lines, and England's.</summary>
internal sealed class SitrepFile(SitrepHeader header)
{
    private readonly Dictionary<(PlaceCode Code, DateOnly Day), SitrepDay> _trusts = [];
    private readonly SortedDictionary<DateOnly, SitrepDay> _england = [];
    private readonly List<SitrepLine> _lines = [];

    public SitrepHeader Header { get; } = header;

    /// <summary>Every line that could be read.</summary>
    public IReadOnlyList<SitrepLine> Lines => _lines;

    public IEnumerable<SitrepDay> Trusts => _trusts.Values;

    /// <summary>The national figure of each day, of all acute trusts.</summary>
    public IEnumerable<SitrepDay> England => _england.Values;

    public void Add(SitrepLine line)
    {
        _lines.Add(line);
        if (line.Code is { } code) Put(_trusts, (code, line.Day), line);
        else if (line.IsAllEngland) Put(_england, line.Day, line);
    }

    private static void Put<TKey>(IDictionary<TKey, SitrepDay> days, TKey key, SitrepLine line)
    {
        if (days.TryGetValue(key, out var day)) day.Add(line);
        else days.Add(key, new SitrepDay(line));
    }
}
