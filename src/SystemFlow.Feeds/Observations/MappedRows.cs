using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

/// <summary>One figure of a document in another format, as the observation that it is. Texts are as sent.</summary>
/// <param name="Row">Where it stands, as in <see cref="Refusal.Row"/>.</param>
/// <param name="Metric">Null when the document says no metric.</param>
/// <param name="Problem">Something wrong with it already; null when nothing is.</param>
internal readonly record struct MappedFigure(int Row, string? Metric, DraftNumber Value, string? Absent, Refusal? Problem = null)
{
    public string? Comment { get; init; }

    public bool IsEstimate { get; init; }
}

/// <summary>Whose a document's figures are and when they were true.</summary>
internal readonly record struct MappedHead(string? Place, string? PeriodEnd, string? PeriodStart, string? SubmittedAt, string? MessageId);

/// <summary>
/// The rows of a document in another format. Its figures become observations, checked by the same rules; what has no
/// metric is said in a warning. Holds at most <see cref="FeedOptions.MaxRows"/> of them.
/// </summary>
internal sealed class MappedRows(FeedOptions options)
{
    private readonly List<(MappedHead Head, MappedFigure Figure)> _figures = [];
    private readonly List<IntakeRow> _others = [];

    public bool AreTooMany => _figures.Count + _others.Count > options.MaxRows;

    public void Add(in MappedHead head, in MappedFigure figure) => _figures.Add((head, figure));

    /// <summary>Something was sent that the dictionary has no metric for.</summary>
    public void NotUsed(int row, string field, string detail) => Warn(row, field, Reasons.NotUsed, detail);

    public void Warn(int row, string field, string reason, string detail) =>
        _others.Add(IntakeRow.Remark(new Refusal(row, field, reason, detail)));

    public void Refuse(int row, string field, string reason, string detail) =>
        _others.Add(IntakeRow.Refused(row, new Refusal(row, field, reason, detail)));

    public IntakeBody ToBody(IntakeTerms terms) => AreTooMany
        ? IntakeBody.TooManyRows(options)
        : new IntakeBody(null, _others.Concat(ObservationBody.Rows(Drafts(), terms)));

    private IEnumerable<ObservationDraft> Drafts()
    {
        var draft = new ObservationDraft();
        foreach (var (head, figure) in _figures)
        {
            draft.Begin(figure.Row);
            draft.Set(ObservationField.Place, head.Place);
            draft.Set(ObservationField.PeriodEnd, head.PeriodEnd);
            draft.Set(ObservationField.PeriodStart, head.PeriodStart);
            draft.Set(ObservationField.SubmittedAt, head.SubmittedAt);
            draft.Set(ObservationField.MessageId, head.MessageId);
            draft.Set(ObservationField.Metric, figure.Metric);
            draft.Set(ObservationField.Value, figure.Value);
            draft.Set(ObservationField.Absent, figure.Absent);
            draft.Set(ObservationField.Comment, figure.Comment);
            if (figure.IsEstimate) draft.Set(ObservationField.Method, "estimated");
            draft.Refuse(figure.Problem);
            yield return draft;
        }
    }
}
