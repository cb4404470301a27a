using System.Collections.Immutable;

namespace SystemFlow.Operations.Intake;

/// <summary>What was wrong with a message: why, in words that its sender can act on. Never its content.</summary>
/// <param name="Line">Where in the message, from 1; null where the whole message is meant.</param>
/// <param name="Field">The field at fault; empty where it is not one.</param>
/// <param name="Reason">The machine's word, such as <c>unknown-place</c>.</param>
public sealed record FeedProblem(DateTimeOffset At, int? Line, string Field, string Reason, string Detail);

/// <summary>What became of one message of a feed.</summary>
/// <param name="At">When it came. UTC.</param>
public sealed record FeedReceipt(DateTimeOffset At)
{
    /// <summary>Whether a person sent it in the feed's name: it is counted, and says nothing of whether the sender is alive.</summary>
    public bool IsByHand { get; init; }

    /// <summary>Readings that are new.</summary>
    public int Accepted { get; init; }

    /// <summary>Readings that replaced an earlier one.</summary>
    public int Amended { get; init; }

    /// <summary>Readings that said nothing new.</summary>
    public int Duplicates { get; init; }

    /// <summary>Rows taken, or passed over, with a warning.</summary>
    public int Warnings { get; init; }

    /// <summary>Problems of refused rows, by reason: a row with two is counted under both.</summary>
    public ImmutableDictionary<string, int> Refused { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Rows refused.</summary>
    public int RefusedRows { get; init; }

    /// <summary>Why the message was refused whole; null when it was read row by row.</summary>
    public string? RefusedBody { get; init; }

    /// <summary>Whether it was refused whole because it looked like a patient's.</summary>
    public bool IsPatientLike { get; init; }

    /// <summary>The last thing wrong with it; null for nothing.</summary>
    public FeedProblem? Problem { get; init; }

    /// <summary>What its readings name as their source, where that is not the feed.</summary>
    public ImmutableHashSet<string> Sources { get; init; } = [];

    /// <summary>Whether anything of it was taken: the feed works.</summary>
    public bool IsGood => Accepted + Amended + Duplicates > 0;

    /// <summary>Whether all that was looked at in it was refused.</summary>
    public bool IsRefused => RefusedBody is not null || (RefusedRows > 0 && !IsGood);
}
