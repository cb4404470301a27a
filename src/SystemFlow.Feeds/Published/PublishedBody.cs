using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Sitreps;

namespace SystemFlow.Feeds.Published;

/// <summary>
/// Reads the CSVs that NHS England publishes: which return one is, its header says. A figure that cannot be believed is
/// refused by itself, a blank is a reading without a value, and a total is compared with the sum of its lines.
/// Organisations of other systems are counted; neither they nor England are kept.
/// </summary>
public static class PublishedBody
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Looks over the whole file, and refuses it whole or gives its figures.</summary>
    public static IntakeBody Read(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        var first = CsvRows.Of(body, terms.Options).FirstOrDefault();
        if (PublishedHeader.Recognise(first) is null && first != default && SitrepHeader.IsLike(first)) return SitrepBody.Read(body, terms);
        var (header, refused) = PublishedHeader.Read(first);
        if (refused is not null) return new IntakeBody(refused, []);
        var lines = new List<PublishedLine>();
        var bad = new List<IntakeRow>();
        foreach (var row in CsvRows.Of(body, terms.Options).Skip(1))
        {
            if (HasPatient(row, header!)) return new IntakeBody(PatientGuard.Refusal, []);
            if (lines.Count + bad.Count == terms.Options.MaxRows) return IntakeBody.TooManyRows(terms.Options);
            var (line, refusal) = PublishedLine.Read(row, header!, terms.Metrics);
            if (line is not null) lines.Add(line);
            else bad.Add(IntakeRow.Refused(row.Number, refusal!) with { Sent = CsvRows.LineOf(row) });
        }

        return new IntakeBody(null, Rows(header!.Return, lines, bad, terms));
    }

    private static IEnumerable<IntakeRow> Rows(
        PublishedReturn published, List<PublishedLine> lines, List<IntakeRow> bad, IntakeTerms terms)
    {
        foreach (var row in bad) yield return row;
        var totals = lines.Where(line => PublishedTotals.IsTotal(line.Code)).ToList();
        var others = lines.Except(totals).ToList();
        foreach (var row in PublishedTotals.Rows(totals, others, published)) yield return row;
        if (published.Scope is PublishedScope.National)
        {
            foreach (var row in NationalRows(published, others)) yield return row;
            yield break;
        }

        var places = others.ToLookup(line => PlaceOf(published, line, terms));
        foreach (var line in places[null])
        {
            yield return PlaceCode.TryParse(line.Code, out _)
                ? IntakeRow.Outside(line.Row)
                : IntakeRow.Refused(line.Row, line.About(published.Code, Reasons.UnknownPlace, $"The code is not an organisation's."));
        }

        foreach (var place in places.Where(group => group.Key is not null))
        {
            foreach (var row in RowsOf(published, place.Key!, [.. place.OrderBy(line => line.Period.From)], terms)) yield return row;
        }
    }

    private static IEnumerable<IntakeRow> NationalRows(PublishedReturn published, List<PublishedLine> lines)
    {
        foreach (var line in lines) published.Judge(line);
        foreach (var remark in published.JudgeAll(lines)) yield return IntakeRow.Remark(remark);
        foreach (var line in lines)
        {
            Refusal[] refused = [.. published.Columns.Select(column => line.Refused(column.Header)).OfType<Refusal>()];
            yield return refused.Length > 0 ? IntakeRow.Refused(line.Row, [.. refused]) : IntakeRow.National(line.Row);
        }
    }

    private static Place? PlaceOf(PublishedReturn published, PublishedLine line, IntakeTerms terms) =>
        published.Scope is PublishedScope.System ? terms.Place is { } named ? terms.Footprint.Find(named) : terms.Footprint.Root
        : terms.Footprint.TryFind(line.Code, out var place) ? place
        : null;

    private static IEnumerable<IntakeRow> RowsOf(
        PublishedReturn published, Place place, List<PublishedLine> lines, IntakeTerms terms)
    {
        var codeField = published.Code.Length > 0 ? published.Code : published.PeriodFrom[0];
        if (!terms.MayWrite(place.Code))
        {
            foreach (var line in lines)
            {
                yield return IntakeRow.Refused(line.Row, IntakeTerms.NotAllowed(line.Row, line.FieldOf(codeField), place.Code));
            }

            yield break;
        }

        var once = new List<PublishedLine>();
        foreach (var period in lines.GroupBy(line => line.Period))
        {
            PublishedLine[] all = [.. period];
            if (all.Length == 1) once.Add(all[0]);
            else foreach (var line in all) yield return Twice(line, all[0].Row, all[1].Row, published);
        }

        foreach (var line in once) published.Judge(line);
        foreach (var remark in published.JudgeAll(once)) yield return IntakeRow.Remark(remark);
        foreach (var row in once.SelectMany(line => Figures(line, published, place, terms))) yield return row;
    }

    private static IntakeRow Twice(PublishedLine line, int first, int second, PublishedReturn published) =>
        IntakeRow.Refused(line.Row, line.About(published.PeriodFrom[0], Reasons.ConflictingDuplicate,
            $"Lines {first} and {second} speak of one place and period; neither counts. Send one of them."));

    private static IEnumerable<IntakeRow> Figures(PublishedLine line, PublishedReturn published, Place place, IntakeTerms terms)
    {
        if (line.LeftOut is { } leftOut) return [IntakeRow.Remark(leftOut)];
        return terms.Misplaced(line.Row, line.FieldOf(published.PeriodFrom[0]), line.Period.End) is { } misplaced
            ? [IntakeRow.Refused(line.Row, misplaced)]
            : published.Columns.Where(column => line.Has(column.Header))
                .Select(column => Figure(line, column, published, place, terms)).OfType<IntakeRow>()
                .Concat(published.Sums.Where(sum => sum.Parts.All(part => line.Refused(part) is null))
                    .Select(sum => IntakeRow.Accepted(line.Row, ReadingOf(line, sum.Metric, sum.Value(line), published, place, terms))));
    }

    private static IntakeRow? Figure(
        PublishedLine line, PublishedColumn column, PublishedReturn published, Place place, IntakeTerms terms)
    {
        if (line.Refused(column.Header) is { } refusal)
        {
            return IntakeRow.Refused(line.Row, refusal) with
            {
                // A part corrected and sent by itself would pass for the whole.
                Sent = column.IsKept ? SentRow.OfFigure(place.Code, column.Metric, line.Text(column.Header), line.Period.End) : null,
            };
        }

        var warning = line.Warned(column.Header);
        if (!column.IsKept) return warning is null ? null : IntakeRow.Remark(warning);
        var reading = ReadingOf(line, column.Metric, line.Value(column.Header), published, place, terms);
        return warning is null ? IntakeRow.Accepted(line.Row, reading) : IntakeRow.Accepted(line.Row, reading, warning);
    }

    private static Reading ReadingOf(
        PublishedLine line, MetricCode metric, double? value, PublishedReturn published, Place place, IntakeTerms terms) =>
        new(place.Code, metric, value, line.Period.End, terms.Source)
        {
            Absent = value is null ? Absent.Unknown : null,
            PeriodStart = terms.Metrics[metric].Period is PeriodType.Instant ? null : line.Period.Start,
            SubmittedAt = terms.SubmittedAt(line.Period.End),
            Method = Method.Automatic,
            Cadence = published.IsDaily ? Day : null,
        };

    /// <summary>A figure is no NHS number; every other text is looked at.</summary>
    private static bool HasPatient(CsvRow row, PublishedHeader header)
    {
        for (var i = 0; i < row.Cells.Length; i++)
        {
            if (!header.FigurePositions.Contains(i) && PatientGuard.Mentions(row.Cells[i])) return true;
        }

        return false;
    }
}
