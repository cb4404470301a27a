using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Calls;

/// <summary>The system at Monday 11am and at the call before, Sunday 3pm.</summary>
internal sealed class SomeCall
{
    public static readonly DateTimeOffset At = A.Monday9am.AddHours(2);
    public static readonly DateTimeOffset Previous = A.Monday9am.AddHours(-18);
    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;

    private readonly Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> _now = [];
    private readonly Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> _before = [];
    private readonly Dictionary<PlaceCode, PackDeclared> _declared = [];
    private readonly List<AlertState> _alerts = [];
    private readonly List<PackAction> _actions = [];
    private bool _isPreviousKnown = true;

    /// <summary>What a place had sent by the call's moment; its age is a minute unless it says otherwise.</summary>
    public SomeCall Now(string place, string metric, double? value, TimeSpan? age = null) => Add(_now, place, metric, value, At - (age ?? TimeSpan.FromMinutes(1)));

    /// <summary>What it had sent by the call before.</summary>
    public SomeCall Before(string place, string metric, double? value) => Add(_before, place, metric, value, Previous.AddMinutes(-1));

    public SomeCall PreviousIsNotKnown()
    {
        _isPreviousKnown = false;
        return this;
    }

    public SomeCall Declared(string place, OpelLevel level, TimeSpan? left = null)
    {
        _declared[PlaceCode.Parse(place)] = new PackDeclared(level, "Ward closed", "Jo Smith, site manager", At.AddHours(-1), At + (left ?? TimeSpan.FromHours(3)), null);
        return this;
    }

    public SomeCall Alert(string place, string rule, TimeSpan openFor, Severity severity = Severity.Critical)
    {
        _alerts.Add(AlertState.None(rule, PlaceCode.Parse(place)) with
        {
            Phase = AlertPhase.Firing,
            Severity = severity,
            Since = At - openFor,
            FiredAt = At - openFor,
            Episode = $"{rule}-{place}",
        });
        return this;
    }

    public SomeCall Action(
        int number, string owner, string? about = null, string? alert = null, ActionStatus status = ActionStatus.Open, TimeSpan? moved = null,
        DateTimeOffset? due = null)
    {
        var movedAt = At - (moved ?? TimeSpan.FromMinutes(10));
        _actions.Add(new PackAction(
            number, "Open beds", PlaceCode.Parse(owner), Places.TryFind(owner, out var place) ? place.ShortName : owner, "Site manager", due ?? At.AddHours(2), movedAt, "Ann",
            about is null ? null : PlaceCode.Parse(about), alert, status, movedAt, movedAt, ""));
        return this;
    }

    public CallPack Pack(GripTerms? terms = null, PressureRules? rules = null)
    {
        var pressure = rules ?? PressureRules.Standard;
        var before = MomentOf(_before, pressure, Previous);
        return new PackRules(Places, MetricDictionary.Standard).Compose(new PackMaterial(
            CallId.Of(At), MomentOf(_now, pressure, At) with { Declared = _declared.ToImmutableDictionary(), Alerts = [.. _alerts] }, Previous,
            _isPreviousKnown ? before : null, pressure, AlertRuleSet.Standard, [.. _actions],
            [new PackMissing(A.Lister, "Lister", ["ed"], Freshness.Silent, At.AddHours(-3))], terms ?? GripTerms.Standard));
    }

    private static PackMoment MomentOf(Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> sent, PressureRules rules, DateTimeOffset at) => new(
        at, new StateRules(Places, MetricDictionary.Standard, rules).StatesOf(sent, at), ImmutableDictionary<PlaceCode, PackDeclared>.Empty, [], true);

    private SomeCall Add(
        Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>> sent, string place, string metric, double? value, DateTimeOffset at)
    {
        var reading = A.Reading with
        {
            Place = PlaceCode.Parse(place),
            Metric = MetricKey.Parse(metric),
            Value = value,
            Absent = value is null ? Absent.Unknown : null,
            PeriodEnd = at,
        };
        sent[reading.Place] = sent.GetValueOrDefault(reading.Place, OwnReadings.None).With(reading);
        return this;
    }
}
