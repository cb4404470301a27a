using SystemFlow.Domain.Live;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Tests.Sitreps;
using static SystemFlow.Feeds.Tests.Published.PublishedFixtures;

namespace SystemFlow.Feeds.Tests.Published;

/// <summary>Each fault that monthly and quarterly returns of beds and delays have, on made-up lines of their shape.</summary>
public sealed class BedsAndDelaysTests
{
    private const string ChildrensBeds = "22.0,17.0,0.765,18.0,14.0,0.765";

    [Fact]
    public void B01_ThePublishedShare_IsTaken_ThoughTheRoundedBedsDoNotGiveItBack()
    {
        var rows = Read(Monthly, $"RWG,May 2022,547,492,0.901,525.0,476.0,0.906,{ChildrensBeds},,,,7.0,2.0,0.363,2022-05-01");

        Assert.Equal((7, 2, 36.3), (rows.Value("monthly.beds.ic-neonatal.open"), rows.Value("monthly.beds.ic-neonatal.occupied"), rows.Value("monthly.beds.ic-neonatal.occupancy")));
        Assert.Equal("2022-05-01", $"{UkDays.DayOf(rows.Of("monthly.beds.ga.open").PeriodStart!.Value):yyyy-MM-dd}");
        Assert.Empty(rows.Warnings());
    }

