using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Tests.Delays;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Editions;

public sealed class DashboardRulesTests
{
    private static readonly DashboardRules Rules = new(SomeSystem.Places, new DelayRules(SomeSystem.Places, MetricDictionary.Standard));

    [Fact]
    public void Figures_AreThoseOfTheStates_WithMomentCoverageAndTheDayBefore()
    {
        var now = new SomeSystem().Sent("RWH01", "beds.ga.occupied", 561).Sent("RWG02", "beds.ga.occupied", 590);
        var before = new SomeSystem().Sent("RWH01", "beds.ga.occupied", 540);

        var dashboard = Rules.Compose(Facts(now) with { Before = StatesOf(before), ComparedWith = A.Monday9am.AddDays(-1) });

        var lister = Of(dashboard, "RWH01");
        Assert.Equal((561.0, 540.0, A.Monday9am.AddMinutes(-1)), (lister.Value, lister.Before, lister.At));
        Assert.Equal(1151, Of(dashboard, "hwe").Value);
        Assert.Equal((2, 5), (Of(dashboard, "hwe").Coverage!.Value.Reporting, Of(dashboard, "hwe").Coverage!.Value.Expected));
    }

    [Fact]
    public void Figure_ThatNeverCame_IsMissingAndNotZero_AndWhatAPlaceDoesNotHaveDoesNotApply()
    {
        var dashboard = Rules.Compose(Facts(new SomeSystem()));

        var missing = Of(dashboard, "RWH01");
        Assert.Equal((null, null, Freshness.NeverSeen, true), (missing.Value, missing.At, missing.Freshness, missing.Applies));
        Assert.False(Of(dashboard, "RWH20", "beds.ga.occupied").Applies); // The New QEII has no beds.
        Assert.Null(dashboard.Whole.Level.Calculated);
    }

    [Fact]
    public void Figure_ThatIsSilent_KeepsItsValueAndAge_AndMayNotBeActedOn()
    {
        var dashboard = Rules.Compose(Facts(new SomeSystem().Sent("RWH01", "beds.ga.occupied", 561, TimeSpan.FromHours(6))));

        var figure = Of(dashboard, "RWH01");
        Assert.Equal((561.0, null, Freshness.Silent), (figure.Value, figure.Current, figure.Freshness));
        Assert.Null(Of(dashboard, "hwe").Value);
    }

    [Fact]
    public void Delays_AreTheSumsOfTheDelaysPage_TheMostPatientsFirst()
    {
        var now = new SomeSystem()
            .Sent("RWH01", "dtoc.patients", 12).Sent("RWH01", "dtoc.patients;reason=A;attributable=nhs", 4)
            .Sent("RWH01", "dtoc.patients;reason=E;attributable=social", 8).Sent("RWG02", "dtoc.patients", 5);

        var delays = Rules.Compose(Facts(now)).Delays;

        Assert.Equal((17.0, 4.0, 8.0, 5.0), (delays.All.Patients, delays.All.Nhs, delays.All.Social, delays.All.Unsplit));
        Assert.Equal(["E", null, "A"], delays.Reasons.Select(row => row.Reason));
        Assert.Equal(2, delays.All.Coverage.Reporting);
    }

    [Fact]
    public void Alerts_AreCountedAll_AndTheMostUrgentListed()
    {
        var alerts = Enumerable.Range(0, 12).Select(index => Alert(
            index % 2 == 0 ? "RWH01" : "RWG02", $"rule-{index}", index == 7 ? Severity.Critical : Severity.Warning,
            index == 11 ? AlertPhase.Acknowledged : AlertPhase.Firing, index)).Append(Alert("RWH01", "over", Severity.Critical, AlertPhase.Resolved, 0));

        var dashboard = Rules.Compose(Facts(new SomeSystem()) with { Alerts = [.. alerts] });

        Assert.Equal((1, 11, 0, 11), (dashboard.Alerts.Critical, dashboard.Alerts.Warning, dashboard.Alerts.Notice, dashboard.Alerts.Unanswered));
        Assert.Equal(DashboardRules.MostAlerts, dashboard.Alerts.First.Length);
        Assert.Equal(("Rule seven", "Watford General"), (dashboard.Alerts.First[0].Rule, dashboard.Alerts.First[0].PlaceName));
    }

    [Fact]
    public void Dashboard_WrittenAndRead_IsTheSameToTheLetter()
    {
        var now = new SomeSystem().Sent("RWH01", "beds.ga.occupied", 561.5, TimeSpan.FromHours(2)).Sent("RWH01", "beds.ga.open", 580)
            .Sent("RWH01", "dtoc.patients;reason=A;attributable=nhs", 4).Sent("RWH01", "ed.four-hour-performance", null);
        var facts = Facts(now) with
        {
            Declared = ImmutableDictionary<PlaceCode, DashboardDeclared>.Empty.Add(
                A.Lister, new DashboardDeclared(OpelLevel.Four, "No beds", "Ann Other, site lead", A.Monday9am, A.Monday9am.AddHours(4))),
            Silences = [new DashboardSilence(A.Lister, "Lister", ["beds", "ed"], Freshness.Late, A.Monday9am)],
            Alerts = [Alert("RWH01", "rule-7", Severity.Critical, AlertPhase.Firing, 3)],
            Before = StatesOf(new SomeSystem()),
            ComparedWith = A.Monday9am.AddDays(-1),
        };
        var text = EditionJson.Of(Rules.Compose(facts));

        var read = EditionJson.Read<SystemDashboard>(text);

        Assert.Equal(text, EditionJson.Of(read));
        Assert.Equal(text, EditionJson.Of(Rules.Compose(facts)));
        Assert.Equal("No beds", read.Places.Single(place => place.Code == A.Lister).Level.Declared!.Reason);
    }

    private static AlertState Alert(string place, string rule, Severity severity, AlertPhase phase, int minutes) =>
        AlertState.None(rule, PlaceCode.Parse(place)) with
        {
            Phase = phase,
            Severity = severity,
            Since = A.Monday9am.AddMinutes(-minutes),
            FiredAt = A.Monday9am.AddMinutes(-minutes),
            Episode = $"{rule}/{place}",
            Words = "Bed occupancy 97%",
        };

    private static DashboardFigure Of(SystemDashboard dashboard, string place, string metric = "beds.ga.occupied") =>
        dashboard.Places.Single(one => one.Code == PlaceCode.Parse(place))[MetricCode.Parse(metric)]!;

    private static ImmutableDictionary<PlaceCode, SystemFlow.Domain.Live.PlaceState> StatesOf(SomeSystem system) =>
        SomeSystem.Places.Places.ToImmutableDictionary(place => place.Code, place => system.StateOf(place.Code));

    private static DashboardFacts Facts(SomeSystem system) => new(
        A.Monday9am, StatesOf(system), ImmutableDictionary<PlaceCode, DashboardDeclared>.Empty, [], AreAlertsKnown: true,
        ImmutableDictionary<string, string>.Empty.Add("rule-7", "Rule seven"), [], "Rules 1", IsExercise: false);
}
