using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Replay;
using SystemFlow.Testing;

namespace SystemFlow.Grains.Tests;

/// <summary>
/// A winter, lived through by grains: after each moment every place shows what the pure rules make of the same readings. These tests run on
/// either engine, so the two show the same.
/// </summary>
public sealed class WinterTests
{
    private const int MostRounds = 60;

    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;
    private static readonly StateRules Rules = new(Places, MetricDictionary.Standard, PressureRules.Standard);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WinterOfOurOwn_LivedThroughByGrains_ShowsWhatThePureRulesSay()
    {
        var hospitals = Places.Places.Where(place => place.Kind is PlaceKind.Hospital).ToList();
        var moments = Enumerable.Range(0, 12).Select(day => new ReplayMoment(
            A.Monday9am.AddDays(day),
            [
                .. hospitals.Where((_, index) => (index + day) % 4 != 0).SelectMany((place, index) => new[]
                {
                    A.Reading with { Place = place.Code, Metric = A.BedsOpen, Value = 400 + (10 * index), PeriodEnd = A.Monday9am.AddDays(day) },
                    A.Reading with { Place = place.Code, Metric = A.BedsOccupied, Value = 340 + (12 * index) + (5 * day), PeriodEnd = A.Monday9am.AddDays(day) },
                }),
            ])).ToImmutableArray();

        await LiveThroughAsync(moments);
    }

    [Theory]
    [InlineData("2017-18")]
    [InlineData("2021-22")]
    public async Task PublishedWinter_LivedThroughByGrains_ShowsWhatThePureRulesSay(string winter)
    {
        var terms = new IntakeTerms(Places, MetricDictionary.Standard, new FeedOptions(), TimeProvider.System.GetUtcNow(), "replay");
        var file = ReplayFile.Read(await ReadAsync(winter), terms);
        Assert.Null(file.Refused);

        await LiveThroughAsync(file.Moments);
    }

    private static async Task LiveThroughAsync(ImmutableArray<ReplayMoment> moments)
    {
        var time = new ManualTime(moments[0].At - TimeSpan.FromMinutes(1));
        await using var host = await GrainHost.StartAsync(time);
        var own = Places.Places.ToDictionary(place => place.Code, _ => OwnReadings.None);
        foreach (var moment in moments)
        {
            if (moment.At > time.GetUtcNow()) time.Sleep(moment.At - time.GetUtcNow());
            foreach (var readings in moment.Readings.GroupBy(reading => reading.Place))
            {
                own[readings.Key] = readings.Aggregate(own[readings.Key], (newest, reading) => newest.With(reading));
                await host.Grains.GetPlace(Places.Find(readings.Key)).AcceptAsync([.. readings]);
            }

            await AgreesAsync(host, time, own);
        }
    }

    // What a place tells its parent takes a second of the clock on each of the levels that it passes.
    private static async Task AgreesAsync(GrainHost host, ManualTime time, Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> own)
    {
        for (var round = 0; ; round++)
        {
            var expected = Rules.StatesOf(own, time.GetUtcNow());
            var shown = await Task.WhenAll(Places.Places.Select(place => host.Grains.GetPlace(place).GetAsync()));
            var wrong = shown.Where(state => !state.HasFiguresOf(expected[state.Place])).ToList();
            if (wrong.Count == 0) return;
            if (round == MostRounds) Assert.Fail(string.Join('\n', wrong.Select(state => Difference(state, expected[state.Place]))));
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static string Difference(PlaceState shown, PlaceState expected)
    {
        var figures = shown.Figures.Keys.Union(expected.Figures.Keys).Where(key => shown[key] != expected[key])
            .Select(key => $"  {key}: {shown[key]}, not {expected[key]}");
        return $"{shown.Place} at {expected.At:O} shows {shown.Pressure}, not {expected.Pressure}\n{string.Join('\n', figures)}";
    }

    private static async Task<byte[]> ReadAsync(string winter)
    {
        var name = Path.Combine("winter-sitrep", $"sitrep-{winter}.csv");
        var file = PublishedFile.Find(name);
        if (file is null) Assert.Skip(PublishedFile.Missing(name));
        return await File.ReadAllBytesAsync(file, Cancelled);
    }
}
