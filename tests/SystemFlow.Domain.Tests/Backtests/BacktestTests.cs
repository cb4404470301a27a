using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Backtests;

public sealed class BacktestTests
{
    [Fact]
    public async Task Rule_ThatFiresBeforeTheLevelRises_IsAHitWithItsLead()
    {
        var past = Past.Of(72, hour => hour is >= 10 and <= 20 ? 120 : 50, hour => hour is >= 16 and <= 30 ? 96 : 90);

        var report = await Past.RunAsync(Past.Terms(72, Past.Crowded), past);

        var episode = Assert.Single(report.Candidate.Episodes);
        Assert.Equal((Past.At(10.25), Past.At(21.5)), (episode.FiredAt, episode.ResolvedAt));
        Assert.Equal((120, Verdict.Early, TimeSpan.FromHours(5.75)), (episode.Peak, episode.Verdict, episode.Lead));
        Assert.Equal(new ReferenceEvent(ReferenceKind.LevelThree, A.Lister, Past.At(16), 3), Assert.Single(report.Events));
        var score = Assert.Single(report.Candidate.Scores);
        Assert.Equal((1, 0, 1, 0), (score.Fired, score.False, score.Levels.Hits, score.Levels.Misses));
        Assert.Equal((TimeSpan.FromHours(5.75), TimeSpan.FromHours(11.25)), (score.Levels.MedianLead, score.InAlarm));
    }

    [Fact]
    public async Task Rule_ThatNothingFollows_IsAFalseAlarm()
    {
        var past = Past.Of(72, hour => hour is >= 10 and <= 20 ? 120 : 50, _ => 90);

        var report = await Past.RunAsync(Past.Terms(72, Past.Crowded), past);

        var score = Assert.Single(report.Candidate.Scores);
        Assert.Equal((1, 1, 0, 0), (score.Fired, score.False, score.Levels.Events, score.Undecided));
        Assert.Null(score.Levels.MedianLead);
        Assert.Equal(3 / 7.0, report.Weeks, 10);
    }

    [Fact]
    public async Task Rule_ThatFiresTooNearTheEnd_IsNotCalledFalse()
    {
        var past = Past.Of(30, hour => hour >= 10 ? 120 : 50, _ => 90);

        var report = await Past.RunAsync(Past.Terms(30, Past.Crowded), past);

        var episode = Assert.Single(report.Candidate.Episodes);
        Assert.Equal((Verdict.Undecided, (DateTimeOffset?)null), (episode.Verdict, episode.ResolvedAt));
        Assert.Equal(TimeSpan.FromHours(19.75), Assert.Single(report.Candidate.Scores).InAlarm);
    }

    [Fact]
    public async Task Rule_ThatFiresWhenTheLevelIsHighAlready_IsLateNotFalse()
    {
        var past = Past.Of(72, hour => hour is >= 18 and <= 20 ? 120 : 50, hour => hour is >= 16 and <= 30 ? 96 : 90);

        var report = await Past.RunAsync(Past.Terms(72, Past.Crowded), past);

        var score = Assert.Single(report.Candidate.Scores);
        Assert.Equal((1, 1, 0, 1), (score.Fired, score.During, score.False, score.Levels.Misses));
    }

    [Fact]
    public async Task Rule_ThatKeepsQuiet_MissesTheEvent()
    {
        var past = Past.Of(72, _ => 50, hour => hour >= 16 ? 99 : 90);

        var report = await Past.RunAsync(Past.Terms(72, Past.Crowded), past);

        var score = Assert.Single(report.Candidate.Scores);
        Assert.Equal((0, 0, 1), (score.Fired, score.Levels.Hits, score.Levels.Misses));
        Assert.Equal(ReferenceKind.LevelFour, Assert.Single(report.Events).Kind);
    }

