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
        ["Rule", "Place", "Rules", "Fired", "a week", "In alarm", "Early", "By chance", "False", "a week", "Rises warned of", "Lead (median)"];

    private static readonly string[] FourHourHead = ["Falls warned of", "Lead (median)"];

    private static readonly string[] SummaryHead =
        ["File", "Rules", "Weeks", "Events", "Alerts", "a week, a place", "Early", "By chance", "False a week", "Warned of", "Standing", "Missed", "Lead (median)", "Took"];

    /// <summary>One file: each rule at each place.</summary>
    public static string Text(BacktestReport report, Footprint footprint)
    {
        var hasFalls = report.Events.Any(happened => happened.Kind is ReferenceKind.FourHourDrop);
        var rows = new List<string[]> { hasFalls ? [.. Head, .. FourHourHead] : Head };
        foreach (var (candidate, inForce) in report.Compared())
        {
            if (candidate is not null) rows.Add(Row(candidate, report.Candidate.Name, report, footprint, hasFalls));
            if (inForce is not null) rows.Add(Row(inForce, report.InForce!.Name, report, footprint, hasFalls));
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"""
            {BacktestWords.Period(report)}: {report.Readings:N0} readings, {report.Weeks:0.0} weeks, {report.Events.Length} events.{Cut(report)}
            {Aligned(rows)}{BacktestWords.Terms(report)}
            {BacktestWords.Measures}

            """);
    }

    /// <summary>Several files: for each set of rules a line with all places that have figures of their own.</summary>
    public static string Summary(IReadOnlyList<(string File, BacktestReport Report, TimeSpan Took)> runs)
    {
        var rows = new List<string[]> { SummaryHead };
        foreach (var (file, report, took) in runs)
        {
            foreach (var result in new[] { report.Candidate, report.InForce }.OfType<BacktestResult>()) rows.Add(SummaryRow(file, report, result, took));
        }

        return $"""
            {Aligned(rows)}{BacktestWords.Terms(runs[0].Report)} Alerts are those of every rule; what is warned of, by rules that look at figures.
            {BacktestWords.Measures}

            """;
    }

    /// <summary>The head of the lines that <see cref="Csv"/> gives.</summary>
    public const string CsvHead = "rules,rule,place,fired_at,resolved_at,peak,verdict,lead_hours,words";

    /// <summary>Each episode.</summary>
    public static IEnumerable<string> Csv(BacktestReport report)
    {
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

    private static string[] Row(BacktestScore score, string rules, BacktestReport report, Footprint footprint, bool hasFalls)
    {
        string[] cells =
        [
            score.Rule is BacktestScore.Together ? "(together)" : score.Rule, footprint.Find(score.Place).Code.ToString(), rules,
            Number(score.Fired), BacktestWords.AWeek(score.Fired, report), BacktestWords.Span(score.InAlarm),
            Number(score.Early), BacktestWords.Chance(score.Chance), Number(score.False), BacktestWords.AWeek(score.False, report),
            BacktestWords.Warned(score.Levels), BacktestWords.Span(score.Levels.MedianLead),
        ];
        return hasFalls ? [.. cells, BacktestWords.Warned(score.FourHour), BacktestWords.Span(score.FourHour.MedianLead)] : cells;
    }

    private static string[] SummaryRow(string file, BacktestReport report, BacktestResult result, TimeSpan took)
    {
        var together = result.Scores.Where(score => score.Rule == BacktestScore.Together).ToList();
        var alerts = result.Episodes.Count(episode => together.Exists(score => score.Place == episode.Place));
        var warned = together.Aggregate(new Forewarning([], 0, 0), (sum, score) => sum + score.Levels + score.FourHour);
        var (fired, early) = (together.Sum(score => score.Fired), together.Sum(score => score.Early));
        return
        [
            file + (report.IsCut ? " (cut)" : ""), result.Name, report.Weeks.ToString("0.0", CultureInfo.InvariantCulture), Number(warned.Events),
            Number(alerts), together.Count == 0 ? "None" : (alerts / report.Weeks / together.Count).ToString("0.0", CultureInfo.InvariantCulture),
            $"{early} of {fired}", together.Count == 0 ? "None" : BacktestWords.Chance(together.Average(score => score.Chance)),
            BacktestWords.AWeek(together.Sum(score => score.False), report), $"{warned.Hits}", $"{warned.Standing}", $"{warned.Misses}",
            BacktestWords.Span(warned.MedianLead), took.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture),
        ];
    }

    private static string Cut(BacktestReport report) =>
        report.IsCut ? string.Create(CultureInfo.InvariantCulture, $" It ended early: more than {BacktestReport.MostLines:N0} lines to tell.") : "";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Aligned(List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows) text.AppendLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        return text.ToString();
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
