using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Web.Live;

/// <summary>Reads one sent series at points in time. Null everywhere is null as a whole: there is no such line.</summary>
internal sealed class TrendSampler(ISeriesStore store, MetricDictionary dictionary)
{
    private static readonly DateTimeOffset Beginning = new(1948, 7, 5, 0, 0, 0, TimeSpan.Zero); // The NHS began.
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    /// <summary>In equal steps, the last value in each that is not yet silent, as the screen had it; a gap stays a gap.</summary>
    /// <param name="asAt">As it was known at that moment; null for as last amended.</param>
    public async Task<double?[]?> AtStepsAsync(
        PlaceCode place, MetricKey key, DateTimeOffset from, TimeSpan step, int points, DateTimeOffset? asAt, CancellationToken stop)
    {
        var metric = dictionary[key.Metric];
        var stretchOfCadence = await CadenceAsync(place, key, from + (points * step), asAt, stop) / metric.Cadence;
        var steps = (int)Math.Max(1, Math.Ceiling(stretchOfCadence * metric.StaleAfter / step));
        var before = steps - 1; // What came just before the line begins still stands when it does.
        var (start, end, count) = (from - (before * step), from + (points * step), before + points);
        var stretches = asAt is { } known
            ? await store.ThinAsync(place, key, start, end, count, known, stop)
            : await store.ThinAsync(place, key, start, end, count, stop);
        var values = new double?[points];
        for (var index = 0; index < stretches.Length; index++)
        {
            if (stretches[index].Count == 0) continue;
            var first = Math.Max(0, index - before);
            for (var at = first; at < Math.Min(index - before + steps, points); at++) values[at] = stretches[index].Last;
        }

        return OrNone(values);
    }

    /// <summary>
    /// In steps that begin at these moments, which follow each other as the clock on the wall does: where the clocks change
    /// they leap. Nothing after a moment counts.
    /// </summary>
    public async Task<double?[]?> AtStepsAsync(
        PlaceCode place, MetricKey key, IReadOnlyList<DateTimeOffset> starts, TimeSpan step, DateTimeOffset until, DateTimeOffset? asAt,
        CancellationToken stop)
    {
        var values = new double?[starts.Count];
        for (var first = 0; first < starts.Count;)
        {
            var after = first + 1;
            while (after < starts.Count && starts[after] - starts[after - 1] == step) after++;
            var part = await AtStepsAsync(place, key, starts[first], step, after - first, asAt, stop);
            part?.CopyTo(values, first);
            first = after;
        }

        if (starts.Count > 0 && starts[^1] <= until && until < starts[^1] + step) values[^1] = await AtAsync(place, key, until, asAt, stop);
        return OrNone(values);
    }

    /// <summary>At one moment, as the screen had it then.</summary>
    /// <param name="asAt">As it was known at that moment; null for as last amended.</param>
    public async Task<double?> AtAsync(PlaceCode place, MetricKey key, DateTimeOffset at, DateTimeOffset? asAt, CancellationToken stop) =>
        (await NewestAsync(place, key, at - Longest, at, asAt, readings => DailyValue.StandingAt(dictionary[key.Metric], at, readings), stop))?.Value;

    /// <summary>One value for each day, as <see cref="DailyValue"/> takes it.</summary>
    public async Task<double?[]?> OfDaysAsync(PlaceCode place, MetricKey key, IReadOnlyList<DateOnly> days, CancellationToken stop)
    {
        var metric = dictionary[key.Metric];
        var values = new double?[days.Count];
        for (var index = 0; index < days.Count; index++)
        {
            var day = days[index];
            var reading = await NewestAsync(
                place, key, DailyValue.After(metric, day), DailyValue.MomentOf(metric, day), asAt: null, readings => DailyValue.Of(metric, day, readings), stop);
            values[index] = reading?.Value;
        }

        return OrNone(values);
    }

    /// <summary>One value for each month or quarter, by the moment at which it ends.</summary>
    public async Task<double?[]?> OfPeriodsAsync(PlaceCode place, MetricKey key, IReadOnlyList<DateTimeOffset> ends, CancellationToken stop)
    {
        var values = new double?[ends.Count];
        var readings = await store.ReadAsync(place, key, ends[0], ends[^1] + Tick, stop).ToDictionaryAsync(reading => reading.PeriodEnd, cancellationToken: stop);
        for (var index = 0; index < ends.Count; index++) values[index] = readings.GetValueOrDefault(ends[index])?.Value;
        return OrNone(values);
    }

    /// <summary>When the periods of a series end, oldest first, up to a moment.</summary>
    public async Task<List<DateTimeOffset>> EndsAsync(PlaceCode place, MetricKey key, DateTimeOffset until, CancellationToken stop) =>
        await store.ReadAsync(place, key, Beginning, until + Tick, stop).Select(reading => reading.PeriodEnd).ToListAsync(stop);

    // A daily return stands for three days at most.
    private static TimeSpan Longest => TimeSpan.FromDays(3);

    // How often it came towards the end of a line: a sender that is slower now, or faster, was not so then.
    private async Task<TimeSpan> CadenceAsync(PlaceCode place, MetricKey key, DateTimeOffset end, DateTimeOffset? asAt, CancellationToken stop)
    {
        var until = asAt is { } known && known + AsAt.Ahead < end ? known + AsAt.Ahead : end;
        var newest = await NewestAsync(place, key, until - Longest, until, asAt, readings => readings.LastOrDefault(), stop);
        return newest?.Cadence ?? dictionary[key.Metric].Cadence;
    }

    // A live feed has it just before; only where it has not, the whole stretch is read, for a source that sends more seldom.
    private async Task<Reading?> NewestAsync(
        PlaceCode place, MetricKey key, DateTimeOffset after, DateTimeOffset until, DateTimeOffset? asAt, Func<IEnumerable<Reading>, Reading?> choose,
        CancellationToken stop)
    {
        var staleAfter = dictionary[key.Metric].StaleAfter;
        var near = until - staleAfter > after ? until - staleAfter : after;
        var reading = choose(await BetweenAsync(near));
        return reading is null && near > after ? choose(await BetweenAsync(after)) : reading;

        async Task<List<Reading>> BetweenAsync(DateTimeOffset from)
        {
            var readings = asAt is { } known
                ? store.ReadAsync(place, key, from, until + Tick, known, stop) : store.ReadAsync(place, key, from, until + Tick, stop);
            return await readings.ToListAsync(stop);
        }
    }

    private static double?[]? OrNone(double?[] values) => Array.Exists(values, value => value is not null) ? values : null;
}
