using SystemFlow.Domain.Readings;

namespace SystemFlow.Series;

/// <summary>Decides between two submissions for the same series and moment.</summary>
internal static class Submission
{
    /// <summary>Whether the record changes. The later submission counts; of two at once, the one that came last.</summary>
    public static bool Replaces(Reading stored, Reading incoming)
    {
        if (HasPart(stored, incoming)) return false;
        if (incoming.SubmittedAt < stored.SubmittedAt || SaysTheSame(stored, incoming)) return false;
        return incoming.SubmittedAt > stored.SubmittedAt || !IsBlankCopy(stored, incoming);
    }

    /// <summary>
    /// Whether it says again, later, what is stored: the record keeps its value, and the moment from which it counts moves on.
    /// Else an amendment submitted between the two would win over the last word.
    /// </summary>
    public static bool Confirms(Reading stored, Reading incoming) =>
        incoming.SubmittedAt > stored.SubmittedAt && !HasPart(stored, incoming) && SaysTheSame(stored, incoming);

    /// <summary>What stands for several readings cannot be amended by one of them.</summary>
    private static bool HasPart(Reading stored, Reading incoming) => stored.StandsFor is not null && incoming.StandsFor is null;

    /// <summary>A message's own number and the moments of sending it again and of its coming are not news.</summary>
    private static bool SaysTheSame(Reading stored, Reading incoming) =>
        stored == incoming with
        {
            SubmittedAt = stored.SubmittedAt,
            KnownAt = stored.KnownAt,
            MessageId = stored.MessageId,
            AmendedFrom = stored.AmendedFrom,
            AmendedAt = stored.AmendedAt,
        };

    /// <summary>Published files repeat rows with cells left out: such a copy must not wipe what the full row said.</summary>
    private static bool IsBlankCopy(Reading stored, Reading incoming) =>
        incoming.Value is null
            ? stored.Value is not null
            : SaysTheSame(stored, incoming with
            {
                Numerator = incoming.Numerator ?? stored.Numerator,
                Denominator = incoming.Denominator ?? stored.Denominator,
                PeriodStart = incoming.PeriodStart ?? stored.PeriodStart,
                Cadence = incoming.Cadence ?? stored.Cadence,
                Comment = incoming.Comment ?? stored.Comment,
            });
}
