using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

/// <summary>Reads a header, in any order, and one observation a line. A line that breaks is refused alone.</summary>
internal static class ObservationCsv
{
    /// <summary>The columns that every body has.</summary>
    public static readonly ObservationField[] Needed =
        [ObservationField.Place, ObservationField.Metric, ObservationField.Value, ObservationField.PeriodEnd];

    public static IntakeBody Read(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        var (columns, refused) = Columns(CsvRows.Of(body, terms.Options).FirstOrDefault());
        if (refused is not null) return refused;
        var rows = 0;
        foreach (var row in CsvRows.Of(body, terms.Options).Skip(1))
        {
            if (HasPatient(row, columns)) return new IntakeBody(PatientGuard.Refusal, []);
            if (++rows > terms.Options.MaxRows) return IntakeBody.TooManyRows(terms.Options);
        }

        return new IntakeBody(null, ObservationBody.Rows(Drafts(body, columns, terms.Options), terms));
    }

    // Null for a column that is passed over.
    private static (ObservationField?[] Columns, IntakeBody? Refused) Columns(CsvRow header)
    {
        if (header == default) return ([], IntakeBody.Whole(Reasons.Unreadable, "The body is empty. Send a header and rows."));
        if (header.Problem is { } problem) return ([], IntakeBody.Whole(Reasons.Unreadable, problem.Detail));
        if (header.Cells.Any(name => PatientGuard.IsPersonField(name) || PatientGuard.Mentions(name)))
        {
            return ([], new IntakeBody(PatientGuard.Refusal, []));
        }

        var columns = new List<ObservationField?>();
        foreach (var name in header.Cells)
        {
            if (RefusedCsv.IsRemark(name))
            {
                columns.Add(null);
                continue;
            }

            if (!ObservationFields.TryFind(name, out var field))
            {
                return ([], IntakeBody.Whole(Reasons.UnknownColumn,
                    $"The contract has no column '{Quote.Short(name)}'.{Nearest.Hint(name, ObservationFields.Names)}"));
            }

            if (columns.Contains(field))
            {
                return ([], IntakeBody.Whole(Reasons.RepeatedField, $"The column '{name}' is there twice."));
            }

            columns.Add(field);
        }

        var missing = Needed.Where(needed => !columns.Contains(needed)).Select(ObservationFields.NameOf).ToList();
        return missing.Count == 0
            ? ([.. columns], null)
            : ([], IntakeBody.Whole(Reasons.MissingColumn, $"The header lacks {string.Join(", ", missing)}."));
    }

    private static IEnumerable<ObservationDraft> Drafts(
        ReadOnlyMemory<byte> body, ObservationField?[] columns, FeedOptions options)
    {
        var draft = new ObservationDraft();
        foreach (var row in CsvRows.Of(body, options).Skip(1))
        {
            draft.Begin(row.Number);
            if (CsvRows.Misfit(row, columns.Length) is { } misfit)
            {
                draft.Refuse(misfit);
                draft.Line = CsvRows.LineOf(row);
            }
            else
            {
                Read(row.Cells, columns, draft);
            }

            yield return draft;
        }
    }

    private static void Read(string[] cells, ObservationField?[] columns, ObservationDraft draft)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var cell = cells[i];
            if (columns[i] is not { } field || cell.Length == 0) continue; // A blank cell is a field that was not given.
            if (ObservationFields.IsNumber(field)) draft.Set(field, DraftNumber.Parse(cell));
            else draft.Set(field, cell);
        }
    }

    private static bool HasPatient(CsvRow row, ObservationField?[] columns)
    {
        for (var i = 0; i < row.Cells.Length; i++)
        {
            var field = i < columns.Length ? columns[i] : null;
            if (field is { } known && ObservationFields.IsNumber(known)) continue;
            if (PatientGuard.Mentions(row.Cells[i], field is ObservationField.MessageId)) return true;
        }

        return false;
    }
}
