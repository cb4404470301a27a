using System.Collections.Immutable;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Intake;

/// <summary>Something wrong, or doubtful, with one row.</summary>
/// <param name="Row">
/// Where: the physical line, a header being line 1; in a JSON array, the element, the first being 1. 0 is the body.
/// </param>
/// <param name="Field">The field or column that it is about, as the sender spells it; empty for the whole row.</param>
/// <param name="Reason">One of <see cref="Reasons"/>.</param>
/// <param name="Detail">A sentence that says what to do. Never free text of the sender's.</param>
public sealed record Refusal(int Row, string Field, string Reason, string Detail);

/// <summary>What became of a row, or of one figure in it.</summary>
public enum RowOutcome
{
    /// <summary>It is a reading.</summary>
    Accepted,
    /// <summary>It is refused; the refusals say why.</summary>
    Refused,
    /// <summary>It is about a place outside the footprint: counted, not kept.</summary>
    Outside,
    /// <summary>It is a national figure: compared with the sum of its places, not kept.</summary>
    National,
    /// <summary>It has nothing to store, only something to say about the body.</summary>
    Remark,
}

/// <summary>
/// What one row of a body yields. An observation body yields exactly one for each row; a situation report one for each
/// figure of a trust in the footprint, and one for each other row.
/// </summary>
/// <param name="Row">As in <see cref="Refusal.Row"/>.</param>
/// <param name="Reading">The reading, when accepted; else null.</param>
/// <param name="Refusals">Everything that is wrong with it; empty unless refused.</param>
/// <param name="Warnings">What is doubtful about it all the same.</param>
public readonly record struct IntakeRow(
    int Row, RowOutcome Outcome, Reading? Reading, ImmutableArray<Refusal> Refusals, ImmutableArray<Refusal> Warnings)
{
    /// <summary>
    /// What a refused row said, as <see cref="SentRow"/> writes it; null where that is not known, or may not be kept.
    /// </summary>
    public string? Sent { get; init; }

    /// <summary>A reading, perhaps with warnings.</summary>
    public static IntakeRow Accepted(int row, Reading reading, params ImmutableArray<Refusal> warnings) =>
        new(row, RowOutcome.Accepted, reading, [], warnings);

    /// <summary>A refused row, with everything that is wrong with it.</summary>
    public static IntakeRow Refused(int row, params ImmutableArray<Refusal> refusals) =>
        new(row, RowOutcome.Refused, null, refusals, []);

    /// <summary>A row about a place outside the footprint.</summary>
    public static IntakeRow Outside(int row) => new(row, RowOutcome.Outside, null, [], []);

    /// <summary>A national row, with what is doubtful about it.</summary>
    public static IntakeRow National(int row, params ImmutableArray<Refusal> warnings) =>
        new(row, RowOutcome.National, null, [], warnings);

    /// <summary>Nothing to store, only a warning.</summary>
    public static IntakeRow Remark(Refusal warning) =>
        new(warning.Row, RowOutcome.Remark, null, [], [warning]);
}

/// <summary>A body that was refused whole: nothing in it counts.</summary>
/// <param name="Reason">One of <see cref="Reasons"/>.</param>
/// <param name="Detail">A sentence that says what to do. Never a part of the body beyond a column's name.</param>
public sealed record RefusedBody(string Reason, string Detail);

/// <summary>A body as read: refused whole, or row by row.</summary>
/// <param name="Refused">Why nothing of it counts; null when its rows do.</param>
/// <param name="Rows">
/// Read as they are asked for, once: hold on to the body's bytes until then. Empty when the body is refused.
/// </param>
public sealed record IntakeBody(RefusedBody? Refused, IEnumerable<IntakeRow> Rows)
{
    internal static IntakeBody TooManyRows(FeedOptions options) =>
        Whole(Reasons.TooManyRows, $"A body may have {options.MaxRows} rows. Send it in parts.");

    internal static IntakeBody Whole(string reason, string detail) => new(new RefusedBody(reason, detail), []);
}
