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
/// observations as CSV, with the rules that the product comes with, or with those of a file beside them. Starts no server.
/// </summary>
internal sealed class BacktestCommand(string history, string? rules, string? episodes)
{
    private const string Flag = "--backtest", RulesFlag = "--rules", OutFlag = "--backtest-out";

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
            var (file, terms) = await ReadAsync(time, cancellationToken);
            var began = time.GetTimestamp();
            var readings = file.Moments.SelectMany(moment => moment.Readings).ToAsyncEnumerable();
            var report = await new Backtest(_footprint, _dictionary)
                .RunAsync(terms, readings, new ProgressLine(errors, !Console.IsErrorRedirected), cancellationToken);
            await output.WriteAsync(BacktestTable.Text(report, _footprint));
            if (episodes is not null) await File.WriteAllLinesAsync(episodes, BacktestTable.Csv(report), cancellationToken);
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Took {time.GetElapsedTime(began).TotalSeconds:0.0} s."));
            return 0;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            await errors.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private async Task<(ReplayFile File, BacktestTerms Terms)> ReadAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (history.Length == 0) throw new FormatException($"{Flag} needs a file: a daily situation report as published, or observations as CSV.");
        var intake = new IntakeTerms(_footprint, _dictionary, new FeedOptions(), time.GetUtcNow(), "back-test");
        var file = await ReplayFile.ReadAsync(history, intake, cancellationToken);
        if (file.Refused is { } refused) throw new FormatException($"{Flag}: '{history}' cannot be lived through. {refused.Detail}");
        var standard = new BacktestRules("standard", AlertRuleSet.Standard, PressureRules.Standard);
        var span = (From: file.Moments[0].At, To: file.Moments[^1].At.AddDays(1));
        var terms = new BacktestTerms(standard, _footprint.Root.Code, span.From, span.To);
        return (file, rules is null ? terms : terms with { Candidate = await CandidateAsync(rules, cancellationToken), InForce = standard });
    }

    private async Task<BacktestRules> CandidateAsync(string path, CancellationToken cancellationToken)
    {
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
    private sealed class ProgressLine(TextWriter to, bool isWatched) : IProgress<double>
    {
        private int _said = -1;

        public void Report(double value)
        {
            var percent = (int)(100 * value) / (isWatched ? 1 : 25) * (isWatched ? 1 : 25);
            if (percent == _said) return;
            _said = percent;
            to.Write(isWatched ? $"\rBack-test {percent}%{(percent == 100 ? "\n" : "")}" : $"Back-test {percent}%\n");
        }
    }
}
