using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Tests.Pressures;

/// <summary>Rule sets in which parts trigger levels and the worst one counts.</summary>
public sealed class WorstOfLevelsTests
{
    private static readonly PressureRules Rules = PressureRules.Parse("""
        {
          "name": "Worst", "version": "1", "source": "A test", "status": "", "combine": "worst", "mostPoints": 4,
          "bands": [2, 3, 4], "rollUpBands": [1.5, 2.5, 3.5], "leastShare": 0.5,
          "parameters": [{ "kind": "hospital", "of": [
            { "metric": "beds.ga.occupancy", "worse": "higher-is-worse", "cuts": [85, 92, 95], "points": [2, 3, 4] },
            { "metric": "ed.four-hour-performance", "worse": "higher-is-better", "cuts": [95, 85], "points": [2, 3] }
          ] }]
        }
        """);

    // Occupancy and 4-hour performance; a dash is missing.
    [Theory]
    [InlineData(80.0, 96.0, OpelLevel.One, 1, 1)]
    [InlineData(85.0, 96.0, OpelLevel.Two, 2, 2)]
    [InlineData(84.9, 84.0, OpelLevel.Three, 3, 3)]
    [InlineData(97.0, 96.0, OpelLevel.Four, 4, 4)]
    [InlineData(null, 96.0, OpelLevel.One, 1, 4)]
    [InlineData(93.0, null, OpelLevel.Three, 3, 3)]
    [InlineData(80.0, null, OpelLevel.One, 1, 3)]
    [InlineData(null, null, null, 1, 4)]
    public void Score_IsTheWorstThatIsKnown_WithTheRangeOfWhatIsMissing(
        double? occupancy, double? fourHour, OpelLevel? level, double lowest, double highest)
    {
        var pressure = Rules.Score(
            PlaceKind.Hospital, metric => metric.ToString() == "beds.ga.occupancy" ? occupancy : fourHour, _ => true);

        Assert.Equal((level, (double?)(int?)level, lowest, highest), (pressure.Level, pressure.Score, pressure.Lowest, pressure.Highest));
    }

    [Fact]
    public void Score_APartThatReachesNoCut_IsAtLevelOneAndNotAtNone()
    {
        var pressure = Rules.Score(PlaceKind.Hospital, _ => 90, _ => true);

        Assert.Equal([2, 2], pressure.Parts.Select(part => part.Points));
        Assert.Equal([1], Rules.Score(PlaceKind.Hospital, _ => 80, metric => metric.ToString() == "beds.ga.occupancy").Parts.Select(part => part.Points));
    }

    [Fact]
    public void Score_BelowTheLeastShareOfParts_HasNoLevelButARange()
    {
        var strict = Rules with { LeastShare = 1 };

        var pressure = strict.Score(PlaceKind.Hospital, metric => metric.ToString() == "beds.ga.occupancy" ? 93 : null, _ => true);

        Assert.Null(pressure.Level);
        Assert.Equal((3, 3, new Coverage(1, 2)), (pressure.Lowest, pressure.Highest, pressure.Coverage));
    }

    [Theory]
    [InlineData(1, 1, OpelLevel.One)]
    [InlineData(2, 1, OpelLevel.Two)]
    [InlineData(3, 2, OpelLevel.Three)]
    [InlineData(4, 3, OpelLevel.Four)]
    public void RollUp_HasBandsOfItsOwn(double left, double right, OpelLevel level)
    {
        var pressure = Rules.RollUp([(Of(left), 100), (Of(right), 100)]);

        Assert.Equal(level, pressure.Level);
    }

    [Fact]
    public void RollUp_AMemberNothingIsKnownOf_CouldBeAtOneOrAtFour()
    {
        var pressure = Rules.RollUp([(Of(3), 100), (Pressure.Unknown, 100)]);

        Assert.Equal((3, 2, 3.5), (pressure.Score, pressure.Lowest, pressure.Highest));
    }

    private static Pressure Of(double score) => new(Rules.LevelOf(score), score, score, score, [], new Coverage(1, 1));
}
