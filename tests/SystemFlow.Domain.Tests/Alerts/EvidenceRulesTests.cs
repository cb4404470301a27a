using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Alerts;

public sealed class EvidenceRulesTests
{
    private static readonly MetricCode FourHours = MetricCode.Parse("ed.four-hour-performance");
    private static readonly MetricCode Attendances = MetricCode.Parse("ed.attendances");
    private static readonly MetricCode InDepartment = MetricCode.Parse("ed.in-department");
    private static readonly MetricCode Median = MetricCode.Parse("ed.median-time-to-treatment-minutes");
    private static readonly EvidenceRules Rules = new(MetricDictionary.Standard, Footprint.HertfordshireWestEssex);

    private static readonly Condition WithinFourHours = new(ConditionKind.Threshold, FourHours, Raise: 76, Clear: 78);

    [Theory]
    [InlineData(76.0, Standing.Raised, "4-hour performance 76%, at or below 76%")]
    [InlineData(77.0, Standing.Between, "4-hour performance 77%")]
    [InlineData(78.5, Standing.Clear, "4-hour performance 78.5%")]
    [InlineData(null, Standing.Unknown, "4-hour performance: no current figure")]
    public void Threshold_WhereLowerIsWorse_IsJudgedTheOtherWayRound(double? value, Standing standing, string words)
    {
        var evidence = Judge(Rule(WithinFourHours), At(FourHours, value));

        Assert.Equal((standing, words), (evidence.Standing, evidence.Words));
    }

    [Fact]
    public void Words_CountOneAsOne()
    {
        var rule = Rule(new Condition(ConditionKind.Threshold, InDepartment, Raise: 1));

        Assert.Equal("In A&E now 1 patient, at or above 1 patient", Judge(rule, At(InDepartment, 1)).Words);
    }

    [Theory]
    [InlineData(70.0, 120.0, Standing.Raised)]
    [InlineData(70.0, 12.0, Standing.Clear)]
    [InlineData(70.0, null, Standing.Unknown)]
    [InlineData(90.0, null, Standing.Clear)]
    [InlineData(77.0, 120.0, Standing.Between)]
    public void SeveralConditions_RaiseTogether_AndOneThatIsClearClears(double? performance, double? attendances, Standing standing)
    {
        var enough = new Condition(ConditionKind.Threshold, Attendances, Raise: 50) { Worse = Direction.HigherIsWorse };

        var evidence = Judge(Rule(WithinFourHours, enough), At((FourHours, performance), (Attendances, attendances)));

        Assert.Equal(standing, evidence.Standing);
    }

    [Theory]
    [InlineData("2026-12-18T12:00:00Z", Standing.Clear)]
    [InlineData("2026-12-18T23:59:00Z", Standing.Clear)]
    [InlineData("2026-12-19T00:00:00Z", Standing.Raised)]
    [InlineData("2026-12-31T12:00:00Z", Standing.Raised)]
    [InlineData("2027-01-16T23:59:00Z", Standing.Raised)]
    [InlineData("2027-01-17T00:00:00Z", Standing.Clear)]
    public void WinterOverlay_LowersTheThresholdFrom19DecemberTo16January(string moment, Standing standing)
    {
        var now = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
        var rule = AlertRuleSet.Standard.Rules.Single(rule => rule.Code == "occupancy-high");

        Assert.Equal(standing, Judge(rule, At(Course.Occupancy, 87), now).Standing);
    }

    [Theory]
    [InlineData("2026-12-25T12:00:00Z", Standing.Raised)]
    [InlineData("2026-12-26T12:00:00Z", Standing.Clear)] // A Saturday: its substitute is the Monday.
    [InlineData("2026-12-28T12:00:00Z", Standing.Raised)]
    [InlineData("2026-12-29T12:00:00Z", Standing.Clear)]
    public void BankHolidayOverlay_HoldsOnBankHolidaysOfEngland(string moment, Standing standing)
    {
        var rule = Course.High with
        {
            Overlays = [new CalendarOverlay("Bank holidays", [Course.High.All[0] with { Raise = 90, Clear = 88 }]) { BankHolidays = true }],
        };

        var evidence = Judge(rule, At(Course.Occupancy, 91), DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture));

