using System.Globalization;
using System.Text;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.LineProtocol;

using Field = ObservationField;

/// <summary>
/// Reads InfluxDB line protocol, so that Telegraf, Node-RED or any InfluxDB client can feed the product unchanged. The
/// measurement is the metric, the timestamp the end of the period; the contract's other texts are tags or string fields,
/// its numbers fields. A line that breaks is refused alone.
/// </summary>
public static class LineProtocolBody
{
    private const int MostFields = 32;
    private const NumberStyles Floats =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Looks over the whole body, and refuses it whole or gives its points.</summary>
    public static IntakeBody Read(ReadOnlyMemory<byte> body, LinePrecision precision, IntakeTerms terms)
    {
        var table = new LineSeriesTable(terms.Options);
        var ignored = new Dictionary<string, IntakeRow>(StringComparer.Ordinal);
        var rows = 0;
        foreach (var row in LineRows.Of(body, terms.Options))
        {
            if (IsPatient(row, table)) return new IntakeBody(PatientGuard.Refusal, []);
            if (row.IsComment) continue;
            if (++rows > terms.Options.MaxRows) return IntakeBody.TooManyRows(terms.Options);
            if (row.Fault is not null) continue;
            foreach (var tag in table.Find(row.Series).Ignored) ignored.TryAdd(tag, Remark(row.Number, tag));
        }

        if (rows == 0) return IntakeBody.Whole(Reasons.Unreadable, "The body has no points.");
        return new IntakeBody(null, ignored.Values.Concat(ObservationBody.Rows(Drafts(body, precision, table, terms), terms)));
    }

    private static IntakeRow Remark(int row, string tag) => IntakeRow.Remark(
        new Refusal(row, tag, Reasons.TagNotUsed, $"The tag '{tag}' is not used; the figures are taken without it."));

    private static bool IsPatient(LineRow row, LineSeriesTable table)
    {
        if (row.IsComment || row.Fault is not null) return PatientGuard.Mentions(row.Text.Span);
        if (table.Find(row.Series).IsPatient) return true;
        var fields = new LineFields(row.Fields);
        while (fields.MoveNext())
        {
            if (IsPatient(fields)) return true;
        }

        return (fields.AreFaulty || !LineText.TryStamp(row.Stamp, out _)) && PatientGuard.Mentions(row.Text.Span);
    }

    private static bool IsPatient(LineFields field)
    {
        var isKnown = ObservationFields.TryFind(field.Name, out var known);
        if (!isKnown)
        {
            var name = LineText.Name(field.Name);
            if (PatientGuard.IsPersonField(name) || PatientGuard.Mentions(name)) return true;
        }

        if (field.IsString) return PatientGuard.Mentions(LineText.String(field.Value), isKnown && known is Field.MessageId);
        var isCount = isKnown && ObservationFields.IsNumber(known) && NumberOf(field).Number is not null;
        return !isCount && PatientGuard.Mentions(field.Value);
    }

    private static IEnumerable<ObservationDraft> Drafts(
        ReadOnlyMemory<byte> body, LinePrecision precision, LineSeriesTable table, IntakeTerms terms)
    {
        var draft = new ObservationDraft();
        foreach (var row in LineRows.Of(body, terms.Options))
        {
            if (row.IsComment) continue;
            draft.Begin(row.Number);
            if (row.Fault is { } fault)
            {
                draft.Refuse(fault);
            }
            else
            {
                table.Find(row.Series).Fill(draft);
                if (!draft.IsUnreadable) FillFields(row, draft);
                if (!draft.IsUnreadable) FillMoment(row, draft, precision, terms);
            }

            if (draft.IsUnreadable) draft.Line = SentRow.OfLine(row.Text.Span);

            yield return draft;
        }
    }

    private static void FillFields(LineRow row, ObservationDraft draft)
    {
        var fields = new LineFields(row.Fields);
        for (var count = 1; fields.MoveNext(); count++)
        {
            if (count > MostFields)
            {
                draft.Refuse("", Reasons.BadRow, $"A point may have {MostFields} fields.");
                return;
            }

            FillField(fields, draft);
        }

        if (fields.AreFaulty)
        {
            draft.Refuse("", Reasons.BadRow, "A field is 'name=value', and neither may be empty. Strings stand in double quotes, and close.");
        }
    }

    private static void FillField(LineFields given, ObservationDraft draft)
    {
        if (!ObservationFields.TryFind(given.Name, out var field) || field is Field.Metric or Field.PeriodEnd)
        {
            var name = LineText.Name(given.Name);
            draft.Refuse(Quote.Short(name), Reasons.UnknownField,
                $"The contract has no field '{Quote.Short(name)}'.{Nearest.Hint(name, ObservationFields.Names)}");
        }
        else if (!draft.Mark(field))
        {
            draft.Refuse(field, Reasons.RepeatedField, $"'{ObservationFields.NameOf(field)}' is given twice.");
        }
        else if (ObservationFields.IsNumber(field))
        {
            draft.Set(field, NumberOf(given));
        }
        else if (given.IsString)
        {
            draft.Set(field, LineText.String(given.Value));
        }
        else
        {
            draft.Refuse(field, Reasons.WrongType, $"'{ObservationFields.NameOf(field)}' must be a string, in double quotes.");
        }
    }

    private static DraftNumber NumberOf(LineFields given)
    {
        var text = given.Value;
        if (given.IsString) return DraftNumber.Not(LineText.String(text));
        return text[^1] switch
        {
            (byte)'i' => long.TryParse(text[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? DraftNumber.Of(whole) : DraftNumber.Not(Encoding.UTF8.GetString(text)),
            (byte)'u' => ulong.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var natural)
                ? DraftNumber.Of(natural) : DraftNumber.Not(Encoding.UTF8.GetString(text)),
            _ => double.TryParse(text, Floats, CultureInfo.InvariantCulture, out var number)
                ? DraftNumber.Of(number) : DraftNumber.Not(Encoding.UTF8.GetString(text)),
        };
    }

    private static void FillMoment(LineRow row, ObservationDraft draft, LinePrecision precision, IntakeTerms terms)
    {
        if (!LineText.TryStamp(row.Stamp, out var stamp))
        {
            draft.Refuse(Field.PeriodEnd, Reasons.BadTime, "The timestamp must be a whole number of 64 bits, the last thing in the line.");
            return;
        }

        draft.PeriodEnd = stamp is { } given ? precision.MomentOf(given) : terms.Now;
        var isPlaced = draft.PeriodEnd is { } moment && terms.Misplaced(draft.Row, "", moment) is null;
        if (isPlaced) return;
        if (LinePrecisions.Fitting(stamp!.Value, terms) is { } fitting)
        {
            draft.PeriodEnd = null;
            draft.Refuse(Field.PeriodEnd, Reasons.BadTime,
                $"Counted in {precision}, the timestamp {stamp} is no moment to take. Say precision={fitting} in the address, if that is what it counts.");
        }
        else if (draft.PeriodEnd is null)
        {
            draft.Refuse(Field.PeriodEnd, Reasons.BadTime, $"Counted in {precision}, the timestamp {stamp} is outside the years 1 to 9999.");
        }
    }
}
