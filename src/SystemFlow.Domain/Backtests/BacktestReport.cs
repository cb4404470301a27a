using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Backtests;

/// <summary>What would have happened.</summary>
/// <param name="From">The beginning, or the first reading where that is later. UTC.</param>
/// <param name="Readings">Readings taken in.</param>
/// <param name="Window">How long before an event a warning counts.</param>
/// <param name="Tick">How often places were looked at when nothing was sent.</param>
/// <param name="Events">What the rules ought to have warned of, in order of time.</param>
/// <param name="Levels">Every change of a calculated level, in order of time.</param>
/// <param name="InForce">Null where there was nothing to compare with.</param>
public sealed record BacktestReport(
    DateTimeOffset From, DateTimeOffset To, long Readings, TimeSpan Window, TimeSpan Tick,
    ImmutableArray<ReferenceEvent> Events, ImmutableArray<LevelChange> Levels, BacktestResult Candidate, BacktestResult? InForce)
{
    /// <summary>More than this of episodes, events or level changes ends a back-test early.</summary>
    public const int MostLines = 5_000;

    /// <summary>Whether it ended before the asked-for end, because there was too much to tell.</summary>
    public bool IsCut { get; init; }

    /// <summary>The length in weeks: what "per week" divides by.</summary>
    public double Weeks => (To - From).TotalDays / 7;

    /// <summary>Each rule at each place, the candidate's beside the one in force; of one of them there may be none.</summary>
    public IEnumerable<(BacktestScore? Candidate, BacktestScore? InForce)> Compared()
    {
        var inForce = (InForce?.Scores ?? []).ToDictionary(score => (score.Rule, score.Place));
        foreach (var score in Candidate.Scores)
        {
            yield return (score, inForce.Remove((score.Rule, score.Place), out var other) ? other : null);
        }

        foreach (var score in (InForce?.Scores ?? []).Where(score => inForce.ContainsKey((score.Rule, score.Place)))) yield return (null, score);
    }
}

/// <summary>What became of one set of rules.</summary>
/// <param name="Episodes">In order of firing.</param>
/// <param name="Scores">
/// For each rule and each place that it watches and of which something is known; then, for each place with several rules
/// that look at figures, these together.
/// </param>
public sealed record BacktestResult(
    string Name, ImmutableArray<BacktestEpisode> Episodes, ImmutableArray<BacktestScore> Scores);

/// <summary>One time that a rule would have told somebody.</summary>
/// <param name="ResolvedAt">Null where it was still open at the end. UTC.</param>
/// <param name="Peak">The worst value of its first condition while it was open, in the metric's unit.</param>
/// <param name="Words">What would have been said.</param>
public sealed record BacktestEpisode(
    string Rule, PlaceCode Place, DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt, double? Peak, string Words)
{
    /// <summary>What it was worth.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>How long before the next event it fired; null unless it was early.</summary>
    public TimeSpan? Lead { get; init; }
}

/// <summary>What a warning was worth.</summary>
public enum Verdict
{
    /// <summary>An event followed within the window.</summary>
    Early,
    /// <summary>No event followed, but the place was at OPEL 3 or 4 already: true, and late.</summary>
    During,
    /// <summary>Neither: a false alarm.</summary>
    False,
    /// <summary>History ends before the window does, so nobody can say.</summary>
    Undecided,
}

/// <summary>Something that staff would have wanted to know of beforehand.</summary>
/// <param name="Value">The level that was reached, or the percentage that 4-hour performance fell to.</param>
public sealed record ReferenceEvent(ReferenceKind Kind, PlaceCode Place, DateTimeOffset At, double Value);

/// <summary>What counts as an event.</summary>
public enum ReferenceKind
{
    /// <summary>The calculated level rose to OPEL 3.</summary>
    LevelThree,
    /// <summary>The calculated level rose to OPEL 4.</summary>
    LevelFour,
    /// <summary>4-hour performance fell to 10 percentage points or more below the same time of the day before.</summary>
    FourHourDrop,
}

/// <summary>A place's calculated level from a moment on; null where it is not known.</summary>
public sealed record LevelChange(PlaceCode Place, DateTimeOffset At, OpelLevel? Level);

/// <summary>One rule at one place, or <see cref="Together"/>, in numbers.</summary>
/// <param name="Fired">Episodes: the early, those during, the false and the undecided.</param>
/// <param name="InAlarm">How much of the time it was in alarm.</param>
/// <param name="Levels">How the rises to OPEL 3 and 4 there were warned of.</param>
/// <param name="FourHour">How the falls of 4-hour performance there were.</param>
/// <param name="Chance">
/// The share of the time that lay in the window before an event there: an alarm at any moment would have been early so
/// often. 0 to 1. A rule that is early no more often than that foresees nothing.
/// </param>
public sealed record BacktestScore(
    string Rule, string Name, PlaceCode Place, int Fired, TimeSpan InAlarm, int Early, int During, int False, int Undecided,
    Forewarning Levels, Forewarning FourHour, double Chance)
{
    /// <summary>
    /// Stands for a rule's code where all rules at a place that look at figures are one: warned is who was warned by any.
    /// A rule that looks at the level is none of them: it tells of the event itself.
    /// </summary>
    public const string Together = "*";
}

/// <summary>How the events of one sort at one place were warned of.</summary>
/// <param name="Leads">For each event with a warning in the window, from the first of these to the event; the shortest first.</param>
/// <param name="Standing">Events at which it had been in alarm for longer than the window: no news, and no surprise.</param>
/// <param name="Misses">Events that came unannounced.</param>
public sealed record Forewarning(ImmutableArray<TimeSpan> Leads, int Standing, int Misses)
{
    /// <summary>Events with a warning in the window before.</summary>
    public int Hits => Leads.Length;

    /// <summary>All events.</summary>
    public int Events => Hits + Standing + Misses;

    /// <summary>The median of the leads; null without any.</summary>
    public TimeSpan? MedianLead => Leads.IsEmpty ? null : (Leads[(Leads.Length - 1) / 2] + Leads[Leads.Length / 2]) / 2;

    /// <summary>Two places' events as one.</summary>
    public static Forewarning operator +(Forewarning left, Forewarning right) => left.Add(right);

    /// <inheritdoc cref="op_Addition"/>
    public Forewarning Add(Forewarning other) =>
        new([.. Leads.Concat(other.Leads).Order()], Standing + other.Standing, Misses + other.Misses);
}
