using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Tests.Backtests;

/// <summary>What counts as an event, and how rules are held against them.</summary>
public sealed class BacktestEventsTests
{
    [Fact]
    public async Task Level_ThatGoesToAndFro_IsReachedOnce()
    {
        var past = Past.Of(48, _ => 50, hour => hour is 16 or 18 or 20 or 40 ? 96 : 90);

        var report = await Past.RunAsync(Past.Terms(48, Past.Crowded), past);

        Assert.Equal([Past.At(16), Past.At(40)], report.Events.Select(happened => happened.At));
    }

    [Fact]
    public async Task FourHourPerformance_TenPointsBelowTheDayBefore_IsAnEvent_WithItsLead()
    {
        // On two days it falls from 100% to 88% by night, as ever; on the third A&E is crowded from 9am and it falls from noon.
        var past = Past.AtTheDoor(72, hour => 100 - (hour % 24 / 2.0) - (hour > 60 ? 4 * (hour - 60) : 0))
            .Concat(Past.Of(72, hour => hour >= 57 ? 120 : 50, _ => 90)).OrderBy(reading => reading.PeriodEnd);

        var report = await Past.RunAsync(Past.Terms(72, Past.Crowded), past);

        var fell = Assert.Single(report.Events);
        Assert.Equal((ReferenceKind.FourHourDrop, Past.At(63)), (fell.Kind, fell.At));
        var score = Assert.Single(report.Candidate.Scores);
        Assert.Equal((1, 0, 0), (score.Early, score.Levels.Events, score.FourHour.Misses));
        Assert.Equal([TimeSpan.FromHours(5.75)], score.FourHour.Leads);
    }

    [Fact]
    public async Task FourHourPerformance_OfAFewPatients_IsNoEvent()
    {
        var past = Past.AtTheDoor(27, hour => hour < 24 ? 100 : 50); // At 2am 12 patients have come.

        var report = await Past.RunAsync(Past.Terms(27, Past.Crowded), past);

        Assert.Empty(report.Events);
    }

    [Fact]
    public async Task Rules_OfOnePlace_AreAlsoHeldAgainstTheEventsTogether()
    {
        var full = Past.Crowded with { Code = "full", All = [new Condition(ConditionKind.Threshold, MetricCode.Parse("beds.ga.occupancy"), 94, 93)] };
        var level = Past.Crowded with { Code = "level", All = [new Condition(ConditionKind.Level, Raise: 3)] };
        var past = Past.Of(72, hour => hour is >= 10 and <= 20 ? 120 : 50, hour => hour is >= 16 and <= 30 ? 96 : hour == 15 ? 94 : 90);

        var report = await Past.RunAsync(Past.Terms(72, Past.Crowded, full, level), past);

        var together = report.Candidate.Scores.Single(score => score.Rule == BacktestScore.Together);
        Assert.Equal((2, 2), (together.Fired, together.Early));
        Assert.Equal([TimeSpan.FromHours(5.75)], together.Levels.Leads);
        Assert.Equal(TimeSpan.FromHours(21.25), together.InAlarm); // From 10:15 to 7:30 the next morning, though they overlap.
    }

    [Fact]
    public async Task Chance_IsTheShareOfTheTimeBeforeAnEvent()
    {
        var past = Past.Of(96, _ => 50, hour => hour is 12 or 20 or 60 ? 96 : 90); // Windows 0 to 12, 0 to 20 and 36 to 60.

        var report = await Past.RunAsync(Past.Terms(96, Past.Crowded), past);

        Assert.Equal((20 + 24) / 96.0, Assert.Single(report.Candidate.Scores).Chance, 10);
    }
}
