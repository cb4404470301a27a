using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Tests.Pressures;

public sealed class PressureRulesTests
{
    private static readonly PressureRules Rules = PressureRules.Standard;

    // Bands of 44 points: 0-11, 12-22, 23-33, 34-44; weighted means fall between them.
    [Theory]
    [InlineData(0, OpelLevel.One)]
    [InlineData(11, OpelLevel.One)]
    [InlineData(11.5, OpelLevel.Two)]
    [InlineData(22.4, OpelLevel.Two)]
    [InlineData(23, OpelLevel.Three)]
    [InlineData(34, OpelLevel.Four)]
    [InlineData(44, OpelLevel.Four)]
    public void LevelOf_FollowsTheBands(double score, OpelLevel level) => Assert.Equal(level, Rules.LevelOf(score));

    [Fact]
    public void Score_EverythingCalm_IsLevelOneOfACompleteSet()
    {
        var pressure = Rules.Score(PlaceKind.BedBase, metric => metric.ToString() == "bedbase.occupancy" ? 80 : 0, _ => true);

        Assert.Equal((OpelLevel.One, 0d, 0d, 0d), (pressure.Level, pressure.Score, pressure.Lowest, pressure.Highest));
        Assert.True(pressure.Coverage.IsComplete);
    }

    [Fact]
    public void Score_EverythingAtItsWorst_IsTheTopOfTheScale()
    {
        var pressure = Rules.Score(PlaceKind.BedBase, _ => 100, _ => true);

        Assert.Equal((OpelLevel.Four, 44d), (pressure.Level, pressure.Score));
    }

    [Fact]
    public void Score_SomethingMissing_WidensTheRangeAndAddsNoPoints()
    {
        var pressure = Rules.Score(PlaceKind.BedBase, metric => metric.ToString() == "bedbase.occupancy" ? 96 : null, _ => true);

        Assert.Equal(new Coverage(1, 3), pressure.Coverage);
        Assert.Equal(44 * 4 / 16.0, pressure.Lowest);
        Assert.Equal(44 * 14 / 16.0, pressure.Highest);
        Assert.Equal([4, null, null], pressure.Parts.Select(part => part.Points));
    }

    [Fact]
    public void Score_WhatDoesNotApply_IsNotMissing()
    {
        var pressure = Rules.Score(PlaceKind.BedBase, _ => 96, metric => metric.ToString() == "bedbase.occupancy");

        Assert.Equal(new Coverage(1, 1), pressure.Coverage);
        Assert.Equal(pressure.Lowest, pressure.Highest);
    }

    [Fact]
    public void Score_NothingKnown_IsNoLevel()
    {
        var pressure = Rules.Score(PlaceKind.Hospital, _ => null, _ => true);

        Assert.Null(pressure.Level);
        Assert.Equal((0, 44), (pressure.Lowest, pressure.Highest));
    }

    [Theory]
    [InlineData(95, 0)]
    [InlineData(94.9, 1)]
    [InlineData(75.9, 3)]
    [InlineData(20, 5)]
    public void Score_WhereFallingIsWorse_CountsTheCutsFallenBelow(double performance, int points)
    {
        var parameter = new PressureParameter(
            MetricCode.Parse("ed.four-hour-performance"), Direction.HigherIsBetter, [95, 76, 60], [1, 3, 5]);

        Assert.Equal(points, parameter.Score(performance).Points);
    }

    [Fact]
    public void RollUp_IsTheMeanByWeight()
    {
        var pressure = Rules.RollUp([(Of(40), 300), (Of(10), 100)]);

        Assert.Equal((32.5, OpelLevel.Three), (pressure.Score, pressure.Level));
    }

    [Fact]
    public void RollUp_AMemberNothingIsKnownOf_IsMissingAndCouldBeAnything()
    {
        var pressure = Rules.RollUp([(Of(20), 100), (Pressure.Unknown, 100)]);

        Assert.Equal((20, new Coverage(1, 2)), (pressure.Score, pressure.Coverage));
        Assert.Equal((10, 32), (pressure.Lowest, pressure.Highest));
    }

    [Theory]
    [InlineData("\"bands\": [11.5, 22.5, 33.5]", "\"bands\": [22.5, 11.5, 33.5]", "It needs three bands that rise.")]
    [InlineData("\"cuts\": [92, 95, 98]", "\"cuts\": [98, 95, 92]", "beds.ga.occupancy has cuts that do not go from mild to bad.")]
    [InlineData("\"points\": [2, 4, 6]", "\"points\": [2, 4]", "beds.ga.occupancy needs as many points as cuts, and at least one.")]
    public void Parse_AWrongRuleSet_SaysWhatIsWrong(string right, string wrong, string problem)
    {
        var json = Resource.Read("SystemFlow.Domain.Pressures.opel-2023-24-shape.json").Replace(right, wrong);

        var error = Assert.Throws<FormatException>(() => PressureRules.Parse(json));

        Assert.Contains(problem, error.Message);
    }

    private static Pressure Of(double score) => new(Rules.LevelOf(score), score, score, score, [], new Coverage(1, 1));
}
