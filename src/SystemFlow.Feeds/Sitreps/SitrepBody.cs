using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Sitreps;

/// <summary>
/// Reads NHS England's daily situation reports as published, every winter's header. A figure that cannot be believed is
/// refused by itself. A blank is a reading without a value, so that a tile can say "not reported". England's figures are
/// compared with the sum of the trusts, and trusts of other systems are counted; neither is kept.
/// </summary>
public static class SitrepBody
{
    private static readonly TimeSpan Cadence = TimeSpan.FromDays(1);

    /// <summary>Looks over the whole report, and refuses it whole or gives its figures.</summary>
    public static IntakeBody Read(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        var (header, refused) = SitrepHeader.Read(CsvRows.Of(body, terms.Options).FirstOrDefault());
        if (refused is not null) return new IntakeBody(refused, []);
        var file = new SitrepFile(header!);
        var bad = new List<IntakeRow>();
        var rows = 0;
        foreach (var row in CsvRows.Of(body, terms.Options).Skip(1))
        {
            if (HasPatient(row, header!)) return new IntakeBody(PatientGuard.Refusal, []);
            if (++rows > terms.Options.MaxRows) return IntakeBody.TooManyRows(terms.Options);
            var (line, refusal) = SitrepLine.Read(row, header!);
            if (line is not null) file.Add(line);
            else bad.Add(IntakeRow.Refused(row.Number, refusal!) with { Sent = CsvRows.LineOf(row) });
        }

        return new IntakeBody(null, Rows(file, bad, terms));
    }

    private static IEnumerable<IntakeRow> Rows(SitrepFile file, List<IntakeRow> bad, IntakeTerms terms)
    {
        var calendar = new SitrepCalendar(file.Lines.Select(line => line.Day));
        foreach (var remark in SitrepRemarks.About(file, calendar, terms.Footprint)) yield return IntakeRow.Remark(remark);
        foreach (var row in bad) yield return row;
        var mismatches = SitrepRemarks.NationalMismatches(file);
        foreach (var line in file.Lines.Where(line => line.Code is null))
        {
            yield return IntakeRow.National(line.Row, [.. mismatches[line.Row]]);
        }

        foreach (var day in file.Trusts)
        {
            foreach (var row in RowsOf(day, file.Header, calendar, terms)) yield return row;
        }
    }

    private static IEnumerable<IntakeRow> RowsOf(
        SitrepDay day, SitrepHeader header, SitrepCalendar calendar, IntakeTerms terms)
    {
        if (!terms.Footprint.TryFind(day.First.Code.ToString(), out var place))
        {
            return day.Lines.Select(line => IntakeRow.Outside(line.Row));
        }

        if (!terms.MayWrite(place.Code))
        {
            return day.Lines.Select(line => IntakeRow.Refused(line.Row, IntakeTerms.NotAllowed(line.Row, "Code", place.Code)));
        }

        var rules = SitrepRules.Of(day, header, terms.Metrics);
        return header.Columns.Select(column => Figure(day, column, rules, place, calendar, terms));
    }

    private static IntakeRow Figure(
        SitrepDay day, SitrepColumn column, SitrepRules rules, Place place, SitrepCalendar calendar, IntakeTerms terms)
    {
        var row = day.From(column.Figure).Row;
        var on = day.First.Day;
        var end = column.IsFlow
            ? UkDays.Midnight(on.AddDays(calendar.DaysCovered(on)))
            : UkDays.At8am(on);
        if ((rules.Refused(column.Figure) ?? terms.Misplaced(row, column.Header, end)) is { } refusal)
        {
            var cell = day.Lines.First(line => line.Row == refusal.Row)[column.Figure];
            return IntakeRow.Refused(refusal.Row, refusal) with
            {
                Sent = SentRow.OfFigure(place.Code, column.Metric!.Value, cell.Text, end),
            };
        }

        var value = rules.Value(column.Figure);
        var reading = new Reading(place.Code, column.Metric!.Value, value, end, terms.Source)
        {
            Absent = value is null ? Absent.Unknown : null,
            PeriodStart = column.IsFlow ? UkDays.Midnight(on) : null,
            SubmittedAt = terms.SubmittedAt(end),
            Method = Method.Automatic,
            Cadence = Cadence,
        };
        return rules.Warned(column.Figure) is { } warning
            ? IntakeRow.Accepted(row, reading, warning)
            : IntakeRow.Accepted(row, reading);
    }

    /// <summary>A trust's name is no person's, and a figure no NHS number; every other text is looked at.</summary>
    private static bool HasPatient(CsvRow row, SitrepHeader header)
    {
        for (var i = 0; i < row.Cells.Length; i++)
        {
            if (!header.Figures.Contains(i) && PatientGuard.Mentions(row.Cells[i])) return true;
        }

        return false;
    }
}
