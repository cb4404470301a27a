using System.Diagnostics;
using System.Globalization;
using System.Text;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Replay;
using SystemFlow.Feeds.Tests.Sitreps;

namespace SystemFlow.Feeds.Tests.Backtests;

/// <summary>Rules tried on six real winters.</summary>
public sealed class PublishedWinterBacktestTests
{
    private const double Raise = 95, Clear = 92;

    private static readonly TimeSpan MostForAWinter = TimeSpan.FromSeconds(10);

    private static readonly AlertRule Full = new(
        "full", "Beds full", Severity.Warning, [PlaceKind.Trust],
        [new Condition(ConditionKind.Threshold, MetricCode.Parse("beds.ga.occupancy"), Raise, Clear)], "Open the escalation beds.");

    [Theory]
    [InlineData("2015-16")]
    [InlineData("2016-17")]
    [InlineData("2017-18")]
    [InlineData("2019-20")]
    [InlineData("2020-21")]
    [InlineData("2021-22")]
    public async Task StandardRules_RunThroughAWinter_InSeconds_AndSayTheSameAgain(string winter)
    {
        var file = ReplayFile.Read(await PublishedWinters.ReadAsync(winter), SitrepFixtures.Import);
        var began = Stopwatch.GetTimestamp();

        var report = await RunAsync(file, AlertRuleSet.Standard);
        var took = Stopwatch.GetElapsedTime(began);
        var again = await RunAsync(file, AlertRuleSet.Standard);

        Assert.True(took < MostForAWinter, $"It took {took}.");
        Assert.Equal(file.Readings, report.Readings);
        Assert.Equal(report.Candidate.Episodes, again.Candidate.Episodes);
        Assert.Equivalent(report.Candidate.Scores, again.Candidate.Scores, strict: true);
        Assert.All(report.Candidate.Scores, score => Assert.Equal(
            score.Fired, score.Early + score.During + score.False + score.Undecided));
    }

    [Theory]
    [InlineData("RWH")]
    [InlineData("RWG")]
    [InlineData("RQW")]
    public async Task TimeInAlarm_IsWhatTheDaysInTheFileAddUpTo(string trust)
    {
        var body = await PublishedWinters.ReadAsync("2017-18");
        var file = ReplayFile.Read(body, SitrepFixtures.Import);

        var report = await RunAsync(file, new AlertRuleSet("One", "1", "made up", "for tests", [Full]));

        var score = Assert.Single(report.Candidate.Scores, score => score.Place == PlaceCode.Parse(trust));
        Assert.Equal(ByHand(body, trust, report.To), (score.Fired, score.InAlarm));
    }

    // Beds are counted at 8am. A day at 95% or more fires at quarter past; a day below 92% resolves it at half past.
    private static (int Fired, TimeSpan InAlarm) ByHand(byte[] body, string trust, DateTimeOffset end)
    {
        var (fired, inAlarm) = (0, TimeSpan.Zero);
        DateTimeOffset? since = null;
        foreach (var cells in Encoding.UTF8.GetString(body).Split('\n').Select(line => line.Trim().Replace("\"", "").Split(',')))
        {
            if (cells[0] != trust || !double.TryParse(cells[^12], CultureInfo.InvariantCulture, out var open)) continue;
            var percent = 100 * double.Parse(cells[^11], CultureInfo.InvariantCulture) / open;
            var at8 = DateTimeOffset.Parse(cells[^15], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).AddHours(8);
            if (since is null && percent >= Raise)
            {
                since = at8.AddMinutes(15);
                fired++;
            }
            else if (since is { } from && percent < Clear)
            {
                inAlarm += at8.AddMinutes(30) - from;
                since = null;
            }
        }

        return (fired, inAlarm + (since is { } still ? end - still : TimeSpan.Zero));
    }

    private static Task<BacktestReport> RunAsync(ReplayFile file, AlertRuleSet rules)
    {
        var terms = new BacktestTerms(
            new BacktestRules("Tried", rules, PressureRules.Standard), Footprint.HertfordshireWestEssex.Root.Code,
            file.Moments[0].At, file.Moments[^1].At.AddDays(1));
        return new Backtest(Footprint.HertfordshireWestEssex, MetricDictionary.Standard).RunAsync(
            terms, file.Moments.SelectMany(moment => moment.Readings).ToAsyncEnumerable(), null, TestContext.Current.CancellationToken);
    }
}
