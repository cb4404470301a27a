using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Alerts;

public sealed class AlertWatchTests
{
    private static readonly Footprint Footprint = Footprint.HertfordshireWestEssex;
    private static readonly PlaceCode Trust = PlaceCode.Parse("RWH");

    private static readonly AlertRule High = Course.High with { Hold = TimeSpan.Zero };

    private static readonly AlertRule Critical = High with
    {
        Code = "occupancy-critical",
        All = [High.All[0] with { Raise = 98, Clear = 96 }],
        Inhibits = [High.Code],
    };

    [Fact]
    public void Look_WhereARuleThatInhibitsFires_TellsOfThatOneOnly()
    {
        var told = Look(Rules(High, Critical), [], 99);

        Assert.Equal([(Critical.Code, AlertEventKind.Fired), (High.Code, AlertEventKind.Inhibited)], told);
    }

    [Fact]
    public void Look_BelowTheInhibitingThreshold_TellsOfTheOther()
    {
        var told = Look(Rules(High, Critical), [], 96);

        Assert.Equal([(High.Code, AlertEventKind.Fired)], told);
    }

    [Fact]
    public void Look_WhereNothingChanged_AnswersNothing()
    {
        var rules = Rules(High);
        var firing = Step(rules, [], 97).Single().State;

        Assert.Empty(Step(rules, [firing], 97, A.Monday9am.AddMinutes(1)));
    }

    [Fact]
    public void RuleTakenOutOfForce_ResolvesItsOpenAlert()
    {
        var firing = Step(Rules(High), [], 97).Single().State;

        var told = Look(Rules(High with { Enabled = false }), [firing], 97);

        Assert.Equal([(High.Code, AlertEventKind.Resolved)], told);
    }

    [Fact]
    public void RuleTakenOutOfForce_ForgetsWhatNobodyWasToldOf()
    {
        var pending = Step(Rules(Course.High), [], 97).Single().State;

        var step = Step(Rules(), [pending], 97).Single();

        Assert.Equal((AlertPhase.Clear, 0), (step.State.Phase, step.Events.Length));
    }

    [Theory]
    [InlineData("above, by a rule that inhibits it", "occupancy-critical", "RWH", "occupancy-high", "RWH01", true)]
    [InlineData("above, by a rule that does not", "occupancy-high", "RWH", "occupancy-critical", "RWH01", false)]
    [InlineData("below, by the same rule", "occupancy-high", "RWH01", "occupancy-high", "RWH", true)]
    [InlineData("below, by the same rule: a board is not a trust", "occupancy-high", "RWH01", "occupancy-high", "board-enh", false)]
    [InlineData("below, by the same rule: nor is the whole system", "occupancy-high", "board-enh", "occupancy-high", "hwe", false)]
    [InlineData("above, by the same rule: the nearest is told", "occupancy-high", "RWH", "occupancy-high", "RWH01", false)]
    [InlineData("at a neighbour", "occupancy-critical", "RWH20", "occupancy-high", "RWH01", false)]
    [InlineData("two steps above", "occupancy-critical", "board-enh", "occupancy-high", "RWH01", true)]
    public void OneTrouble_IsToldOnce(string story, string open, string openAt, string rule, string at, bool isInhibited)
    {
        var rules = Rules(High, Critical);
        var alert = AlertState.None(open, PlaceCode.Parse(openAt)) with { Phase = AlertPhase.Firing };

        var inhibited = new InhibitionRules(Footprint).IsInhibited(
            rules, rules.Rules.Single(r => r.Code == rule), PlaceCode.Parse(at), [alert]);

        Assert.Equal((story, isInhibited), (story, inhibited));
    }

    [Fact]
    public void Look_WithAChainOfRules_TellsOfTheOneThatSaysMost()
    {
        var middle = High with { Code = "middle", Inhibits = ["low", "lowest"] };
        var rules = Rules(High with { Code = "low" }, High with { Code = "lowest" }, middle, High with { Code = "top", Inhibits = ["middle"] });

        var fired = Look(rules, [], 97).Where(told => told.Kind is AlertEventKind.Fired).Select(told => told.Rule);

        Assert.Equal(["top", "low", "lowest"], fired); // The middle one, itself held back, holds back nothing.
    }

    [Theory]
    [InlineData("over", AlertPhase.Resolved, false)]
    [InlineData("put off", AlertPhase.Snoozed, false)]
    [InlineData("nothing known of it any more", AlertPhase.Firing, true)]
    public void AlertThatNoLongerSpeaks_InhibitsNothing(string story, AlertPhase phase, bool isUnknown)
    {
        var alert = AlertState.None(Critical.Code, Trust) with { Phase = phase, UnknownSince = isUnknown ? A.Monday9am : null };

        Assert.Equal((story, false), (story, new InhibitionRules(Footprint).IsInhibited(Rules(High, Critical), High, A.Lister, [alert])));
    }

    private static AlertRuleSet Rules(params ImmutableArray<AlertRule> rules) => AlertRuleSet.None with { Rules = rules };

    private static List<(string Rule, AlertEventKind Kind)> Look(AlertRuleSet rules, AlertState[] before, double occupancy) =>
        [.. Step(rules, before, occupancy).SelectMany(step => step.Events.Select(told => (step.State.Rule, told.Kind))).Where(told => told.Kind is not AlertEventKind.Began)];

    private static ImmutableArray<Stepped> Step(AlertRuleSet rules, AlertState[] before, double occupancy, DateTimeOffset? now = null)
    {
        var moment = now ?? A.Monday9am;
        var reading = A.Reading with { Metric = Course.Occupancy, Value = occupancy };
        var state = PlaceState.Unknown(A.Lister) with
        {
            Figures = ImmutableDictionary<MetricKey, Figure>.Empty.Add(Course.Occupancy, new Figure(reading, Freshness.Fresh)),
        };
        return new AlertWatch(MetricDictionary.Standard, Footprint).Step(
            rules, Footprint.Find(A.Lister), before.ToDictionary(alert => alert.Rule), state, new RecentFigures(), _ => new StepTerms(moment, []));
    }
}
