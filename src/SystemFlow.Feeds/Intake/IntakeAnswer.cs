using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SystemFlow.Feeds.Intake;

/// <summary>
/// What a sender is told: <c>accepted + amended + duplicates + rejectedTotal + outsideFootprint</c> is every row, or in
/// a situation report every figure, save the national ones.
/// </summary>
/// <param name="Accepted">Readings that are new.</param>
/// <param name="Amended">Readings that replaced an earlier one.</param>
/// <param name="Duplicates">Readings that said nothing new.</param>
/// <param name="Rejected">What was wrong with the first refused rows: at most <see cref="ListedAtMost"/> entries.</param>
/// <param name="RejectedTotal">Rows refused.</param>
/// <param name="Warnings">What is doubtful: at most <see cref="ListedAtMost"/> entries.</param>
/// <param name="WarningsTotal">Warnings, listed or not.</param>
/// <param name="OutsideFootprint">Rows about places of other systems.</param>
public sealed record IntakeAnswer(
    int Accepted, int Amended, int Duplicates, ImmutableArray<Refusal> Rejected, int RejectedTotal,
    ImmutableArray<Refusal> Warnings, int WarningsTotal, int OutsideFootprint)
{
    /// <summary>How many entries each list has at most.</summary>
    public const int ListedAtMost = 100;

    /// <summary>
    /// Nothing was stored: the message was only tried. What of it is new, amended or known already only the record could
    /// tell, so all that would be taken counts as accepted. Not written when false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DryRun { get; init; }
}

/// <summary>Counts rows into an answer.</summary>
public sealed class IntakeTally
{
    private readonly List<Refusal> _rejected = [];
    private readonly List<Refusal> _warnings = [];
    private int _accepted;
    private int _amended;
    private int _duplicates;
    private int _rejectedTotal;
    private int _warningsTotal;
    private int _outside;

    /// <summary>The answer to a message that is only tried.</summary>
    public static IntakeAnswer DryRun(IEnumerable<IntakeRow> rows)
    {
        var tally = new IntakeTally();
        foreach (var row in rows)
        {
            tally.Add(row);
            if (row.Outcome is RowOutcome.Accepted) tally.Store(accepted: 1, amended: 0, duplicates: 0);
        }

        return tally.ToAnswer() with { DryRun = true };
    }

    /// <summary>Counts a row as it was read. Accepted ones count when <see cref="Store"/> says what became of them.</summary>
    public void Add(in IntakeRow row)
    {
        if (row.Outcome is RowOutcome.Refused) _rejectedTotal++;
        if (row.Outcome is RowOutcome.Outside) _outside++;
        _warningsTotal += row.Warnings.Length;
        List(row.Refusals, _rejected);
        List(row.Warnings, _warnings);
    }

    /// <summary>Counts what the store made of accepted readings.</summary>
    public void Store(int accepted, int amended, int duplicates)
    {
        _accepted += accepted;
        _amended += amended;
        _duplicates += duplicates;
    }

    /// <summary>The answer so far.</summary>
    public IntakeAnswer ToAnswer() => new(
        _accepted, _amended, _duplicates, [.. _rejected], _rejectedTotal, [.. _warnings], _warningsTotal, _outside);

    private static void List(ImmutableArray<Refusal> entries, List<Refusal> list)
    {
        foreach (var entry in entries)
        {
            if (list.Count == IntakeAnswer.ListedAtMost) return;
            list.Add(entry);
        }
    }
}
