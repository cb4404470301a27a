using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>What the server has for a series and moment.</summary>
/// <param name="IsClosed">Whether the row stands for the whole stretch that the moment lies in: nothing more is taken there.</param>
internal readonly record struct Found(Row? Row, bool IsClosed)
{
    public static Found Of(Row row) => new(row, row.Thinned != Stretched.No);
}

/// <summary>Looks at the server for what a reading is to be compared with.</summary>
/// <param name="ask">How to ask: with or without a note that the server is away.</param>
internal sealed class Lookups(Func<string, CancellationToken, Task<QueryAnswer>> ask, SpoolNames names)
{
    private const int PageRows = 5_000;

    /// <summary>Moments that lie closer are asked for together: a daily series is one question. And as far as a thinned stretch reaches, in ticks.</summary>
    public static readonly long Together = TimeSpan.FromHours(25).Ticks;

    /// <summary>The newest row of each series at a place.</summary>
    public async Task<Dictionary<MetricKey, Row>> NewestAsync(PlaceCode place, CancellationToken cancellationToken)
    {
        using var answer = await ask(InfluxQl.Newest(place), cancellationToken);
        return answer.WholeRows.ToDictionary(row => row.Metric, row => row.ToRow());
    }

    /// <summary>What there is for each; those with nothing are in the answer too.</summary>
    public async Task<Dictionary<(SeriesKey Key, long Period), Found>> FindAsync(
        IEnumerable<(SeriesKey Key, long Period)> wanted, CancellationToken cancellationToken)
    {
        var found = wanted.Distinct().ToDictionary(want => want, _ => default(Found));
        foreach (var series in found.Keys.GroupBy(want => want.Key, want => want.Period).ToList())
        {
            foreach (var (first, last) in Ranges([.. series.Order()]))
            {
                await foreach (var row in RowsAsync(series.Key, first, last, cancellationToken))
                {
                    if (found.ContainsKey((series.Key, row.Period))) found[(series.Key, row.Period)] = Found.Of(row);
                }
            }

            var thinnedTo = names.ThinnedOf(series.Key).To;
            foreach (var period in series.Where(period => period < thinnedTo && found[(series.Key, period)].Row is null))
            {
                if (await ClosingAsync(series.Key, period, cancellationToken) is { } closing) found[(series.Key, period)] = new Found(closing, IsClosed: true);
            }
        }

        return found;
    }

    /// <summary>The row that stands for the whole stretch that a moment lies in; null where it was not thinned out.</summary>
    private async Task<Row?> ClosingAsync(SeriesKey key, long period, CancellationToken cancellationToken)
    {
        await foreach (var row in RowsAsync(key, period - Together, period + Together, cancellationToken))
        {
            if (row.Closes(period)) return row;
        }

        return null;
    }

    private async IAsyncEnumerable<Row> RowsAsync(
        SeriesKey key, long first, long last, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var isMore = true; isMore;)
        {
            using var answer = await ask(InfluxQl.Page(key, first, last + 1, PageRows), cancellationToken);
            var count = 0;
            foreach (var row in answer.Rows)
            {
                count++;
                first = Moments.Ticks(row.Nanoseconds) + 1;
                if (row.IsWhole) yield return row.ToRow();
            }

            isMore = count > 0 && (count == PageRows || answer.IsPartial);
        }
    }

    private static IEnumerable<(long First, long Last)> Ranges(List<long> sorted)
    {
        var first = sorted[0];
        for (var i = 1; i <= sorted.Count; i++)
        {
            if (i < sorted.Count && sorted[i] - sorted[i - 1] <= Together) continue;
            yield return (first, sorted[i - 1]);
            if (i < sorted.Count) first = sorted[i];
        }
    }
}
