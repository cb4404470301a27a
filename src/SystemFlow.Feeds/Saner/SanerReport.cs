using System.Text.Json;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Saner;

/// <summary>Takes the figures out of one MeasureReport after another.</summary>
internal sealed class SanerReport(MappedRows rows, MetricDictionary metrics)
{
    private int _row;

    /// <summary>Refuses a whole report, or what is wrong with all of it.</summary>
    public void RefuseReport(string field, string reason, string detail) => rows.Refuse(++_row, field, reason, detail);

    /// <summary>Says that a resource of the Bundle holds no figures.</summary>
    public void Skip(string type) =>
        rows.NotUsed(++_row, "resourceType", $"A resource of the type '{Quote.Short(type)}' holds no figures; only MeasureReports do.");

    public void Read(JsonElement report)
    {
        var status = report.Text("status");
        if (status is not ("complete" or "error" or "entered-in-error"))
        {
            if (status is "pending") RefuseReport("status", Reasons.NotComplete, "The report says that it is not finished. Send it again when it is complete.");
            else RefuseReport("status", Reasons.UnknownValue, "'status' must be complete, or error to take a report back.");
            return;
        }

        if (report.Text("type") is not "summary")
        {
            RefuseReport("type", Reasons.UnknownValue, "'type' must be summary: a report of counts.");
            return;
        }

        var before = _row;
        var head = HeadOf(report);
        var index = 0;
        foreach (var group in report.Items("group")) ReadGroup(group, $"group[{index++}]", head, status is not "complete");
        if (_row == before) RefuseReport("group", Reasons.MissingField, "The report has no population with a count.");
    }

    private void ReadGroup(JsonElement group, string path, MappedHead head, bool isInError)
    {
        var index = 0;
        foreach (var population in group.Items("population"))
        {
            var figure = Figure(population.Member("count"), isInError, population.Member("_count"), population);
            Add(population, $"{path}.population[{index++}]", head, figure);
        }

        if (group.Member("measureScore") is { } score)
        {
            Add(group, $"{path}.measureScore", head, Figure(score.Member("value"), isInError, score.Member("_value"), score, group), score);
        }

        if (group.Items("stratifier").Any())
        {
            rows.NotUsed(_row, $"{path}.stratifier", "Strata are parts of a count that the group gives whole; only the whole is kept.");
        }
    }

    private void Add(JsonElement coded, string path, in MappedHead head, MappedFigure figure, JsonElement? score = null)
    {
        figure = figure with { Row = ++_row };
        string? unknown = null;
        foreach (var coding in coded.Member("code").Items("coding"))
        {
            if (coding.Text("code") is not { } code) continue;
            var system = coding.Text("system");
            if (system is SanerCodes.Ours)
            {
                Keep(head, figure with { Metric = code }, score);
                return;
            }

            if (SanerCodes.Find(system, code) is not { } known)
            {
                unknown ??= code;
                continue;
            }

            if (known.Metric is null) rows.NotUsed(_row, path, known.Note ?? NoMetric(code));
            else Keep(head, figure with { Metric = known.Metric }, score);
            if (known is { Metric: not null, Note: { } note }) rows.Warn(_row, path, Reasons.WiderDefinition, note);
            return;
        }

        rows.NotUsed(_row, path, unknown is null ? $"It has no code. Send one under {SanerCodes.Ours}." : NoMetric(unknown));
    }

    /// <summary>A count at a moment has no start, though every report has a period.</summary>
    private void Keep(MappedHead head, MappedFigure figure, JsonElement? score)
    {
        if (metrics.TryFind(figure.Metric, out var metric))
        {
            if (metric.Period is PeriodType.Instant) head = head with { PeriodStart = null };
            if (score is { } given && figure.Value.IsGiven) figure = figure with { Problem = SanerQuantity.Problem(figure.Row, given, metric) };
        }

        rows.Add(head, figure);
    }

    private static string NoMetric(string code) =>
        $"There is no metric for the code '{Quote.Short(code)}'. This system's own codes go under {SanerCodes.Ours}.";

    /// <summary>A count, or why there is none. The reason may stand at the count's own extensions or at what holds it.</summary>
    private static MappedFigure Figure(JsonElement? count, bool isInError, params JsonElement?[] beside)
    {
        if (isInError) return new MappedFigure(0, null, default, "error");
        var absent = beside.Select(AbsentReason).FirstOrDefault(reason => reason is not null);
        var value = count switch
        {
            null or { ValueKind: JsonValueKind.Null } => default,
            { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var given) => DraftNumber.Of(given),
            _ => new DraftNumber(true, null),
        };
        return new MappedFigure(0, null, value, absent is null ? null : SanerCodes.AbsentWord(absent));
    }

    private static string? AbsentReason(JsonElement? element) => element.Items("extension")
        .Where(extension => extension.Text("url") is SanerCodes.AbsentUrl)
        .Select(extension => extension.Text("valueCode") ?? "")
        .FirstOrDefault();

    private static MappedHead HeadOf(JsonElement report)
    {
        var date = report.Text("date");
        var period = report.Member("period");
        return new MappedHead(
            SanerPlace.Of(report), Earlier(period?.Text("end"), date), period?.Text("start"), date, report.Text("id"));
    }

    /// <summary>
    /// When the counts were true: at the end of the period, or when the report was made, if that was before the end.
    /// </summary>
    private static string? Earlier(string? end, string? date) =>
        end is null ? date
        : date is not null && Rfc3339.Read(date, out var made) is Moment.Good
            && Rfc3339.Read(end, out var ends) is Moment.Good && made < ends ? date
        : end;
}
