using System.Globalization;
using System.Text;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Backtests;

/// <summary>A report as plain text for a terminal, and its episodes as CSV.</summary>
internal static class BacktestTable
{
    private static readonly string[] Head =
        ["Rule", "Place", "Rules", "Fired", "a week", "In alarm", "False", "a week", "Warned of", "Missed", "Standing", "Lead (median)"];

    public static string Text(BacktestReport report, Footprint footprint)
    {
        var rows = new List<string[]> { Head };
        foreach (var (candidate, inForce) in report.Compared())
        {
            if (candidate is not null) rows.Add(Row(candidate, report.Candidate.Name, report, footprint));
            if (inForce is not null) rows.Add(Row(inForce, report.InForce!.Name, report, footprint));
        }

        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{BacktestWords.Period(report)}: {report.Readings:N0} readings, {report.Weeks:0.0} weeks, {report.Events.Length} events.");
        if (report.IsCut) text.AppendLine(CultureInfo.InvariantCulture, $"It ended early: more than {BacktestReport.MostLines} lines to tell.");
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) text.AppendLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        text.AppendLine(CultureInfo.InvariantCulture,
            $"An event is a rise of the calculated level to OPEL 3 or 4, or a fall of 4-hour performance by 10 points within a day. A warning counts for {BacktestWords.Span(report.Window)} before one.");
        text.AppendLine("False: no event followed, and the level was below OPEL 3. Standing: in alarm already for longer than that.");
        return text.ToString();
    }

    public static IEnumerable<string> Csv(BacktestReport report)
    {
        yield return "rules,rule,place,fired_at,resolved_at,peak,verdict,lead_hours,words";
        foreach (var result in new[] { report.Candidate, report.InForce }.OfType<BacktestResult>())
        {
            foreach (var episode in result.Episodes)
            {
                yield return string.Join(',', new[]
                {
                    result.Name, episode.Rule, episode.Place.ToString(), UkTime.Machine(episode.FiredAt),
                    episode.ResolvedAt is { } end ? UkTime.Machine(end) : "",
                    episode.Peak?.ToString("0.##", CultureInfo.InvariantCulture) ?? "",
                    episode.Verdict.ToString().ToLowerInvariant(),
                    episode.Lead?.TotalHours.ToString("0.##", CultureInfo.InvariantCulture) ?? "", episode.Words,
                }.Select(Quoted));
            }
        }
    }

    private static string[] Row(BacktestScore score, string rules, BacktestReport report, Footprint footprint) =>
    [
        score.Rule, footprint.Find(score.Place).Code.ToString(), rules, score.Fired.ToString(CultureInfo.InvariantCulture),
        BacktestWords.AWeek(score.Fired, report), BacktestWords.Span(score.InAlarm),
        score.False.ToString(CultureInfo.InvariantCulture), BacktestWords.AWeek(score.False, report),
        BacktestWords.Warned(score), score.Misses.ToString(CultureInfo.InvariantCulture),
        score.Standing.ToString(CultureInfo.InvariantCulture), BacktestWords.Span(score.MedianLead),
    ];

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
