using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Live;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Live;

public sealed class BookkeepingTests
{
    private readonly ManualTime _time = new(A.Monday9am);

    [Fact]
    public void LevelLog_TheFirstLevel_IsNotAChange()
    {
        var log = CreateLevelLog();

        log.Note(A.Lister, null, A.Monday9am);
        log.Note(A.Lister, OpelLevel.Two, A.Monday9am);
        log.Note(A.Lister, OpelLevel.Two, A.Monday9am);
        log.Note(A.Lister, OpelLevel.Four, A.Monday9am.AddMinutes(1));

        Assert.Equal(
            new LevelChange(A.Lister, A.Monday9am.AddMinutes(1), OpelLevel.Two, OpelLevel.Four), Assert.Single(log.Newest));
    }

    [Fact]
    public void LevelLog_ALevelThatIsLost_IsAChange()
    {
        var log = CreateLevelLog();

        log.Note(A.Lister, OpelLevel.Two, A.Monday9am);
        log.Note(A.Lister, null, A.Monday9am.AddMinutes(1));

        Assert.Null(Assert.Single(log.Newest).To);
    }

    [Fact]
    public void LevelLog_NeverHoldsMoreThanItsCapacity()
    {
        var log = CreateLevelLog();

        for (var change = 0; change < 1_000; change++) log.Note(A.Lister, (OpelLevel)(1 + (change % 4)), A.Monday9am);

        Assert.Equal(LevelLog.Capacity, log.Newest.Length);
    }

    [Fact]
    public void Moves_AreMeasuredAgainstTheSizeOfTheCount()
    {
        var place = Footprint.HertfordshireWestEssex.Find(A.Lister);
        var metric = MetricDictionary.Standard[A.BedsOccupied];

        var biggest = Moves.Biggest([new Move(place, metric, 500, 505), new Move(place, metric, 4, 9)], 1);

        Assert.Equal(9, Assert.Single(biggest).Now);
    }

    [Fact]
    public void Moves_AFigureUnknownAnHourAgo_IsNotAMove()
    {
        var place = Footprint.HertfordshireWestEssex.Find(A.Lister);
        var metric = MetricDictionary.Standard[A.BedsOccupied];
        var trend = new Trend(metric, TrendRange.Day, A.Monday9am.AddHours(-24), [.. Enumerable.Repeat<double?>(null, 96)]);

        var move = Moves.Of(place, metric, Screen.Figure("RWH01", "beds.ga.occupied", 561, TimeSpan.Zero), trend, A.Monday9am);

        Assert.Null(move);
    }

    [Fact]
    public void Silences_NameWhatIsLateAndWhatNeverCame()
    {
        var live = new LiveView(Footprint.HertfordshireWestEssex);
        live.Changed(Screen.State(
            "RWH20", TimeSpan.FromMinutes(10), ("ed.in-department", 40)));

        var silences = Silences.Of(Footprint.HertfordshireWestEssex, MetricDictionary.Standard, place => live[place], A.Monday9am);

        var late = Assert.Single(silences, silence => silence.Place.Code.ToString() == "RWH20");
        Assert.Equal((Freshness.Late, A.Monday9am.AddMinutes(-10)), (late.Freshness, late.LastAt));
        Assert.Equal(Freshness.NeverSeen, silences[0].Freshness);
    }

    [Fact]
    public void LevelLog_PlacesThatWakeOneByOne_AreNotChanges()
    {
        var footprint = Footprint.HertfordshireWestEssex;
        var log = new LevelLog(new LiveView(footprint), footprint, _time);

        log.Note(footprint.Root.Code, OpelLevel.Four, A.Monday9am);
        _time.Advance(TimeSpan.FromSeconds(2));
        log.Note(footprint.Root.Code, OpelLevel.Two, A.Monday9am.AddSeconds(2));

        Assert.Equal((0, A.Monday9am.AddSeconds(2)), (log.Newest.Length, log.Since));
    }

    private LevelLog CreateLevelLog()
    {
        var footprint = Footprint.HertfordshireWestEssex;
        var log = new LevelLog(new LiveView(footprint), footprint, _time);
        _time.Advance(TimeSpan.FromMinutes(1));
        return log;
    }
}
