using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Tests.Plans;

public sealed class PlanSetTests
{
    private static readonly PlaceCode EastAndNorth = PlaceCode.Parse("RWH");
    private static readonly MetricCode Share = MetricCode.Parse("monthly.ed.four-hour-performance");
    private static readonly MetricCode Over = MetricCode.Parse("monthly.ed.over-4h");
    private static readonly MetricCode Occupancy = MetricCode.Parse("beds.ga.occupancy");

    // The shares that the plan prints beside its counts.
    [Theory]
    [InlineData("2015-04", 95.1)]
    [InlineData("2016-03", 75.5)]
    [InlineData("2016-08", 82.5)]
    [InlineData("2016-10", 85.0)]
    [InlineData("2017-04", 95.2)]
    [InlineData("2018-03", 95.0)]
    [InlineData("2019-02", 95.0)]
    [InlineData("2019-03", 95.0)]
    public void Trajectory_EastAndNorthHertfordshire_IsAsPrinted(string month, double percent)
    {
        var trajectory = PlanSet.Standard.TrajectoryFor(EastAndNorth, Share)!;

        Assert.Equal(percent, Math.Round(trajectory.ValueOf(Share, Day(month))!.Value, 1));
    }

    [Theory]
    [InlineData("2015-04", 12, 22_887, 157_128)]
    [InlineData("2016-04", 5, 10_901, 66_090)]
    [InlineData("2017-04", 12, 8_310, 168_729)]
    [InlineData("2018-04", 12, 8_569, 171_514)]
    public void Trajectory_AYear_AddsUpToItsPrintedTotals(string from, int months, double over, double all)
    {
        var days = Enumerable.Range(0, months).Select(Day(from).AddMonths).ToList();
        var trajectory = PlanSet.Standard.TrajectoryFor(EastAndNorth, Share)!;

        Assert.Equal(over, days.Sum(day => trajectory.ValueOf(trajectory.Over, day)));
        Assert.Equal(all, days.Sum(day => trajectory.ValueOf(trajectory.All, day)));
    }

    [Fact]
    public void Trajectory_PrincessAlexandra_IsKnownForOctober2016Alone()
    {
        var trajectory = PlanSet.Standard.TrajectoryFor(PlaceCode.Parse("RQW"), Share)!;

        Assert.Equal(91, trajectory.ValueOf(Share, Day("2016-10")));
        Assert.Null(trajectory.ValueOf(Share, Day("2016-11")));
        Assert.Null(trajectory.ValueOf(Over, Day("2016-10")));
    }

    [Fact]
    public void Trajectory_AnotherPlaceOrMetric_HasNone()
    {
        Assert.Null(PlanSet.Standard.TrajectoryFor(PlaceCode.Parse("RWG"), Share));
        Assert.Null(PlanSet.Standard.TrajectoryFor(EastAndNorth, Occupancy));
    }

    [Theory]
    [InlineData("2016-12-18", false)]
    [InlineData("2016-12-19", true)]
    [InlineData("2017-01-16", true)]
    [InlineData("2017-01-17", false)]
    public void Target_Occupancy_HoldsFrom19DecemberTo16January(string day, bool holds)
    {
        var target = Assert.Single(PlanSet.Standard.TargetsFor(Footprint.HertfordshireWestEssex.Find(EastAndNorth), Occupancy));

        Assert.Equal((85, TargetSense.AtMost), (target.Value, target.Sense));
        Assert.Equal(holds, target.HoldsOn(DateOnly.Parse(day, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("nhs111.answered-60s-rate", 95, 94.9, false)]
    [InlineData("nhs111.answered-60s-rate", 95, 95, true)]
    [InlineData("nhs111.abandoned-rate", 5, 5.1, false)]
    [InlineData("nhs111.abandoned-rate", 5, 0.17, true)]
    public void Target_Of111_HasItsOwnDirection(string metric, double value, double shown, bool isMet)
    {
        var target = Assert.Single(PlanSet.Standard.TargetsFor(Footprint.HertfordshireWestEssex.Root, MetricCode.Parse(metric)));

        Assert.Equal((value, isMet), (target.Value, target.IsMetBy(shown)));
    }

    [Fact]
    public void Parse_AFileWithFaults_ListsThemAll()
    {
        const string wrong = """
            { "name": "x", "version": "1", "source": "x", "status": "x",
              "targets": [{ "name": "T", "metrics": ["no.such"], "kinds": ["hospital"], "value": 1, "sense": "at-most", "source": "x", "from": "13-40" }],
              "trajectories": [{ "place": "RWH", "name": "J", "source": "x", "share": "monthly.ed.four-hour-performance",
                "over": "monthly.ed.over-4h", "all": "monthly.ed.attendances", "beside": "ed.four-hour-performance",
                "months": [{ "month": "2016-10", "kind": "plan", "over": 9, "all": 8 }, { "month": "2016-10", "kind": "plan", "percent": 85, "all": 8 }] }] }
            """;

        var error = Assert.Throws<FormatException>(() => PlanSet.Parse(wrong, MetricDictionary.Standard, Footprint.HertfordshireWestEssex));

        Assert.All(
            ["T is for no.such", "T needs both from and to", "J: 2016-10 needs attendances", "J: 2016-10 has a share beside its counts", "J has 2016-10 twice"],
            fault => Assert.Contains(fault, error.Message, StringComparison.Ordinal));
    }

    private static DateOnly Day(string month) => DateOnly.Parse($"{month}-01", CultureInfo.InvariantCulture);
}
