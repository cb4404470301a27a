using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Alerts;

/// <summary>
/// One rule at Lister, lived through a course written as a nurse would tell it: "09:00 97; 09:10 silent; 09:20 96 inhibited;
/// 09:30 acknowledge; 09:40 put off to 11:00". Numbers are the bed occupancy in per cent. All on 5 January 2026, unless a
/// time says "+1 09:00" for the next day.
/// </summary>
internal sealed class Course
{
    public static readonly MetricCode Occupancy = MetricCode.Parse("beds.ga.occupancy");

    /// <summary>95 % raises, below 93 % clears; 15 minutes to hold, 30 to be clear, an hour of cool-down.</summary>
    public static readonly AlertRule High = new(
        "occupancy-high", "Bed occupancy high", Severity.Warning, [PlaceKind.Hospital],
        [new Condition(ConditionKind.Threshold, Occupancy, Raise: 95, Clear: 93)], "Bring discharges forward");

    // The lead, ten minutes later the manager, another ten later the director.
    private static readonly ImmutableArray<TimeSpan> Rungs = [TimeSpan.Zero, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20)];
    private static readonly Place Lister = Footprint.HertfordshireWestEssex.Find(A.Lister);

    private readonly AlertWatch _watch = new(MetricDictionary.Standard, Footprint.HertfordshireWestEssex);
    private readonly AlertRuleSet _rules;
    private readonly DateOnly _day;
    private readonly List<string> _told = [];

    private Course(AlertRule rule, DateOnly day)
    {
        (_rules, _day) = (new AlertRuleSet("Test", "1", "", "", [rule]), day);
        State = AlertState.None(rule.Code, A.Lister);
    }

    public AlertState State { get; private set; }

    /// <summary>What happened: "09:15 fired 0; 09:25 escalated 1".</summary>
    public string Told => string.Join("; ", _told);

    public static Course Of(string course, AlertRule? rule = null, DateOnly? day = null)
    {
        var told = new Course(rule ?? High, day ?? new DateOnly(2026, 1, 5));
        foreach (var line in course.Split(';', StringSplitOptions.TrimEntries)) told.Live(line);
        return told;
    }

    private void Live(string line)
    {
        var words = line.Split(' ').ToList();
        var days = 0;
        if (words[0].StartsWith('+'))
        {
            days = int.Parse(words[0], CultureInfo.InvariantCulture);
            words.RemoveAt(0);
        }

        var now = At(words[0], days);
        switch (words[1])
        {
            case "acknowledge":
                Keep(AlertSteps.Apply(State, Command(AlertCommandKind.Acknowledge, null), now).Done!);
                break;
            case "put": // "put off to 11:00"
                Keep(AlertSteps.Apply(State, Command(AlertCommandKind.Snooze, At(words[4], days)), now).Done!);
                break;
            default:
                Look(words[1], now, words.Contains("planned"), words.Contains("inhibited"));
                break;
        }
    }

    private void Look(string figure, DateTimeOffset now, bool isPlanned, bool isInhibited)
    {
        var before = new Dictionary<string, AlertState>();
        if (State.Phase is not AlertPhase.Clear) before[State.Rule] = State;
        var steps = _watch.Step(
            _rules, Lister, before, StateOf(figure, now), new RecentFigures(), _ => new StepTerms(now, Rungs, isPlanned, isInhibited));
        foreach (var step in steps) Keep(step);
    }

    private void Keep(Stepped step)
    {
        State = step.State;
        _told.AddRange(step.Events.Select(told =>
            $"{told.At:HH:mm} {told.Kind.ToString().ToLowerInvariant()}{(told.Step is { } rung ? $" {rung}" : "")}"));
    }

    private static PlaceState StateOf(string figure, DateTimeOffset now)
    {
        var isSilent = figure == "silent";
        var reading = A.Reading with
        {
            Metric = Occupancy,
            Value = isSilent ? 97 : double.Parse(figure, CultureInfo.InvariantCulture),
            PeriodEnd = isSilent ? now.AddHours(-2) : now,
        };
        var shown = new Figure(reading, isSilent ? Freshness.Silent : Freshness.Fresh);
        return new PlaceState(A.Lister, 1, now, ImmutableDictionary<MetricKey, Figure>.Empty.Add(Occupancy, shown), Pressure.Unknown);
    }

    private AlertCommand Command(AlertCommandKind kind, DateTimeOffset? until) =>
        new(State.Rule, State.Episode, kind, "Sam, site lead", "bed meeting called", until);

    private DateTimeOffset At(string time, int days) =>
        new(_day.AddDays(days).ToDateTime(TimeOnly.Parse(time, CultureInfo.InvariantCulture)), TimeSpan.Zero);
}
