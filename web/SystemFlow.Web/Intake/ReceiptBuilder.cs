using System.Collections.Immutable;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Kit;
using SystemFlow.Operations.Intake;

namespace SystemFlow.Web.Intake;

/// <summary>Gathers what became of one message: its counts for the ledger, its refused rows for the quarantine.</summary>
/// <param name="isByHand">As in <see cref="FeedReceipt.IsByHand"/>.</param>
internal sealed class ReceiptBuilder(string feed, DateTimeOffset at, bool isByHand = false)
{
    /// <summary>Refused rows of one message that are kept with their content; the others are counted.</summary>
    public const int RowsKept = 10_000;

    private readonly Dictionary<string, int> _reasons = [];
    private readonly HashSet<string> _sources = [];
    private readonly List<RefusedRow> _rows = [];
    private int _refused;
    private FeedProblem? _problem;

    /// <summary>The first refused rows.</summary>
    public IReadOnlyCollection<RefusedRow> Rows => _rows;

    /// <summary>Refused rows beyond those.</summary>
    public int More => _refused - _rows.Count;

    /// <summary>A message that was refused whole. Nothing of it is kept.</summary>
    public static FeedReceipt Of(RefusedBody refused, DateTimeOffset at) => new(at)
    {
        RefusedBody = refused.Reason,
        IsPatientLike = refused.Reason == Reasons.LooksLikeAPatient,
        Problem = ProblemOf(at, null, "", refused.Reason),
    };

    /// <summary>Counts a row.</summary>
    public void Add(in IntakeRow row)
    {
        if (row.Reading is { } reading && reading.Source != feed && _sources.Count < FeedRecord.SourcesKept) _sources.Add(reading.Source);
        if (row.Outcome is not RowOutcome.Refused) return;
        _refused++;
        foreach (var refusal in row.Refusals) _reasons[refusal.Reason] = _reasons.GetValueOrDefault(refusal.Reason) + 1;
        if (_rows.Count == RowsKept) return;
        ImmutableArray<RowProblem> problems =
            [.. row.Refusals.Select(SentRow.Guarded).Select(refusal => new RowProblem(refusal.Field, refusal.Reason, refusal.Detail))];
        _rows.Add(new RefusedRow(row.Row, problems, row.Sent));
        if (!problems.IsEmpty) _problem = ProblemOf(at, row.Row, problems[^1].Field, problems[^1].Reason);
    }

    // Anybody may read it, for as long as the feed is known: so a field is named only where the contract has it, and the words are ours.
    private static FeedProblem ProblemOf(DateTimeOffset at, int? row, string field, string reason) =>
        new(at, row, RefusedCsv.Fields.Contains(field) ? field : "", reason, ReasonAdvice.MeaningOf(reason));

    /// <summary>The message as the ledger counts it.</summary>
    /// <param name="answer">What the sender is told.</param>
    public FeedReceipt ToReceipt(IntakeAnswer answer) => new(at)
    {
        IsByHand = isByHand,
        Accepted = answer.Accepted,
        Amended = answer.Amended,
        Duplicates = answer.Duplicates,
        Warnings = answer.WarningsTotal,
        RefusedRows = answer.RejectedTotal,
        Refused = _reasons.ToImmutableDictionary(),
        Problem = _problem,
        Sources = [.. _sources],
    };
}
