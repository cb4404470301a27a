using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>How rows that are old are thinned out: of each stretch the last that has a value stays, and says what it stands for.</summary>
internal static class Stretches
{
    /// <summary>Whether two moments lie in the same stretch, in UTC ticks.</summary>
    public static bool AreOne(Level level, long one, long other) => level switch
    {
        Level.FiveMinutes => Retention.FiveMinutesOf(Moment(one)) == Retention.FiveMinutesOf(Moment(other)),
        Level.Daily => Retention.DayOf(Moment(one)) == Retention.DayOf(Moment(other)),
        _ => one == other,
    };

    /// <param name="merged">Takes the rows that no longer stand for themselves alone.</param>
    /// <returns>What stays of them.</returns>
    public static List<Row> Thin(List<Row> rows, Level level, Action<Row> merged)
    {
        var kept = new List<Row>();
        for (int first = 0, end; first < rows.Count; first = end)
        {
            for (end = first + 1; end < rows.Count && AreOne(level, rows[first].End, rows[end].End);) end++;
            var stretch = rows[first..end];
            kept.Add(stretch.Count == 1 ? stretch[0] : OneOf(stretch));
            if (stretch.Count > 1) stretch.ForEach(merged);
        }

        return kept;
    }

    private static Row OneOf(List<Row> stretch)
    {
        var last = stretch.FindLastIndex(row => row.HasValue);
        if (last < 0) return stretch[^1];
        var parts = stretch.Select(row => row.Summary).OfType<Summary>().ToList();
        var count = parts.Sum(part => part.Count);
        var all = new Summary(
            count, parts.Min(part => part.Min), parts.Max(part => part.Max), parts.Sum(part => part.Mean * part.Count) / count,
            Moment(Math.Min(stretch[0].End, parts.Min(part => part.Since.UtcTicks))));
        return stretch[last] with { Detail = (stretch[last].Detail ?? Packing.Details.None) with { StandsFor = all } };
    }

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}
