using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Tests.Simulated;

public sealed class SimulatedSystemTests
{
    private static readonly DateTimeOffset Start = Life.Utc(2026, 11, 2);

    [Fact]
    public void Step_TheSameSeedAndStart_GivesTheSameReadings()
    {
        var one = Life.From(Start, seed: 7).Days(2);
        var other = Life.From(Start, seed: 7).Days(2);

        Assert.Equal(one, other);
    }

    [Fact]
    public void Step_AnotherSeed_GivesAnotherLife()
    {
        var one = Life.From(Start, seed: 7).Days(1);
        var other = Life.From(Start, seed: 8).Days(1);

        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Step_AHospitalMoreInTheFootprint_ChangesNothingForTheOthers()
    {
        var few = Footprint(Watford);
        var more = Footprint(Watford, """
            { "code": "board-b", "kind": "board", "parent": "all", "name": "B" },
            { "code": "RXX01", "kind": "hospital", "parent": "board-b", "name": "New", "expects": ["beds", "ed"] }
            """);

        var before = Life.From(Start, footprint: few).Days(1);
        var after = Life.From(Start, footprint: more).Days(1).Where(r => r.Place != PlaceCode.Parse("RXX01"));

        Assert.Equal(before, after);
    }

    [Fact]
    public void Step_OverADay_SendsEachMetricThatAPlaceIsExpectedToSendWithinTwoCadences()
    {
        var places = SystemFlow.Domain.Places.Footprint.HertfordshireWestEssex.Places;
        var expected =
            from place in places
            from metric in Life.Metrics.Metrics
            where !metric.IsDerived && place.Expects.Contains(metric.Group)
            select (place.Code, metric);

        var sent = Life.From(Start).Days(2).ToLookup(r => (r.Place, r.Metric), r => r.SubmittedAt);

        Assert.All(expected, pair =>
        {
            var moments = sent[(pair.Code, pair.metric.Code)].Prepend(Start).Append(Start.AddDays(2));
            var longest = moments.Zip(moments.Skip(1), (before, after) => after - before).Max();
            Assert.InRange(longest, TimeSpan.Zero, 2 * pair.metric.Cadence);
        });
    }

    [Fact]
    public void Step_SendsNothingOftenerThanItsCadence()
    {
        var sent = Life.From(Start).Days(2).ToLookup(r => (r.Place, r.Metric), r => r.SubmittedAt);

        Assert.All(sent, figure =>
        {
            var shortest = figure.Zip(figure.Skip(1), (before, after) => after - before).Min();
            Assert.InRange(shortest, Life.Metrics[figure.Key.Metric.Metric].Cadence, TimeSpan.MaxValue);
        });
    }

    [Fact]
    public void Step_SendsOnlyWhatThePlaceExpects_WithAReasonWhereItHasNone()
    {
        var readings = Life.From(Start).Days(1).ToList();

        Assert.All(readings, reading =>
        {
            var place = SystemFlow.Domain.Places.Footprint.HertfordshireWestEssex.Find(reading.Place);
            Assert.Contains(Life.Metrics[reading.Metric.Metric].Group, place.Expects);
            Assert.Equal(reading.Value is null, reading.Absent is not null);
            Assert.Equal("simulator", reading.Source);
            Assert.Equal(Method.Automatic, reading.Method);
        });
    }

    [Fact]
    public void Snapshot_HasEveryFigureOfADay()
    {
        var system = Life.From(Start);
        var overADay = system.Days(1).Select(r => (r.Place, r.Metric)).ToHashSet();

        var snapshot = system.Snapshot().Select(r => (r.Place, r.Metric)).ToHashSet();

        Assert.Superset(overADay, snapshot);
    }

    [Fact]
    public void Disturb_APlaceWithoutBeds_SaysSo()
    {
        var system = Life.From(Start);

        var error = Assert.Throws<ArgumentException>(() => system.Disturb(PlaceCode.Parse("RWH20"), bedsClosed: 5));

        Assert.Contains("RWH20 has no hospital beds", error.Message);
    }

    private const string Watford = """
        { "code": "all", "kind": "footprint", "name": "All" },
        { "code": "board-a", "kind": "board", "parent": "all", "name": "A" },
        { "code": "RWG02", "kind": "hospital", "parent": "board-a", "name": "W", "expects": ["beds", "ed", "dtoc"] },
        { "code": "base-a", "kind": "bed-base", "parent": "board-a", "name": "Base", "expects": ["bedbase"] }
        """;

    private static Footprint Footprint(params string[] places) =>
        SystemFlow.Domain.Places.Footprint.Parse($$"""{ "name": "All", "places": [{{string.Join(",", places)}}] }""");
}
