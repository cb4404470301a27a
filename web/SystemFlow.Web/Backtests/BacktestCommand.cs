using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Replay;

namespace SystemFlow.Web.Backtests;

/// <summary>
/// <c>--backtest FILE [--rules FILE] [--backtest-out FILE.csv]</c>: lives through a published situation report, or
/// observations as CSV, with the rules that the product comes with, or with those of a file beside them. Of a folder, each
/// CSV file in it, a line for each. Starts no server.
/// </summary>
internal sealed class BacktestCommand(string history, string? rules, string? episodes)
{
    private const string Flag = "--backtest", RulesFlag = "--rules", OutFlag = "--backtest-out";
    private const int MostFiles = 100;
    private const int MostRulesBytes = 1024 * 1024;

    private readonly Footprint _footprint = Footprint.HertfordshireWestEssex;
    private readonly MetricDictionary _dictionary = MetricDictionary.Standard;

    /// <summary>The command that was typed; null where none was.</summary>
    public static BacktestCommand? Of(string[] args) => ValueOf(args, Flag) is { } file
        ? new BacktestCommand(file, ValueOf(args, RulesFlag), ValueOf(args, OutFlag))
        : null;

    /// <summary>Runs it, and gives the exit code: 0, or 1 where a file is wrong.</summary>
    public async Task<int> RunAsync(TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var files = Files();
            var candidate = rules is null ? null : await CandidateAsync(rules, cancellationToken);
            var progress = new ProgressLine(errors, files.Length, !Console.IsErrorRedirected);
            var runs = new List<(string File, BacktestReport Report, TimeSpan Took)>();
            foreach (var file in files)
            {
                var began = time.GetTimestamp();
                var report = await RunAsync(file, candidate, time, errors, progress, cancellationToken);
                runs.Add((Path.GetFileNameWithoutExtension(file), report, time.GetElapsedTime(began)));
                progress.Files++;
            }

            await output.WriteAsync(runs is [var one] ? BacktestTable.Text(one.Report, _footprint) : BacktestTable.Summary(runs));
            if (episodes is not null)
            {
                var lines = runs.SelectMany(run => BacktestTable.Csv(run.Report)).Prepend(BacktestTable.CsvHead);
                await File.WriteAllLinesAsync(episodes, lines, cancellationToken);
            }

            var took = runs.Aggregate(TimeSpan.Zero, (sum, run) => sum + run.Took);
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Took {took.TotalSeconds:0.0} s, reading the history included."));
            return 0;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            await errors.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private string[] Files()
    {
        if (history.Length == 0)
        {
            throw new FormatException($"{Flag} needs a file, or a folder of such files: a daily situation report as published, or observations as CSV.");
        }

        if (!Directory.Exists(history)) return [history];
        string[] files = [.. Directory.EnumerateFiles(history, "*.csv").Take(MostFiles + 1).Order(StringComparer.Ordinal)];
        return files.Length is > 0 and <= MostFiles
            ? files
            : throw new FormatException($"{Flag}: '{history}' must hold 1 to {MostFiles} files that end in .csv.");
    }

    private async Task<BacktestReport> RunAsync(
        string path, BacktestRules? candidate, TimeProvider time, TextWriter errors, ProgressLine progress, CancellationToken cancellationToken)
    {
        var intake = new IntakeTerms(_footprint, _dictionary, new FeedOptions(), time.GetUtcNow(), "back-test");
        var file = await ReplayFile.ReadAsync(path, intake, cancellationToken);
        if (file.Refused is { } refused) throw new FormatException($"{Flag}: '{path}' cannot be lived through. {refused.Detail}");
        if (file.Answer.RejectedTotal is var rejected and > 0)
        {
            var first = file.Answer.Rejected[0];
            await errors.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{path}: {rejected:N0} figures are faulty and were left out, the first on line {first.Row}: {first.Detail}"));
        }

        var standard = new BacktestRules("standard", AlertRuleSet.Standard, PressureRules.Standard);
        var terms = new BacktestTerms(candidate ?? standard, _footprint.Root.Code, file.Moments[0].At, file.Moments[^1].At.AddDays(1))
        {
            InForce = candidate is null ? null : standard,
        };
        var readings = file.Moments.SelectMany(moment => moment.Readings).ToAsyncEnumerable();
        return await new Backtest(_footprint, _dictionary).RunAsync(terms, readings, progress, cancellationToken);
    }

    private async Task<BacktestRules> CandidateAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Length == 0) throw new FormatException($"{RulesFlag} needs a file of alert rules as JSON.");
        if (new FileInfo(path) is { Exists: true, Length: > MostRulesBytes })
        {
            throw new FormatException($"{RulesFlag}: '{path}' has more than {MostRulesBytes / 1024} KB, which no set of rules has.");
        }

        try
        {
            var alerts = AlertRuleSet.Parse(await File.ReadAllTextAsync(path, cancellationToken), _dictionary, _footprint);
            return new BacktestRules("candidate", alerts, PressureRules.Standard);
        }
        catch (FormatException error)
        {
            throw new FormatException($"{RulesFlag}: '{path}' is not a set of alert rules. {error.Message}", error);
        }
    }

    private static string? ValueOf(string[] args, string flag)
    {
        var at = Array.FindIndex(args, arg => arg == flag || arg.StartsWith(flag + "=", StringComparison.Ordinal));
        return at < 0 ? null
            : args[at].Length > flag.Length ? args[at][(flag.Length + 1)..]
            : at + 1 < args.Length && !args[at + 1].StartsWith("--", StringComparison.Ordinal) ? args[at + 1]
            : "";
    }

    /// <summary>One line that is written over, or where nobody watches a line every quarter.</summary>
    private sealed class ProgressLine(TextWriter to, int files, bool isWatched) : IProgress<double>
    {
        private int _said = -1;

        /// <summary>Files that are done.</summary>
        public int Files { get; set; }

        public void Report(double value)
        {
            var percent = (int)(100 * (Files + value) / files) / (isWatched ? 1 : 25) * (isWatched ? 1 : 25);
            if (percent <= _said) return;
            _said = percent;
            to.Write(isWatched ? $"\rBack-test {percent}%{(percent == 100 ? "\n" : "")}" : $"Back-test {percent}%\n");
        }
    }
}
