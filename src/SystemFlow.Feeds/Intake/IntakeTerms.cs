using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Intake;

/// <summary>On what terms a body is read: what is known, when it is, and who sends it.</summary>
/// <param name="Now">The moment of arrival. UTC.</param>
/// <param name="Source">The feed, as its key is named: the source of readings that do not name their own.</param>
public sealed record IntakeTerms(
    Footprint Footprint, MetricDictionary Metrics, FeedOptions Options, DateTimeOffset Now, string Source)
{
    /// <summary>How far ahead of this clock a sender's may be.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether the sender's key may write for a place. Any place unless said otherwise.</summary>
    public Predicate<PlaceCode> MayWrite { get; init; } = _ => true;

    /// <summary>Whether a source's name is another feed's. None unless said otherwise.</summary>
    public Predicate<string> IsAnothersName { get; init; } = _ => false;

    /// <summary>Takes moments older than <see cref="FeedOptions.Retention"/>: an import of history.</summary>
    public bool AnyAge { get; init; }

    /// <summary>Reads the past to play it again: any moment counts, each submitted when it was true.</summary>
    public bool IsReplay { get; init; }

    /// <summary>When rows were submitted that do not say so; null for <see cref="Now"/>. UTC.</summary>
    public DateTimeOffset? SubmittedUnlessSaid { get; init; }

    /// <summary>The place that a file speaks of which names none; null where nobody said.</summary>
    public PlaceCode? Place { get; init; }

    internal DateTimeOffset Latest => Now + ClockTolerance;

    internal DateTimeOffset Oldest =>
        Now - DateTimeOffset.MinValue > Options.Retention ? Now - Options.Retention : DateTimeOffset.MinValue;

    internal DateTimeOffset SubmittedAt(DateTimeOffset periodEnd) => IsReplay ? periodEnd : SubmittedUnlessSaid ?? Now;

    /// <summary>What a key is told that may not write for a place.</summary>
    internal static Refusal NotAllowed(int row, string field, PlaceCode place) =>
        new(row, field, Reasons.NotAllowed, $"This key may not write for {place}. Ask an administrator.");

    /// <summary>What is wrong with a moment as the end of a period.</summary>
    internal Refusal? Misplaced(int row, string field, DateTimeOffset end) =>
        IsReplay ? null
        : end > Latest
            ? new(row, field, Reasons.InTheFuture, $"{end:O} is in the future: it is {Now:O} here. Set the sender's clock.")
        : end < Oldest && !AnyAge
            ? new(row, field, Reasons.TooOld, $"{end:O} is older than the {Options.Retention.Days} days that are kept.")
        : null;
}
