using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>Reads all series of a place as they were known at a moment.</summary>
internal sealed class PlaceReads(Server server, Spool spool, SpoolReader waiting, SeriesReads reads, Consistency consistency)
{
    /// <summary>The newest of each series that was known.</summary>
    public async Task<List<Reading>> LatestAsync(PlaceCode place, DateTimeOffset asAt, CancellationToken cancellationToken)
    {
        await reads.SettledAsync(spool.LastOpen(place), cancellationToken);
        var (moment, lastEnd) = (asAt.UtcTicks, (asAt + AsAt.Ahead).UtcTicks);
        var latest = await consistency.ReadAsync(() => spool.VersionOf(place), ReadAsync, cancellationToken);
        return [.. latest.Select(row => row.Value.AsAt(moment).Read(new SeriesKey(place, row.Key)))];

        async Task<Dictionary<MetricKey, Row>> ReadAsync()
        {
            var behind = waiting.Read(() => Waiting(place, lastEnd));
            var counting = await CountingAsync(place, lastEnd, moment, behind, cancellationToken);
            return await WithReplacedAsync(place, lastEnd, moment, counting, behind, cancellationToken);
        }
    }

    /// <summary>What counts now and was known then. A row that waits to be replaced is not asked: what it was is among the replaced.</summary>
    private async Task<Dictionary<MetricKey, Row>> CountingAsync(
        PlaceCode place, long lastEnd, long moment, Dictionary<MetricKey, Behind> behind, CancellationToken cancellationToken)
    {
        var counting = new Dictionary<MetricKey, Row>();
        using var answer = await server.QueryAsync(InfluxQl.Newest(place, lastEnd, moment), cancellationToken);
        foreach (var answered in answer.WholeRows)
        {
            var (metric, row) = (answered.Metric, answered.ToRow());
            var isOverlaid = behind.TryGetValue(metric, out var waits) && waits.Rows.Any(other => other.Row.Period == row.Period);
            if (!isOverlaid && !Merging.IsDropped(new SeriesKey(place, metric), row.Period, spool.Deletions)) counting[metric] = row;
        }

        foreach (var (metric, waits) in behind)
        {
            var last = waits.Rows.Select(row => row.Row).LastOrDefault(row => row.Known <= moment);
            if (last.About is not null && (!counting.TryGetValue(metric, out var stored) || last.Period > stored.Period)) counting[metric] = last;
        }

        return counting;
    }

    /// <summary>Where what was replaced since is newer, that.</summary>
    private async Task<Dictionary<MetricKey, Row>> WithReplacedAsync(
        PlaceCode place, long lastEnd, long moment, Dictionary<MetricKey, Row> latest, Dictionary<MetricKey, Behind> behind,
        CancellationToken cancellationToken)
    {
        foreach (var (metric, waits) in behind)
        {
            // The last replaced of the newest period: they are in the order of replacement, the last first.
            var last = waits.Replaced.Select(row => row.Replaced).Where(row => row!.Value.Known <= moment).MaxBy(row => row!.Value.Period);
            if (last is { } replaced && IsNewer(replaced.Period, metric)) latest[metric] = replaced;
        }

        using var answer = await server.QueryAsync(InfluxQl.NewestReplaced(place, lastEnd, moment), cancellationToken);
        foreach (var answered in answer.Rows)
        {
            var (metric, period) = (answered.Metric, answered.Long("period"));
            if (!IsNewer(period, metric)) continue;
            using var replaced = await server.QueryAsync(
                InfluxQl.LastReplaced(new SeriesKey(place, metric), period, moment), cancellationToken);
            foreach (var row in replaced.WholeRows) latest[metric] = row.ToRow(period);
        }

        return latest;

        bool IsNewer(long period, MetricKey metric) => !latest.TryGetValue(metric, out var row) || period > row.Period;
    }

    private Dictionary<MetricKey, Behind> Waiting(PlaceCode place, long lastEnd) => spool.Names.At(place).Where(spool.IsBehind).ToDictionary(
        key => key.Metric,
        key => new Behind(waiting.Page(key, long.MinValue, lastEnd + 1, int.MaxValue), waiting.Replacing(key, long.MinValue, lastEnd + 1)));

    /// <summary>What waits of a series.</summary>
    /// <param name="Rows">Each as last amended, oldest first.</param>
    /// <param name="Replaced">Those that replaced another, the last first.</param>
    private sealed record Behind(List<SpoolRow> Rows, List<SpoolRow> Replaced);
}