    [Theory]
    [InlineData(",,", null, null)]
    [InlineData("0.0,,", 0, null)]
    [InlineData("0.0,0.0,", 0, 0)]
    public void B02_AServiceNotProvided_IsAbsentOrNoneOfNone_WithoutAShare(string beds, int? open, int? occupied)
    {
        var rows = Read(Monthly, $"RWH,May 2022,547,492,0.901,525.0,476.0,0.906,{ChildrensBeds},{beds},10.0,4.0,0.43,2022-05-01");

        Assert.Equal((open, occupied), ((int?)rows.Value("monthly.beds.ic-paediatric.open"), (int?)rows.Value("monthly.beds.ic-paediatric.occupied")));
        Assert.True(rows.IsAbsent("monthly.beds.ic-paediatric.occupancy"));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void B03_AShareOfNoneOfNone_IsAbsent()
    {
        var rows = Read(Monthly, $"RQW,May 2022,547,492,0.901,525.0,476.0,0.906,{ChildrensBeds},0.0,0.0,0.0,10.0,4.0,0.43,2022-05-01");

        Assert.True(rows.IsAbsent("monthly.beds.ic-paediatric.occupancy"));
    }

    [Theory]
    [InlineData("547,0,0.0", 547)]
    [InlineData("547,,0.9", 547)]
    [InlineData("547,900,1.645", null)]
    public void AShare_OfOccupiedBedsThatAreNotKnown_IsAbsent(string beds, int? open)
    {
        var rows = Read(Monthly, $"RWH,May 2022,{beds},525.0,476.0,0.906,{ChildrensBeds},,,,10.0,4.0,0.43,2022-05-01");

        Assert.Equal(open, rows.All("monthly.beds.ga.open").SingleOrDefault()?.Value);
        Assert.True(rows.IsAbsent("monthly.beds.ga.occupancy"));
        Assert.Equal(90.6, rows.Value("monthly.beds.ga-adult.occupancy"));
    }

    [Theory]
    [InlineData("2010-11", "March", "2011-01-01", "2011-04-01")]
    [InlineData("2010-11", "June", "2010-04-01", "2010-07-01")]
    [InlineData("2099-00", "December", "2099-10-01", "2100-01-01")]
    public void B04_AQuarterOfAFinancialYear_IsThatOfTheCalendar(string year, string period, string from, string until)
    {
        var rows = ReadAll(Import with { IsReplay = true }, Quarterly, $"f,s,{year},{period},RWH,EAST,600.5,540.45,0.9,500.25,450.225,0.9");

        var reading = rows.Of("quarterly.beds.ga.open");
        Assert.Equal((from, until), ($"{UkDays.DayOf(reading.PeriodStart!.Value):yyyy-MM-dd}", $"{UkDays.DayOf(reading.PeriodEnd):yyyy-MM-dd}"));
    }

    [Theory]
    [InlineData("2010-12", "March")]
    [InlineData("2010", "March")]
    [InlineData("2010-11", "April")]
    public void B04_WhatIsNoQuarter_IsRefused(string year, string period)
    {
        Assert.Equal([("period", Reasons.BadTime)], Read(Quarterly, $"f,s,{year},{period},RWH,EAST,600,540,0.9,500,450,0.9").Refusals());
    }

    [Fact]
    public void B05_AMissingQuarter_IsAGap()
    {
        var rows = Read(Quarterly, "f,s,2014-15,March,RQW,PAH,480.5,432.45,0.9,420.25,378.225,0.9", "f,s,2014-15,September,RQW,PAH,480.5,432.45,0.9,420.25,378.225,0.9");

        Assert.Equal(2, rows.All("quarterly.beds.ga.open", "RQW").Count);
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void B06_OccupiedEqualToOpen_IsKeptWithAWarning()
    {
        var rows = Read(Quarterly, "f,s,2016-17,March,RQW,PAH,501.766,468.988,0.9346,435.766,435.766,1");

        Assert.Equal(435.766, rows.Value("quarterly.beds.ga.occupied"));
        Assert.Equal([ReportReasons.OccupiedEqualsOpen], rows.Warnings());
    }

    [Fact]
    public void B07_AShock_IsTakenWithoutAWarning()
    {
        var rows = Read(Quarterly, "f,s,2020-21,March,RWH,EAST,600.5,540.45,0.9,500.25,450.225,0.9", "f,s,2020-21,June,RWH,EAST,600.5,312.26,0.52,500.25,260.13,0.52");

        Assert.Empty(rows.Warnings());
        Assert.Equal(4, rows.Count(row => $"{row.Reading?.Metric}".StartsWith("quarterly.beds.ga", StringComparison.Ordinal)));
    }

    [Fact]
    public void QuartersAndMonths_AreSharesOfTheirOwnPlaceAlone()
    {
        var rows = Read(Quarterly, "f,s,2020-21,March,RWH,EAST,600.5,540.45,0.9,500,450,0.9");
        var own = rows.Select(row => row.Reading!).Aggregate(OwnReadings.None, (all, reading) => all.With(reading));
        var footprint = Terms.At9am.Footprint;
        var rules = new StateRules(footprint, MetricDictionary.Standard, PressureRules.Standard);
        var trust = rules.StateOf(footprint.Find(rows[0].Reading!.Place), own, [], rows[0].Reading!.PeriodEnd.AddDays(1));

        var board = rules.StateOf(footprint.Find(Domain.Places.PlaceCode.Parse("board-enh")), OwnReadings.None, [trust], trust.At);

        Assert.Equal(90, trust[MetricCode.Parse("quarterly.beds.ga.occupancy")]!.Current);
        Assert.Empty(board.Figures);
        Assert.Equal(Pressure.Unknown.Level, trust.Pressure.Level);
    }

    [Theory]
    [InlineData("0,5", "occupied-but-none-open")]
    [InlineData("500,800", "occupied-far-above-open")]
    public void Beds_ThatCannotBe_AreRefused(string beds, string reason)
    {
        var rows = Read(Quarterly, $"f,s,2020-21,March,RWH,EAST,600.5,540.45,0.9,{beds},0.9");

        Assert.Equal([("ga_available", reason), ("ga_occupied", reason)], rows.Refusals());
    }

    [Fact]
    public void AShareThatIsNotThatOfTheBeds_IsNotUsed()
    {
        var rows = Read(Quarterly, "f,s,2020-21,March,RWH,EAST,600.5,540.45,0.7,500,450,0.9");

        Assert.Equal([ReportReasons.RateNotUsed], rows.Warnings());
        Assert.Equal(4, rows.Count(row => row.Reading is not null));
    }

    [Fact]
    public void T01_WhatCannotOccur_IsZeroAndNoReasonToList()
    {
        var rows = Read(DelayedDays, [.. Enumerable.Range(1, 12).SelectMany(month => new[]
        {
            $"2016-{month:00}-01,Acute,C) Awaiting care,Both,0.0", $"2016-{month:00}-01,Acute,A) Awaiting assessment,NHS,{(month is 3 ? 5 : 0)}.0",
        })]);

        var remark = Assert.Single(rows.SelectMany(row => row.Warnings));
        Assert.Equal((ReportReasons.CannotOccur, 2), (remark.Reason, remark.Row));
        Assert.Contains("1 combinations", remark.Detail, StringComparison.Ordinal);
        Assert.Equal(24, rows.Count(row => row.Outcome is RowOutcome.National));
        Assert.DoesNotContain(rows, row => row.Reading is not null);
    }

    [Fact]
    public void T02_AReasonNotCollectedYet_IsAbsent()
    {
        var rows = Read(DelayedDays, "2017-03-01,Non-Acute,O) Other,NHS,0.0", "2017-04-01,Non-Acute,O) Other,NHS,0.0");

        var remark = Assert.Single(rows.SelectMany(row => row.Warnings));
        Assert.Equal((ReportReasons.NotCollected, 2), (remark.Reason, remark.Row));
        Assert.Contains("1 zeros", remark.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void DelayedDays_WithAFraction_AreRefused()
    {
        Assert.Equal([("delayed_days", Reasons.NotWhole)], Read(DelayedDays, "2017-03-01,Acute,A) X,NHS,1.5").Refusals());
    }
}