        Assert.Equal(standing, evidence.Standing);
    }

    [Theory]
    [InlineData("40 in, an hour ago 20", Standing.Raised, 20, 40)]
    [InlineData("40 in, an hour ago 26: neither", Standing.Between, 26, 40)]
    [InlineData("40 in, an hour ago 38", Standing.Clear, 38, 40)]
    [InlineData("fewer than before", Standing.Clear, 60, 40)]
    public void Change_IsHowMuchWorseItGotWithinTheTime(string story, Standing standing, double before, double now)
    {
        var recent = new RecentFigures();
        recent.Note(InDepartment, A.Monday9am.AddHours(-1), before);
        var rule = Rule(new Condition(ConditionKind.Change, InDepartment, Raise: 15, Clear: 10) { Over = TimeSpan.FromHours(1) });

        var evidence = Rules.EvidenceOf(rule, At(InDepartment, now), recent, A.Monday9am);

        Assert.Equal((story, standing), (story, evidence.Standing));
    }

    [Fact]
    public void Change_ComparesWithTheBestSince_SoThatASlowRiseIsSeenWhole()
    {
        var recent = new RecentFigures();
        for (var minute = -120; minute <= 0; minute += 5) recent.Note(InDepartment, A.Monday9am.AddMinutes(minute), 50 + (minute / 5));
        var rule = Rule(new Condition(ConditionKind.Change, InDepartment, Raise: 20) { Over = TimeSpan.FromHours(2) });

        var evidence = Rules.EvidenceOf(rule, At(InDepartment, 50), recent, A.Monday9am);

        Assert.Equal((Standing.Raised, "In A&E now 50 patients, 24 patients worse within 2 h"), (evidence.Standing, evidence.Words));
    }

    [Fact]
    public void Change_WithoutEnoughPast_IsUnknown_NotCalm()
    {
        var recent = new RecentFigures();
        recent.Note(InDepartment, A.Monday9am.AddMinutes(-20), 10);
        var rule = Rule(new Condition(ConditionKind.Change, InDepartment, Raise: 15) { Over = TimeSpan.FromHours(1) });

        var evidence = Rules.EvidenceOf(rule, At(InDepartment, 40), recent, A.Monday9am);

        Assert.Equal(Standing.Unknown, evidence.Standing);
    }

    // At 09:00 the count since midnight stands at 70 %; in the small hours it was 100 %, which says nothing.
    [Theory]
    [InlineData("yesterday at this time 92 %", 92.0, Standing.Raised)]
    [InlineData("yesterday at this time 72 %", 72.0, Standing.Clear)]
    [InlineData("yesterday at this time is not known", null, Standing.Unknown)]
    public void Change_OfACountSinceMidnight_ComparesWithTheSameTimeOfTheDayBefore(string story, double? yesterday, Standing standing)
    {
        var recent = new RecentFigures();
        if (yesterday is { } value) recent.Note(FourHours, A.Monday9am.AddHours(-24), value);
        recent.Note(FourHours, A.Monday9am.AddHours(-7), 100);
        var rule = Rule(new Condition(ConditionKind.Change, FourHours, Raise: 10, Clear: 5) { Over = TimeSpan.FromDays(1) });

        var evidence = Rules.EvidenceOf(rule, At(FourHours, 70), recent, A.Monday9am);

        Assert.Equal((story, standing), (story, evidence.Standing));
    }

    // The 25-hour day: at 23:30 on its evening, 24 hours ago is half past midnight of the same day, when all was well.
    [Theory]
    [InlineData("the night on which the clocks go back", "2026-10-25T23:30:00Z", "2026-10-24T22:30:00Z", "2026-10-24T23:30:00Z", Standing.Clear)]
    [InlineData("the night after they went forward", "2026-03-29T23:30:00Z", "2026-03-29T00:30:00Z", "2026-03-28T23:30:00Z", Standing.Clear)]
    [InlineData("just after midnight, with a gap before yesterday's", "2026-01-06T00:05:00Z", "2026-01-05T00:05:00Z", "2026-01-04T23:55:00Z", Standing.Clear)]
    public void Change_OfACountSinceMidnight_NeverComparesAcrossMidnight(string story, string now, string yesterday, string trap, Standing standing)
    {
        var recent = new RecentFigures();
        foreach (var (moment, value) in new[] { (trap, 100.0), (yesterday, 71.0) }.OrderBy(sample => Parse(sample.Item1)))
        {
            recent.Note(FourHours, Parse(moment), value);
        }

        var rule = Rule(new Condition(ConditionKind.Change, FourHours, Raise: 10, Clear: 5) { Over = TimeSpan.FromDays(1) });
        var state = At(FourHours, 70);
        var figure = state.Figures[FourHours];
        state = state with { Figures = state.Figures.SetItem(FourHours, figure with { Reading = figure.Reading with { PeriodEnd = Parse(now) } }) };

        Assert.Equal((story, standing), (story, Rules.EvidenceOf(rule, state, recent, Parse(now)).Standing));

        static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(null, 3, Standing.Unknown)]
    [InlineData(2, 3, Standing.Clear)]
    [InlineData(3, 3, Standing.Raised)]
    [InlineData(4, 3, Standing.Raised)]
    public void Level_RaisesAtOrAboveIt_AndIsUnknownWhereItIsNotCalculated(int? level, int raise, Standing standing)
    {
        var pressure = Pressure.Unknown with { Level = (OpelLevel?)level };

        var evidence = Judge(Rule(new Condition(ConditionKind.Level, Raise: raise)), PlaceState.Unknown(A.Lister) with { Pressure = pressure });

        Assert.Equal(standing, evidence.Standing);
    }

    [Fact]
    public void Silence_OfAnExpectedGroup_RaisesWithTheLastMoment()
    {
        var state = At(InDepartment, 40, Freshness.Silent);

        var evidence = Judge(Rule(new Condition(ConditionKind.Silence) { Group = "ed" }), state);

        Assert.Equal((Standing.Raised, "No figures since 5 January 09:00"), (evidence.Standing, evidence.Words));
    }

    [Fact]
    public void Silence_IsNotHiddenByAFigureThatIsSentRarely()
    {
        var state = At(InDepartment, 40, Freshness.Silent);
        state = state with { Figures = state.Figures.SetItems(At(Median, 60).Figures) };

        var evidence = Judge(Rule(new Condition(ConditionKind.Silence) { Group = "ed" }), state);

        Assert.Equal(Standing.Raised, evidence.Standing);
    }

    [Theory]
    [InlineData("RWH01", "ed", Standing.Unknown)] // Expected, and never heard of: not connected yet.
    [InlineData("RWG08", "ed", Standing.Clear)] // Hemel Hempstead has no A&E.
    public void Silence_OfWhatWasNeverThere_IsNoAlert(string place, string group, Standing standing)
    {
        var evidence = Judge(
            Rule(new Condition(ConditionKind.Silence) { Group = group }), PlaceState.Unknown(PlaceCode.Parse(place)));

        Assert.Equal(standing, evidence.Standing);
    }

    [Fact]
    public void LateFigure_StillCounts()
    {
        Assert.Equal(Standing.Raised, Judge(Course.High, At(Course.Occupancy, 97, Freshness.Late)).Standing);
    }

    private static AlertRule Rule(params ImmutableArray<Condition> all) => Course.High with { All = all };

    private static Evidence Judge(AlertRule rule, PlaceState state, DateTimeOffset? now = null) =>
        Rules.EvidenceOf(rule, state, new RecentFigures(), now ?? A.Monday9am);

    private static PlaceState At(MetricCode metric, double? value, Freshness freshness = Freshness.Fresh) =>
        value is { } known
            ? PlaceState.Unknown(A.Lister) with
            {
                Figures = ImmutableDictionary<MetricKey, Figure>.Empty.Add(
                    metric, new Figure(A.Reading with { Metric = metric, Value = known }, freshness)),
            }
            : PlaceState.Unknown(A.Lister);

    private static PlaceState At(params (MetricCode Metric, double? Value)[] figures) => PlaceState.Unknown(A.Lister) with
    {
        Figures = figures.SelectMany(figure => At(figure.Metric, figure.Value).Figures).ToImmutableDictionary(),
    };
}