    [Fact]
    public async Task Rule_InAlarmForLongerThanTheWindow_IsStanding_NeitherHitNorMiss()
    {
        var past = Past.Of(96, hour => hour >= 2 ? 120 : 50, hour => hour >= 60 ? 96 : 90);

        var report = await Past.RunAsync(Past.Terms(96, Past.Crowded), past);

        var score = Assert.Single(report.Candidate.Scores);
        Assert.Equal((0, 1, 0, 1), (score.Levels.Hits, score.Levels.Standing, score.Levels.Misses, score.False));
    }

    [Fact]
    public async Task Silence_NeitherFires()
    {
        var slow = Past.Crowded with { Hold = TimeSpan.FromHours(4) };
        var past = Past.Of(48, hour => hour is > 10 and < 20 ? null : hour >= 10 ? 120 : 50, _ => 90);

        var report = await Past.RunAsync(Past.Terms(48, slow), past);

        // Known for three hours from 10am until the figure was silent; the fourth hour is from 8pm.
        Assert.Equal(Past.At(21), Assert.Single(report.Candidate.Episodes).FiredAt);
    }

    [Fact]
    public async Task Silence_NorClears()
    {
        var past = Past.Of(48, hour => hour is > 12 and < 30 ? null : hour is >= 10 and <= 12 ? 120 : 50, _ => 90);

        var report = await Past.RunAsync(Past.Terms(48, Past.Crowded), past);

        var episode = Assert.Single(report.Candidate.Episodes);
        Assert.Equal((Past.At(10.25), Past.At(30.5)), (episode.FiredAt, episode.ResolvedAt));
    }

    [Fact]
    public async Task Candidate_BesideTheRuleInForce_IsHeldAgainstTheSameEvents()
    {
        var past = Past.Of(72, hour => hour is >= 10 and <= 20 or >= 40 and <= 42 ? 120 : 50, hour => hour is >= 16 and <= 30 ? 96 : 90);
        var strict = Past.Crowded with { All = [Past.Crowded.All[0] with { Raise = 130, Clear = 120 }] };

        var report = await Past.RunAsync(Past.Terms(72, strict) with { InForce = Past.Rules("In force", Past.Crowded) }, past);

        var (candidate, inForce) = Assert.Single(report.Compared());
        Assert.Equal((0, 0, 1), (candidate!.Fired, candidate.Levels.Hits, candidate.Levels.Misses));
        Assert.Equal((2, 1, 0, 1), (inForce!.Fired, inForce.Levels.Hits, inForce.Levels.Misses, inForce.False));
    }

    [Fact]
    public async Task Rule_OfWhichNothingIsKnown_HasNoScore()
    {
        var past = Past.Of(24, _ => null, _ => 90);

        var report = await Past.RunAsync(Past.Terms(24, Past.Crowded), past);

        Assert.Empty(report.Candidate.Scores);
        Assert.Equal(48, report.Readings);
    }

    [Fact]
    public async Task Rule_ThatHoldsAtAHospitalAndItsTrustAtOnce_IsToldAtTheHospital()
    {
        var both = Past.Crowded with { Kinds = [PlaceKind.Hospital, PlaceKind.Trust] };
        var past = Past.Of(24, hour => hour >= 10 ? 120 : 50, _ => 90);

        var report = await Past.RunAsync(Past.Terms(24, both) with { Place = PlaceCode.Parse("RWH") }, past);

        Assert.Equal(A.Lister, Assert.Single(report.Candidate.Episodes).Place);
    }

    [Fact]
    public async Task RuleAbove_ThatInhibits_KeepsTheOneBelowQuiet()
    {
        var above = Past.Crowded with { Code = "trust-crowded", Kinds = [PlaceKind.Trust], Inhibits = ["crowded"], Hold = TimeSpan.Zero };
        var past = Past.Of(24, hour => hour >= 10 ? 120 : 50, _ => 90);
        var terms = Past.Terms(24, Past.Crowded, above) with { Place = PlaceCode.Parse("RWH") };

        var report = await Past.RunAsync(terms, past);

        Assert.Equal("trust-crowded", Assert.Single(report.Candidate.Episodes).Rule);
    }

