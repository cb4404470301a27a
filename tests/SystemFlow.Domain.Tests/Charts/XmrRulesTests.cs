using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Tests.Charts;

public sealed class XmrRulesTests
{
    // Mean 10, every moving range 2: limits 4.68 and 15.32, two sigma 6.45 and 13.55.
    private static readonly double?[] Steady = [11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9];

    [Fact]
    public void Of_TwelveValues_HasMeanAndLimitsAtMeanAnd266MeanMovingRanges()
    {
        var chart = Chart(Steady);

        Assert.Equal((10, 12, false), (chart.Mean, chart.Baseline, chart.IsTrial));
        Assert.Equal(4.68, chart.Lower, 10);
        Assert.Equal(15.32, chart.Upper, 10);
        Assert.All(chart.Points, point => Assert.Equal((null, Variation.CommonCause), (point.Rule, point.Variation)));
    }

    [Fact]
    public void Of_AnOutlyingMovingRange_IsLeftOutOfTheMeanRange()
    {
        // Ranges: nine of 1, and two of 40: the mean is 8.09, beyond 3.267 times which lie the two.
        var chart = Chart([10, 11, 10, 11, 10, 50, 10, 11, 10, 11, 10, 11]);

        Assert.Equal(chart.Mean + 2.66, chart.Upper, 10);
        Assert.Equal(XmrRule.OutsideLimits, chart.Points[5].Rule);
    }

    [Fact]
    public void Of_MoreThanTwelveValues_KeepsTheLimitsOfTheFirstTwelve()
    {
        var chart = Chart([.. Steady, 40, 41, 42]);

        Assert.Equal((10, 12), (chart.Mean, chart.Baseline));
        Assert.Equal(15.32, chart.Upper, 10);
    }

    [Fact]
    public void Of_FewerThanTwelveValues_IsATrial()
    {
        var chart = Chart([11, 9, 11, null, 9, 11]);

        Assert.Equal((5, true), (chart.Baseline, chart.IsTrial));
    }

    [Fact]
    public void Of_NoTwoValuesInARow_IsNothing()
    {
        Assert.Null(XmrRules.Of([10, null, 11, null, 12], Direction.HigherIsWorse, least: 0));
        Assert.Null(XmrRules.Of([], Direction.HigherIsWorse, least: 0));
    }

    [Fact]
    public void Of_AGap_HasNoMovingRangeOverIt()
    {
        // Over the gap lies a step of 20; within the two parts every step is 2.
        var chart = Chart([11, 9, 11, 9, 11, 9, null, 29, 31, 29, 31, 29, 31]);

        Assert.Equal(chart.Mean + 5.32, chart.Upper, 10);
        Assert.Null(chart.Points[6].Value);
        Assert.Null(chart.Points[6].Rule);
    }

    [Theory]
    [InlineData(15.4, XmrRule.OutsideLimits, true)]
    [InlineData(15.3, null, false)]
    [InlineData(4.6, XmrRule.OutsideLimits, false)]
    [InlineData(4.7, null, false)]
    public void Rule_OneValue_IsOutsideTheLimitsOrNot(double value, XmrRule? rule, bool isHigh)
    {
        var point = Chart([.. Steady, value]).Points[^1];

        Assert.Equal((rule, isHigh), (point.Rule, point.IsHigh));
    }

    [Fact]
    public void Rule_SevenOnOneSide_MarksAllOfThem()
    {
        // The last of the steady ones is below the mean; the run is what follows.
        var seven = Chart([.. Steady, 12, 11, 12, 11, 12, 11, 12]);
        var six = Chart([.. Steady, 12, 11, 12, 11, 12, 11]);

        Assert.Equal(7, seven.Points.Count(point => point is { Rule: XmrRule.OneSide, IsHigh: true }));
        Assert.DoesNotContain(six.Points, point => point.Rule is not null);
    }

    [Fact]
    public void Rule_AGapOrTheMeanItself_EndsARun()
    {
        var gap = Chart([.. Steady, 12, 11, 12, null, 11, 12, 11, 12]);
        var mean = Chart([.. Steady, 12, 11, 12, 10, 11, 12, 11, 12]);

        Assert.DoesNotContain(gap.Points, point => point.Rule is not null);
        Assert.DoesNotContain(mean.Points, point => point.Rule is not null);
    }

