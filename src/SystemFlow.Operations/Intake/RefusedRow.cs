using System.Collections.Immutable;

namespace SystemFlow.Operations.Intake;

/// <summary>Something wrong with one refused row.</summary>
/// <param name="Field">The field, as the contract spells it; empty for the whole row.</param>
/// <param name="Reason">The machine's word, such as <c>unknown-place</c>.</param>
/// <param name="Detail">What to do, in a sentence.</param>
public sealed record RowProblem(string Field, string Reason, string Detail);

/// <summary>A row that was refused, for the quarantine.</summary>
/// <param name="Line">Where it stood in its message, from 1.</param>
/// <param name="Sent">A canonical observation as JSON, or the line as it came; null where it may not be kept.</param>
public sealed record RefusedRow(int Line, ImmutableArray<RowProblem> Problems, string? Sent);

/// <summary>What became of a refused row.</summary>
public enum QuarantineState
{
    /// <summary>Nobody has looked at it yet.</summary>
    Waiting,
    /// <summary>A person mended it, and it was accepted.</summary>
    Corrected,
    /// <summary>A person decided that it is not needed.</summary>
    Dismissed,
}

/// <summary>A refused row as it is kept.</summary>
/// <param name="At">When its message came. UTC.</param>
/// <param name="Format">How its message was written, such as <c>sitrep</c>.</param>
public sealed record QuarantinedRow(
    long Id, string Feed, DateTimeOffset At, string Format, RefusedRow Row, QuarantineState State, Settlement? Settled);

/// <summary>What a person did about a refused row.</summary>
/// <param name="By">Name and role, as they gave them.</param>
/// <param name="Note">Why it was dismissed, or what was changed.</param>
public sealed record Settlement(string By, DateTimeOffset At, string Note);

/// <summary>What is in quarantine for one feed, in numbers that anybody may see.</summary>
/// <param name="Reasons">Waiting rows by reason, the most frequent first; a row with two problems is in both.</param>
/// <param name="TooMany">Waiting rows dropped because newer ones filled the bound.</param>
/// <param name="TooOld">Waiting rows dropped because nobody looked at them in time.</param>
/// <param name="NotKept">Refused rows that could not be kept since the program started: the disk failed, or too much came at once.</param>
public sealed record QuarantineCounts(
    int Waiting, int Corrected, int Dismissed, ImmutableArray<(string Reason, int Rows)> Reasons, long TooMany, long TooOld, long NotKept)
{
    /// <summary>Nothing at all.</summary>
    public static QuarantineCounts None { get; } = new(0, 0, 0, [], 0, 0, 0);
}