    [Fact]
    public async Task RuleAbove_ThatInhibitsNoLonger_LetsTheOneBelowSpeak_ThoughNothingIsSent()
    {
        var above = Past.Crowded with
        {
            Code = "trust-full",
            Kinds = [PlaceKind.Trust],
            All = [new Condition(ConditionKind.Threshold, MetricCode.Parse("beds.ga.occupancy"), 95, 93)],
            Inhibits = ["crowded"],
        };
        var past = Past.Of(30, hour => hour >= 10 ? 120 : 50, hour => hour is >= 8 and <= 20 ? 96 : 90);
        var terms = Past.Terms(30, Past.Crowded, above) with { Place = PlaceCode.Parse("RWH") };

        var report = await Past.RunAsync(terms, past);

        // Beds are clear from 9pm, resolved at 9:30pm; at the next quarter the hospital is looked at.
        Assert.Equal([("trust-full", Past.At(8.25)), ("crowded", Past.At(21.75))], report.Candidate.Episodes.Select(e => (e.Rule, e.FiredAt)));
    }

    [Fact]
    public async Task Readings_OfFiveMinutes_AreLookedAtTogether_AtTheLastOne()
    {
        var quick = Past.Crowded with { Hold = TimeSpan.Zero };
        Reading[] past =
        [
            Past.Sent(Past.InDepartment, 1, 50)!, Past.Sent(Past.InDepartment, 2, 120)!, Past.Sent(A.BedsOpen, 2 + (40 / 3600.0), 100)!,
        ];

        var report = await Past.RunAsync(Past.Terms(4, quick), past);

        Assert.Equal(Past.At(2 + (40 / 3600.0)), Assert.Single(report.Candidate.Episodes).FiredAt);
    }

    [Fact]
    public async Task Readings_BeforeTheBeginning_OnlySayHowThingsStood()
    {
        var past = Past.Of(72, hour => hour >= 10 ? 120 : 50, hour => hour >= 16 ? 96 : 90);

        var report = await Past.RunAsync(Past.Terms(72, Past.Crowded) with { From = Past.At(24) }, past);

        Assert.Empty(report.Events);
        Assert.Equal(Past.At(24.25), Assert.Single(report.Candidate.Episodes).FiredAt);
    }

    [Fact]
    public async Task Time_BeforeTheFirstReading_IsNotCountedAsQuiet()
    {
        var past = Past.Of(72, _ => 50, _ => 90).Where(reading => reading.PeriodEnd >= Past.At(48));

        var report = await Past.RunAsync(Past.Terms(72, Past.Crowded), past);

        Assert.Equal((Past.At(48), 1 / 7.0), (report.From, report.Weeks));
    }

    [Fact]
    public async Task Run_TwiceOverTheSamePast_SaysTheSame()
    {
        var past = Past.Of(72, hour => hour * 7 % 150, hour => 85 + (hour % 15));

        var once = await Past.RunAsync(Past.Terms(72, Past.Crowded), past);
        var again = await Past.RunAsync(Past.Terms(72, Past.Crowded), past);

        Assert.NotEmpty(once.Candidate.Episodes);
        Assert.Equal(once.Candidate.Episodes, again.Candidate.Episodes);
        Assert.Equal(once.Events, again.Events);
    }

    [Fact]
    public async Task Run_SaysHowFarItIs_AndCanBeCancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var told = new Told(share =>
        {
            if (share > 0.4) stop.Cancel();
        });
        var past = Past.Of(1000, _ => 50, _ => 90).ToAsyncEnumerable();
        var backtest = new Backtest(Footprint.HertfordshireWestEssex, MetricDictionary.Standard);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => backtest.RunAsync(Past.Terms(1000, Past.Crowded), past, told, stop.Token));

        Assert.Equal(told.Shares.Order(), told.Shares);
        Assert.InRange(told.Shares[^1], 0.4, 0.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(401 * 24)]
    public async Task Terms_OfAnImpossibleLength_AreRefused(int hours) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Past.RunAsync(Past.Terms(hours, Past.Crowded), []));

    private sealed class Told(Action<double> then) : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value)
        {
            Shares.Add(value);
            then(value);
        }
    }
}
