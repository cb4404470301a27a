using System.Collections.Immutable;

namespace SystemFlow.Series.Influx;

/// <summary>Lays what waits over what the server has, so that a reader sees what was acknowledged.</summary>
internal static class Merging
{
    /// <summary>One page of a series.</summary>
    /// <param name="stored">From the server, oldest first.</param>
    /// <param name="storedTo">The tick after the last that the server gave, where it has more; else null.</param>
    /// <param name="waiting">From the spool, oldest first, each as last amended.</param>
    /// <param name="to">The tick after the last asked for.</param>
    /// <param name="limit">How many each may give at once; as many means that there are more.</param>
    /// <returns>The rows, and where the next page begins: <paramref name="to"/> at the end.</returns>
    public static (List<Row> Rows, long Next) Page(
        SeriesKey key, IReadOnlyList<Row> stored, long? storedTo, IReadOnlyList<Row> waiting, ImmutableArray<SpoolRow> deletions, long to, int limit)
    {
        var next = Math.Min(to, storedTo ?? to);
        if (waiting.Count >= limit) next = Math.Min(next, waiting[^1].Period + 1);
        if (waiting.Count == 0 && deletions.IsEmpty) return ([.. stored.Where(row => row.Period < next)], next);
        var rows = new SortedList<long, Row>(stored.Count + waiting.Count);
        foreach (var row in stored)
        {
            if (row.Period < next && !IsDropped(key, row.Period, deletions)) rows[row.Period] = row;
        }

        foreach (var row in waiting)
        {
            if (row.Period < next) rows[row.Period] = row;
        }

        return ([.. rows.Values], next);
    }

    /// <summary>Whether a reading that the server has still is to go.</summary>
    public static bool IsDropped(SeriesKey key, long period, ImmutableArray<SpoolRow> deletions) => deletions.Any(drop => drop.Kind switch
    {
        SpoolKind.DeleteReadings => drop.Key == key && period >= drop.Row.Period && period <= drop.At,
        SpoolKind.DeletePlace => drop.Key.Place == key.Place,
        _ => false,
    });

    /// <summary>Whether an amendment that the server has still is to go.</summary>
    public static bool IsAmendmentDropped(SeriesKey key, long at, ImmutableArray<SpoolRow> deletions) => deletions.Any(drop => drop.Kind switch
    {
        SpoolKind.DeleteAmendment => drop.Key == key && drop.At == at,
        SpoolKind.DeletePlace => drop.Key.Place == key.Place,
        _ => false,
    });
}
