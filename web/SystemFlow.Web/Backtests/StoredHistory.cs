using System.Runtime.CompilerServices;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Web.Backtests;

/// <summary>What a place and everything under it have sent, from the record; a day at a time, so that a year fits in memory.</summary>
internal sealed class StoredHistory(ISeriesStore store, Footprint footprint)
{
    /// <summary>How much is read before the beginning, so that a figure sent daily is known when it begins.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromDays(3);

    private static readonly TimeSpan Slice = TimeSpan.FromDays(1);

    /// <summary>Readings in order of time, as last amended.</summary>
    /// <exception cref="SeriesException">The record cannot be read now.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync(
        PlaceCode top, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var series = await SeriesAsync(top, from - Before, cancellationToken);
        for (var start = from - Before; start < to; start += Slice)
        {
            var end = start + Slice < to ? start + Slice : to;
            var day = new List<Reading>();
            foreach (var (place, metric) in series)
            {
                await foreach (var reading in store.ReadAsync(place, metric, start, end, cancellationToken)) day.Add(reading);
            }

            foreach (var reading in day.OrderBy(reading => reading.PeriodEnd)) yield return reading;
        }
    }

    // What has sent nothing since then has nothing to read.
    private async Task<List<(PlaceCode Place, MetricKey Metric)>> SeriesAsync(
        PlaceCode top, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var series = new List<(PlaceCode, MetricKey)>();
        foreach (var place in Under(top))
        {
            await foreach (var newest in store.LatestAsync(place, cancellationToken))
            {
                if (newest.PeriodEnd >= since) series.Add((place, newest.Metric));
            }
        }

        return series;
    }

    private IEnumerable<PlaceCode> Under(PlaceCode place) =>
        footprint.MembersOf(place).SelectMany(member => Under(member.Code)).Prepend(place);
}
