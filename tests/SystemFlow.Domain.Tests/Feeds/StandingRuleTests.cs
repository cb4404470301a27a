using SystemFlow.Domain.Feeds;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Feeds;

/// <summary>The same missing figure means six different things. Live is due every 15 minutes and silent after 45; daily, once a day.</summary>
public sealed class StandingRuleTests
{
    private static readonly Metric Live = MetricDictionary.Standard[A.BedsOccupied] with { Cadence = TimeSpan.FromMinutes(15), StaleAfter = TimeSpan.FromMinutes(45) };
    private static readonly Metric Daily = Live with { Period = PeriodType.Day, Cadence = TimeSpan.FromDays(1), StaleAfter = TimeSpan.FromDays(3) };

    /// <param name="ageMinutes">Of the newest reading; null for none.</param>
    /// <param name="absent">Why it has no value.</param>
    /// <param name="refused">Messages of its feed refused in a row, the last a minute ago; null for an unknown feed.</param>
    [Theory]
    [InlineData(5.0, null, true, null, Standing.WithinCadence)]
    [InlineData(5.0, null, true, 9, Standing.WithinCadence)] // Broken since, but this figure is still good.
    [InlineData(5.0, Absent.Unknown, true, null, Standing.WithinCadence)] // It spoke in time, and has none.
    [InlineData(5.0, Absent.Error, true, null, Standing.WithinCadence)]
    [InlineData(30.0, null, true, null, Standing.Late)]
    [InlineData(30.0, null, true, 0, Standing.Late)]
    [InlineData(30.0, null, true, 1, Standing.Broken)]
    [InlineData(50.0, null, true, null, Standing.UnexpectedSilence)]
    [InlineData(50.0, null, true, 0, Standing.UnexpectedSilence)]
    [InlineData(50.0, null, true, 1, Standing.Broken)]
    [InlineData(50.0, Absent.Error, true, 0, Standing.UnexpectedSilence)]
    [InlineData(50.0, null, false, 0, Standing.UnexpectedSilence)] // Not asked of it, but it had begun to say it.
    [InlineData(null, null, true, null, Standing.UnexpectedSilence)]
    [InlineData(null, null, true, 0, Standing.UnexpectedSilence)]
    [InlineData(null, null, true, 3, Standing.Broken)]
    [InlineData(null, null, false, 3, Standing.NotApplicable)]
    [InlineData(5.0, Absent.NotApplicable, true, 0, Standing.NotApplicable)]
    [InlineData(50.0, Absent.NotApplicable, true, 0, Standing.NotApplicable)] // It does not grow old.
    [InlineData(50.0, Absent.NotAsked, true, 0, Standing.NotApplicable)]
    [InlineData(50.0, Absent.Unsupported, true, 0, Standing.NotApplicable)]
    public void Live_StandsAsItsAgeItsWordsAndItsFeedSay(double? ageMinutes, Absent? absent, bool isExpected, int? refused, Standing standing) =>
        Assert.Equal(standing, Of(Live, ageMinutes, absent, isExpected, refused));

    [Theory]
    [InlineData(20.0, 0, Standing.FuturePeriod)] // Yesterday is in; today is not over.
    [InlineData(35.0, 0, Standing.FuturePeriod)] // Today is over, and its figure not due yet.
    [InlineData(40.0, 0, Standing.Late)]
    [InlineData(40.0, 1, Standing.Broken)]
    [InlineData(80.0, 0, Standing.UnexpectedSilence)]
    [InlineData(null, 0, Standing.FuturePeriod)] // The feed began an hour ago.
    [InlineData(null, null, Standing.UnexpectedSilence)]
    public void Daily_WaitsForItsDayToBeOver(double? ageHours, int? refused, Standing standing) =>
        Assert.Equal(standing, Of(Daily, ageHours * 60, null, isExpected: true, refused));

    [Fact]
    public void PublishedDay_OfALiveFigure_WaitsForItsDayToo()
    {
        var reading = A.Reading with { Cadence = TimeSpan.FromDays(1), PeriodStart = A.Monday9am.AddDays(-1) };

        Assert.Equal(Standing.FuturePeriod, StandingRule.Of(reading, Live, isExpected: true, null, A.Monday9am.AddHours(20)));
    }

    [Theory]
    [InlineData(false, Standing.History)]
    [InlineData(true, Standing.UnexpectedSilence)] // Of whom it is expected, the old figure does not excuse the silence.
    public void FigureThatWasOfThePastWhenItCame_IsHistory_NotSilence(bool isExpected, Standing standing)
    {
        var imported = A.Reading with { PeriodEnd = A.Monday9am.AddDays(-300), SubmittedAt = A.Monday9am };

        Assert.Equal(standing, StandingRule.Of(imported, Live, isExpected, null, A.Monday9am.AddHours(1)));
    }

    [Fact]
    public void PublishedMonth_IsNeverOverdue()
    {
        var month = Live with { Period = PeriodType.Month };

        Assert.Equal(Standing.History, StandingRule.Of(A.Reading, month, isExpected: false, null, A.Monday9am.AddDays(90)));
    }

    [Fact]
    public void RefusedLongAgo_IsSilence_NotABrokenFeed()
    {
        var feed = new FeedPulse(A.Monday9am, A.Monday9am, null, RefusedInARow: 9);

        Assert.Equal(Standing.UnexpectedSilence, StandingRule.Of(null, Live, isExpected: true, feed, A.Monday9am.AddHours(1)));
    }

    private static Standing Of(Metric metric, double? ageMinutes, Absent? absent, bool isExpected, int? refused)
    {
        var now = A.Monday9am;
        var reading = ageMinutes is { } age
            ? A.Reading with { PeriodEnd = now.AddMinutes(-age), SubmittedAt = now.AddMinutes(-age), Value = absent is null ? 561 : null, Absent = absent }
            : null;
        var feed = refused is { } count ? new FeedPulse(now.AddHours(-1), now.AddMinutes(-1), null, count) : null;
        return StandingRule.Of(reading, metric, isExpected, feed, now);
    }
}
