using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>What a submission does to what counts.</summary>
/// <param name="Counting">What counts then.</param>
/// <param name="Replaced">What it replaced, to be kept as an amendment.</param>
/// <param name="Changes">Whether there is something to write.</param>
internal readonly record struct Decision(AppendOutcome Outcome, Reading Counting, Reading? Replaced, bool Changes)
{
    /// <param name="stored">What counts for the series and moment; null for nothing yet.</param>
    public static Decision Of(Reading? stored, Reading incoming)
    {
        if (stored is null) return new Decision(AppendOutcome.Accepted, incoming, null, Changes: true);
        if (Submission.Replaces(stored, incoming))
        {
            var amended = incoming with { AmendedFrom = stored.Value, AmendedAt = incoming.SubmittedAt };
            return new Decision(AppendOutcome.Amended, amended, stored, Changes: true);
        }

        return Submission.Confirms(stored, incoming)
            ? new Decision(AppendOutcome.Duplicate, Confirmed(stored, incoming.SubmittedAt), null, Changes: true)
            : new Decision(AppendOutcome.Duplicate, stored, null, Changes: false);
    }

    /// <summary>What several submissions for one moment come to, in the order of their coming.</summary>
    public static Reading? Of(Reading? stored, IEnumerable<Reading> incoming) =>
        incoming.Aggregate(stored, (counting, next) => Of(counting, next).Counting);

    private static Reading Confirmed(Reading stored, DateTimeOffset again) =>
        stored with { SubmittedAt = again, KnownAt = stored.KnownAt ?? stored.SubmittedAt };
}
