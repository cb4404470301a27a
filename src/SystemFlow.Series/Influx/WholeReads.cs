using SystemFlow.Domain.Places;

namespace SystemFlow.Series.Influx;

/// <summary>Questions about the whole record. They wait until the server has all that was acknowledged, and ask it alone.</summary>
internal sealed class WholeReads(Server server, Spool spool, Drain drain)
{
    /// <summary>Every series that has a reading, in the order of place and metric.</summary>
    /// <param name="place">Of one place alone.</param>
    public async Task<List<SeriesKey>> SeriesAsync(PlaceCode? place, CancellationToken cancellationToken)
    {
        await drain.PassAllAsync(cancellationToken);
        using var answer = await server.QueryAsync(InfluxQl.Series(place), cancellationToken);
        return [.. answer.Rows.Select(row => row.Key)
            .OrderBy(key => key.Place.ToString(), StringComparer.Ordinal).ThenBy(key => key.Metric.ToString(), StringComparer.Ordinal)];
    }

    public async Task<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken)
    {
        await drain.PassAllAsync(cancellationToken);
        long? first = null;
        foreach (var query in new[] { InfluxQl.FirstKnown(null), InfluxQl.FirstReplaced, InfluxQl.FirstKnown(TimeSpan.TicksPerDay) })
        {
            using var answer = await server.QueryAsync(query, cancellationToken);
            foreach (var row in answer.Rows) first = Math.Min(first ?? long.MaxValue, row.Long("known"));
        }

        return first is { } ticks ? Moments.Utc(ticks) : null;
    }

    public async Task<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken)
    {
        var series = await SeriesAsync(null, cancellationToken);
        return new SeriesStatistics(
            series.Count,
            await CountAsync(InfluxQl.Readings, cancellationToken),
            await CountAsync(InfluxQl.Amendments, cancellationToken),
            Bytes: null, // The server does not say.
            await EdgeAsync("first", cancellationToken),
            await EdgeAsync("last", cancellationToken),
            spool.Waiting);
    }

    private async Task<long> CountAsync(string measurement, CancellationToken cancellationToken)
    {
        using var answer = await server.QueryAsync(InfluxQl.Count(measurement), cancellationToken);
        return answer.Rows.Sum(row => row.Long("count"));
    }

    private async Task<DateTimeOffset?> EdgeAsync(string selector, CancellationToken cancellationToken)
    {
        using var answer = await server.QueryAsync(InfluxQl.Edge(selector), cancellationToken);
        foreach (var row in answer.Rows) return Moments.Utc(Moments.Ticks(row.Nanoseconds));
        return null;
    }
}
