using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Adt;

/// <summary>A count that goes up by one, or down where an event is taken back.</summary>
/// <param name="Else">The count to take from where the first has nothing in that hour; null for no other.</param>
/// <param name="Day">The UK day of the event.</param>
/// <param name="Hour">The hours of that day that had passed, 0 to 24: the day that autumn lengthens has 25.</param>
/// <param name="Change">1 or -1.</param>
public sealed record AdtCount(PlaceCode Place, MetricCode Metric, MetricCode? Else, DateOnly Day, int Hour, int Change);

/// <summary>How a message is answered: HL7's acknowledgement codes of the original mode.</summary>
public enum AdtAnswer
{
    /// <summary>AA: taken, or rightly not counted.</summary>
    Accept,
    /// <summary>AE: something in it must be mended.</summary>
    Error,
    /// <summary>AR: it is no message for here.</summary>
    Reject,
}

/// <summary>What is thought of one message.</summary>
/// <param name="Text">A sentence for whoever reads the sender's log; never a part of the message.</param>
/// <param name="Counts">What it counts; empty when nothing.</param>
public sealed record AdtVerdict(AdtAnswer Answer, string Text, ImmutableArray<AdtCount> Counts)
{
    /// <summary>HL7's number for what is wrong (table 0357); null when nothing is.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>Where it is wrong, as <c>PV1-2</c>; empty for the whole message.</summary>
    public string Field { get; init; } = "";

    /// <summary>
    /// The reason as intake's other formats give it; null when nothing is wrong. A message may be accepted and have one:
    /// its sender need not mend it, its feed's owner must see that it did not count.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Nothing is wrong with the message, but it could not be kept; it must come again.</summary>
    public static AdtVerdict NotNow(string text) => new(AdtAnswer.Error, text, []) { ErrorCode = 207, Reason = "store-not-ready" };
}
