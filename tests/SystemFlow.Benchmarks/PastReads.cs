using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Benchmarks;

/// <summary>How long the whole system takes as it was known at a past moment: 90 days of every figure that is expected, one in fifty amended.</summary>
public static class PastReads
{
    private const int Days = 90;
    private const int Rounds = 51;
    private const int AmendedOneIn = 50;

    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;
    private static readonly MetricDictionary Metrics = MetricDictionary.Standard;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Runs everything. About a minute; some 300 MB under the temporary directory.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("past-reads-");
        try
        {
            var path = Path.Combine(folder.FullName, "series.db");
            await using var provider = StoreUnderTest.Open(path);
            var store = provider.GetRequiredService<ISeriesStore>();
            var (series, readings) = await FillAsync(store);
            await output.WriteLineAsync(Invariant($"past: {Places.Places.Length} places, {series:N0} series, {readings:N0} readings in {Days} days"));
            var now = await StoreUnderTest.MedianAsync(Rounds, async _ => await LatestAsync(store, null));
            await output.WriteLineAsync(Invariant($"floor, the latest of every place: {now:0.0} ms"));
            foreach (var days in new[] { 1, 45, 89 })
            {
                var asAt = await StoreUnderTest.MedianAsync(Rounds, async round => await LatestAsync(store, Start.AddDays(days).AddMinutes(13 * round)));
                await output.WriteLineAsync(Invariant($"every place as at day {days}: {asAt:0.0} ms"));
            }

            var rules = new StateRules(Places, Metrics, PressureRules.Standard);
            var whole = await StoreUnderTest.MedianAsync(Rounds, async round =>
            {
                var at = Start.AddDays(45).AddMinutes(17 * round);
                rules.StatesOf(await LatestAsync(store, at), at);
            });
            await output.WriteLineAsync(Invariant($"the whole system's states as at day 45: {whole:0.0} ms"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>>> LatestAsync(ISeriesStore store, DateTimeOffset? at)
    {
        var own = new Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>>();
        foreach (var place in Places.Places)
        {
            var readings = at is { } moment
                ? store.LatestAsync(place.Code, moment, CancellationToken.None)
                : store.LatestAsync(place.Code, CancellationToken.None);
            var newest = OwnReadings.None;
            await foreach (var reading in readings) newest = newest.With(reading);
            own[place.Code] = newest;
        }

        return own;
    }

    private static async Task<(int Series, int Readings)> FillAsync(ISeriesStore store)
    {
        var (series, readings) = (0, 0);
        foreach (var place in Places.Places)
        {
            foreach (var metric in Metrics.Metrics.Where(metric => place.Expects.Contains(metric.Group) && !metric.IsDerived && !metric.IsHistory))
            {
                var history = Enumerable.Range(0, (int)(TimeSpan.FromDays(Days) / metric.Cadence)).Select(n => At(place, metric, n)).ToArray();
                await store.AppendAsync(history, CancellationToken.None);
                Reading[] amended = [.. history.Where((_, n) => n % AmendedOneIn == 0).Select(reading => reading with { Value = reading.Value + 1, SubmittedAt = reading.SubmittedAt.AddHours(3) })];
                await store.AppendAsync(amended, CancellationToken.None);
                (series, readings) = (series + 1, readings + history.Length);
            }
        }

        return (series, readings);
    }

    private static Reading At(Place place, Metric metric, int n)
    {
        var end = Start + (n * metric.Cadence);
        return new Reading(place.Code, metric.Code, Value: n * 7919L % 1000, end, "bench") { SubmittedAt = end.AddSeconds(20) };
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
