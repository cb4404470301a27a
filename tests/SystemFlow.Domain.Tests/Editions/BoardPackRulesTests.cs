using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Tests.Delays;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Editions;

public sealed class BoardPackRulesTests
{
    private static readonly PackPeriod Week = PackPeriod.LastFull(EditionKind.Weekly, A.Monday9am);

    [Theory]
    [InlineData("2026-01-05T00:00:00Z", "week-2025-12-29", "month-2025-12")] // Monday, at midnight.
    [InlineData("2026-01-04T23:59:59Z", "week-2025-12-22", "month-2025-12")]
    [InlineData("2026-03-30T07:00:00Z", "week-2026-03-23", "month-2026-02")]
    [InlineData("2026-06-30T23:30:00Z", "week-2026-06-22", "month-2026-06")] // Half past midnight in England, on 1 July.
    public void Period_IsTheLastThatIsOverByTheClockInEngland(string now, string week, string month)
    {
        var at = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(week, PackPeriod.LastFull(EditionKind.Weekly, at).Id);
        Assert.Equal(month, PackPeriod.LastFull(EditionKind.Monthly, at).Id);
    }

    [Fact]
    public void Period_OnAChangeOfTheClocks_IsAnHourShorterOrLonger()
    {
        var march = PackPeriod.LastFull(EditionKind.Weekly, new DateTimeOffset(2026, 3, 30, 9, 0, 0, TimeSpan.Zero));
        var october = PackPeriod.LastFull(EditionKind.Weekly, new DateTimeOffset(2026, 10, 26, 9, 0, 0, TimeSpan.Zero));

        Assert.Equal((167, 169), ((march.To - march.From).TotalHours, (october.To - october.From).TotalHours));
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 7, 30, 0, TimeSpan.Zero), march.DueAt(new TimeOnly(8, 30)));
    }

    [Fact]
    public void Share_IsWorkedOutFromItsPartsAndWholes_NeverAsAMeanOfPercentages()
    {
        var line = Line("ed.four-hour-performance", Days(90, 10), Days(100, 100));

        Assert.Equal(50, line.Value);
        Assert.Null(line.Total);
        Assert.Equal(2, line.DaysKnown);
    }

    [Fact]
    public void Count_WithADayMissing_IsTheMeanOfTheOthers_AndHasNoTotal()
    {
        var line = Line("ed.attendances", Days(100, 110, null, 120, 130, 140, 150), []);

        Assert.Equal((125.0, 6, null), (line.Value, line.DaysKnown, line.Total));
        Assert.Null(line.Daily[2]);
        Assert.Equal(750, Line("ed.attendances", Days(100, 110, 0, 120, 130, 140, 150), []).Total);
    }

    [Fact]
    public void Measure_OfWhichNothingIsKnown_IsMissingAndNotZero()
    {
        var line = Line("beds.ga.occupancy", Days(), Days());

        Assert.Equal((null, 0, null, null), (line.Value, line.DaysKnown, line.Before, line.Variation));
    }

    [Fact]
    public void Before_IsTheWeekBefore_AndVariationComesFromAllDaysUpToTheEnd()
    {
        var values = Enumerable.Range(0, BoardPackRules.DaysBeforeAWeek).Select(day => (double?)(100 + (day % 2))).Concat(Enumerable.Repeat((double?)200, 7));
        var metric = MetricDictionary.Standard[MetricCode.Parse("ed.dta-waiting")];

        var line = BoardPackRules.LineOf(
            SomeSystem.Place("RWH"), metric, Week, new PackSeries(BoardPackRules.FirstDay(Week), [.. values], [], null), []);

        Assert.Equal((200.0, 704.0 / 7), (line.Value, line.Before));
        Assert.Equal((7, 0, false), (line.Variation!.Concerns, line.Variation.Improvements, line.Variation.IsTrial));
    }

    [Fact]
    public void Target_IsTheOneThatHeldAtTheEnd()
    {
        var metric = MetricDictionary.Standard[MetricCode.Parse("beds.ga.occupancy")];
        var place = SomeSystem.Place("RWH");

        var line = BoardPackRules.LineOf(place, metric, Week, SeriesOf(Days(), Days()), PlanSet.Standard.TargetsFor(place, metric.Code));

        Assert.Equal(85, line.Target!.Value); // From 19 December to 16 January.
    }

    [Fact]
    public void Hours_AreThoseAtEachLevel_AndWhatNobodyKnewIsNotCalm()
    {
        var levels = BoardPackRules.LevelsOf(
            SomeSystem.Place("RWH01"), Week,
            [
                (Week.From.AddDays(-3), OpelLevel.Two), (Week.From.AddHours(10), OpelLevel.Four), (Week.From.AddHours(12), null),
                (Week.From.AddHours(32), OpelLevel.One),
            ]);

        Assert.Equal([136, 10, 0, 2], levels.Hours);
        Assert.Equal(20, levels.Unknown);
        Assert.Equal(168, BoardPackRules.LevelsOf(SomeSystem.Place("RWH01"), Week, []).Unknown);
    }

    [Fact]
    public void Delays_AreAddedUpOverTheDaysThatAreKnown()
    {
        var rules = new DelayRules(SomeSystem.Places, MetricDictionary.Standard);
        var day = new SomeSystem().Sent("RWH01", "dtoc.patients;reason=A;attributable=nhs", 4).Sent("RWH01", "dtoc.patients", 4);
        var boards = new[] { day, day, new SomeSystem() }.Select(system => rules.BoardOf(SomeSystem.Places.Root, system.StateOf)).ToList();

        var delays = BoardPackRules.DelaysOf(boards);

        Assert.Equal((2, 8.0), (delays.DaysKnown, Assert.Single(delays.Reasons).Nhs));
        Assert.Equal(1, delays.Least!.Value.Reporting);
    }

    [Fact]
    public void Actions_AreCountedByWhatHappenedWithinThePeriod()
    {
        var given = new JointAction(1, "Open beds", A.Lister, "site", Week.From.AddDays(2), Week.From.AddDays(1), "Ann Other");

        var actions = BoardPackRules.ActionsOf(
            [
                given, given with { Number = 2, Status = ActionStatus.Done, Since = Week.From.AddDays(3) },
                given with { Number = 3, GivenAt = Week.From.AddDays(-3), Status = ActionStatus.Done, Since = Week.From.AddDays(-1) },
            ],
            Week);

        Assert.Equal(new PackActions(2, 1, 0, 1, 1), actions);
    }

    private static ImmutableArray<double?> Days(params ReadOnlySpan<double?> days)
    {
        var all = new double?[7];
        days.CopyTo(all);
        return [.. all];
    }

    private static PackSeries SeriesOf(ImmutableArray<double?> parts, ImmutableArray<double?> wholes)
    {
        var before = Enumerable.Repeat((double?)null, BoardPackRules.DaysBeforeAWeek);
        return new PackSeries(BoardPackRules.FirstDay(Week), [.. before, .. parts], wholes.IsEmpty ? [] : [.. before, .. wholes], null);
    }

    private static PackLine Line(string metric, ImmutableArray<double?> parts, ImmutableArray<double?> wholes) =>
        BoardPackRules.LineOf(SomeSystem.Place("RWH"), MetricDictionary.Standard[MetricCode.Parse(metric)], Week, SeriesOf(parts, wholes), []);
}
