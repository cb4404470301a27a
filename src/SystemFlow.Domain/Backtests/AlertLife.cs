using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Backtests;

/// <summary>The alerts of one set of rules at every place, and what has become of them.</summary>
internal sealed class AlertLife(
    Footprint footprint, MetricDictionary dictionary, BacktestRules rules, PriorityQueue<PlaceCode, DateTimeOffset> dues)
{
    private readonly AlertWatch _watch = new(dictionary, footprint);
    private readonly InhibitionRules _inhibition = new(footprint);
    private readonly Dictionary<PlaceCode, PlaceAlerts> _places = [];
    private readonly Dictionary<string, AlertRule> _rules = rules.Alerts.Rules.ToDictionary(rule => rule.Code);
    private readonly List<BacktestEpisode> _episodes = [];
    private readonly Dictionary<(string Rule, PlaceCode Place), AlertState> _open = [];
    private int _openings; // Times that an alert anywhere began or ended to speak for others: what is inhibited may have changed.

    /// <summary>Episodes so far, the open ones too.</summary>
    public int Count => _episodes.Count + _places.Values.Sum(place => place.Open.Count);

    /// <summary>Every episode in order of firing; one that is open has no end.</summary>
    public IEnumerable<BacktestEpisode> Episodes => _episodes.Concat(_places.Values.SelectMany(place => place.Open.Values))
        .OrderBy(episode => episode.FiredAt).ThenBy(episode => episode.Place.ToString(), StringComparer.Ordinal)
        .ThenBy(episode => episode.Rule, StringComparer.Ordinal);

    /// <summary>The rules and places of which all that the rule looks at was once known.</summary>
    public IEnumerable<(AlertRule Rule, Place Place)> Known => footprint.Places.Where(place => _places.ContainsKey(place.Code))
        .Select(place => _places[place.Code]).SelectMany(place => place.Known.Select(rule => (_rules[rule], place.Place)));

    /// <summary>One look at a place. Before alerts are watched it only notes what they will compare with.</summary>
    public void Look(Place place, PlaceState state, DateTimeOffset now, bool isWatched)
    {
        if (!_places.TryGetValue(place.Code, out var alerts)) _places[place.Code] = alerts = new PlaceAlerts(place, rules.Alerts);
        if (alerts.Seen is { } seen && IsSeen(seen, state, now)) return;
        alerts.Recent.Note(state, rules.Alerts);
        if (!isWatched) return;
        alerts.Known.UnionWith(alerts.Rules.Where(rule => !alerts.Known.Contains(rule.Code) && IsKnown(rule, state)).Select(rule => rule.Code));
        var steps = _watch.Step(
            rules.Alerts, place, alerts.States, state, alerts.Recent,
            rule => new StepTerms(now, [], IsInhibited: IsInhibited(rule, place)));
        foreach (var step in steps) Keep(alerts, step, now);
        foreach (var rule in alerts.Open.Keys.ToList()) alerts.Open[rule] = WithPeak(alerts.Open[rule], state);
        alerts.Seen = new Seen(state, EnglandCalendar.DateOf(now), _openings, alerts.NextDue(_rules, now));
    }

    // The same figures on the same day, nothing due, and nobody has fallen silent elsewhere: the step would change nothing.
    private bool IsSeen(Seen seen, PlaceState state, DateTimeOffset now) =>
        ReferenceEquals(seen.State, state) && seen.Openings == _openings && now < seen.Due && seen.Day == EnglandCalendar.DateOf(now);

    private void Keep(PlaceAlerts alerts, Stepped step, DateTimeOffset now)
    {
        var state = step.State;
        if (state.Phase is AlertPhase.Clear) alerts.States.Remove(state.Rule);
        else alerts.States[state.Rule] = state;
        _open.Remove((state.Rule, state.Place), out var was);
        if (state.IsOpen) _open[(state.Rule, state.Place)] = state;
        if (was is not null != state.IsOpen || was?.SpeaksForOthers is true != state.SpeaksForOthers) _openings++;
        if (AlertSteps.NextDueAt(_rules[state.Rule], state) is { } due && due > now) dues.Enqueue(state.Place, due);
        foreach (var told in step.Events)
        {
            if (told.Kind is AlertEventKind.Fired)
            {
                alerts.Open[state.Rule] = new BacktestEpisode(state.Rule, state.Place, told.At, null, null, told.Words);
            }
            else if (told.Kind is AlertEventKind.Resolved && alerts.Open.Remove(state.Rule, out var open))
            {
                _episodes.Add(open with { ResolvedAt = told.At });
            }
        }
    }

    private bool IsInhibited(AlertRule rule, Place place) =>
        _inhibition.IsInhibited(rules.Alerts, rule, place.Code, _open.Values);

    private BacktestEpisode WithPeak(BacktestEpisode episode, PlaceState state)
    {
        var first = _rules[episode.Rule].All[0];
        var value = ValueOf(first, state);
        var isLowerWorse = first.Metric is { } metric && (first.Worse ?? dictionary[metric].Direction) is Direction.HigherIsBetter;
        var isWorse = episode.Peak is not { } peak || (isLowerWorse ? value < peak : value > peak);
        return value is not null && isWorse ? episode with { Peak = value } : episode;
    }

    private static bool IsKnown(AlertRule rule, PlaceState state) => rule.All.All(
        condition => condition.Kind is ConditionKind.Silence
            ? state.Figures.Keys.Any(key => key.Metric.ToString().StartsWith(condition.Group + ".", StringComparison.Ordinal))
            : ValueOf(condition, state) is not null);

    private static double? ValueOf(Condition condition, PlaceState state) => condition.Kind switch
    {
        ConditionKind.Level => (double?)(int?)state.Pressure.Level,
        ConditionKind.Silence => null,
        _ => state[condition.Metric!.Value]?.Current,
    };

    private sealed class PlaceAlerts(Place place, AlertRuleSet rules)
    {
        public Place Place => place;

        public AlertRule[] Rules { get; } = [.. rules.For(place)];

        public RecentFigures Recent { get; } = new();

        public Dictionary<string, AlertState> States { get; } = [];

        public Dictionary<string, BacktestEpisode> Open { get; } = [];

        public HashSet<string> Known { get; } = [];

        /// <summary>What the last look looked at; null before the first.</summary>
        public Seen? Seen { get; set; }

        public DateTimeOffset NextDue(Dictionary<string, AlertRule> rules, DateTimeOffset now) => States.Values
            .Select(state => AlertSteps.NextDueAt(rules[state.Rule], state)).Where(due => due > now).Min() ?? DateTimeOffset.MaxValue;
    }

    private sealed record Seen(PlaceState State, DateOnly Day, int Openings, DateTimeOffset Due);
}