    [Fact]
    public void Rule_SevenRising_AreATrend_AndSixAreNot()
    {
        var seven = Chart([.. Steady, 7, 8, 9, 9.5, 10.5, 11, 12]);
        var six = Chart([.. Steady, 8, 9, 9.5, 10.5, 11, 12]);
        var level = Chart([.. Steady, 7, 8, 9, 9, 10.5, 11, 12]);

        Assert.Equal(7, seven.Points.Count(point => point is { Rule: XmrRule.Trend, IsHigh: true }));
        Assert.DoesNotContain(level.Points, point => point.Rule is not null);
        Assert.DoesNotContain(six.Points, point => point.Rule is not null);
    }

    [Fact]
    public void Rule_TwoOfThreeNearALimit_MarksTheTwo()
    {
        var chart = Chart([.. Steady, 14, 10, 14]);
        var apart = Chart([.. Steady, 14, 10, 10, 14]);
        var opposite = Chart([.. Steady, 14, 10, 6]);

        Assert.Equal([XmrRule.NearLimit, null, XmrRule.NearLimit], chart.Points[^3..].Select(point => point.Rule));
        Assert.DoesNotContain(apart.Points, point => point.Rule is not null);
        Assert.DoesNotContain(opposite.Points, point => point.Rule is not null);
    }

    [Fact]
    public void Rule_AValueOutsideALimit_IsNotOneOfTwoNearIt()
    {
        var one = Chart([.. Steady, 16, 10, 14]);
        var two = Chart([.. Steady, 14, 16, 14]);

        Assert.Equal([XmrRule.OutsideLimits, null, null], one.Points[^3..].Select(point => point.Rule));
        Assert.Equal([XmrRule.NearLimit, XmrRule.OutsideLimits, XmrRule.NearLimit], two.Points[^3..].Select(point => point.Rule));
    }

    [Theory]
    [InlineData(Direction.HigherIsWorse, 20, Variation.Concern)]
    [InlineData(Direction.HigherIsWorse, 0, Variation.Improvement)]
    [InlineData(Direction.HigherIsBetter, 20, Variation.Improvement)]
    [InlineData(Direction.HigherIsBetter, 0, Variation.Concern)]
    [InlineData(Direction.Neutral, 20, Variation.Neutral)]
    [InlineData(Direction.Neutral, 0, Variation.Neutral)]
    public void Variation_FollowsTheMetricsDirection(Direction direction, double value, Variation variation) =>
        Assert.Equal(variation, XmrRules.Of([.. Steady, value], direction, least: 0)!.Points[^1].Variation);

    [Theory]
    [InlineData(TargetSense.AtLeast, 4, Assurance.ConsistentlyPass)]
    [InlineData(TargetSense.AtLeast, 10, Assurance.HitAndMiss)]
    [InlineData(TargetSense.AtLeast, 16, Assurance.ConsistentlyFail)]
    [InlineData(TargetSense.AtMost, 16, Assurance.ConsistentlyPass)]
    [InlineData(TargetSense.AtMost, 10, Assurance.HitAndMiss)]
    [InlineData(TargetSense.AtMost, 4, Assurance.ConsistentlyFail)]
    public void Assurance_ATargetBeyondALimit_IsConsistent(TargetSense sense, double target, Assurance assurance)
    {
        var aim = new Target("Aim", [MetricCode.Parse("ed.in-department")], [PlaceKind.Hospital], target, sense, "A test");

        Assert.Equal(assurance, XmrRules.Of(Steady, Direction.HigherIsWorse, least: 0, aim)!.Assurance);
        Assert.Null(Chart(Steady).Assurance);
    }

    [Fact]
    public void Of_ALowerLimitBelowWhatCanBe_IsTheLeastThatCanBe()
    {
        var chart = XmrRules.Of([1, 5, 1, 5, 1, 5], Direction.HigherIsWorse, least: 0)!;

        Assert.Equal(0, chart.Lower);
        Assert.Null(XmrRules.Of([1, 5, 1, 5, 1, 5, 0], Direction.HigherIsWorse, least: 0)!.Points[^1].Rule);
    }

    private static Xmr Chart(double?[] values) => XmrRules.Of(values, Direction.HigherIsWorse, least: 0)!;
}
