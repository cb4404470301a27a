using System.Text;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Sitreps;
using static SystemFlow.Feeds.Tests.Sitreps.SitrepFixtures;

namespace SystemFlow.Feeds.Tests.Sitreps;

/// <summary>Each fault that published reports have, on made-up lines of its shape.</summary>
public sealed class SitrepFaultTests
{
    [Fact]
    public void W01_ADash_IsAbsent()
    {
        var rows = Read(Long, "RWH,East,2021-01-04,600,500,\"-\",-");

        Assert.True(rows.IsAbsent("los.over-7"));
        Assert.True(rows.IsAbsent("los.over-21"));
        Assert.Equal(500, rows.Value("beds.ga.occupied"));
    }

    [Fact]
    public void W02_ABlankRow_IsAbsentThroughout()
    {
        var rows = Read("Diverts", "RWH,East,2016-02-19,,,");

        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.Equal(Domain.Readings.Absent.Unknown, row.Reading!.Absent));
    }

    [Fact]
    public void W03_BlankBedsBesideZeros_AreAbsentAndTheZerosDoubtful()
    {
        var rows = Read("Delays30,Delays60", "RWH,East,2017-12-13,,,0,0");

        Assert.True(rows.IsAbsent("beds.ga.open"));
        Assert.Equal(0, rows.Value("ambulance.handover-30-60"));
        Assert.Equal([ReportReasons.ZeroBesideBlank], rows.Warnings());
    }

    [Fact]
    public void W04_England_IsNeverATrust_AndTheType1RowIsKeptApart()
    {
        var rows = Read("",
            "-,ENGLAND (All Acute Trusts),2021-01-04,1000,800",
            "-,ENGLAND (Type 1 Acute Trusts),2021-01-04,1,1",
            "RWH,East,2021-01-04,600,500",
            "RXX,Elsewhere,2021-01-04,400,300");

        Assert.Equal([2, 3], rows.Where(row => row.Outcome is RowOutcome.National).Select(row => row.Row));
        Assert.Equal(2, rows.Count(row => row.Reading is not null));
        Assert.Single(rows, row => row.Outcome is RowOutcome.Outside);
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void W05_MidnightOfSummerTimeInUtc_IsTheNextDay()
    {
        var rows = Read("Diverts", "RWH,East,2021-03-28 23:00:00,532,432,1");

        Assert.Equal(new DateTimeOffset(2021, 3, 29, 7, 0, 0, TimeSpan.Zero), rows.Of("beds.ga.open").PeriodEnd);
        Assert.Equal(new DateTimeOffset(2021, 3, 28, 23, 0, 0, TimeSpan.Zero), rows.Of("ed.diverts").PeriodStart);
        Assert.Equal(new DateTimeOffset(2021, 3, 29, 23, 0, 0, TimeSpan.Zero), rows.Of("ed.diverts").PeriodEnd);
    }

    [Theory]
    [InlineData("RWH,East,2021-03-28 23:00:00,532,432,", "RWH,East,2021-03-29 00:00:00,,,0")]
    [InlineData("RWH,East,2021-03-29 00:00:00,,,0", "RWH,East,2021-03-28 23:00:00,532,432,")]
    public void W06_TwoHalfRows_AreOneRecord(string half, string otherHalf)
    {
        var rows = Read("Closures", half, otherHalf);

        Assert.Equal([532, 432, 0], rows.Select(row => row.Reading!.Value));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void W07_TwoDifferentValuesForOneDay_BothAreRefused()
    {
        var rows = Read("Diverts", "RWH,East,2021-03-28,600,500,1", "RWH,East,2021-03-28,532,432,1");

        Assert.Equal([("G&A Beds Open", Reasons.ConflictingDuplicate), ("G&A beds occ'd", Reasons.ConflictingDuplicate)],
            rows.Refusals());
        Assert.Equal(1, rows.Value("ed.diverts"));
        Assert.Contains("Lines 2 and 3", rows[0].Refusals[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void W08_OneCodeUnderTwoNames_TakesTheSideWithFigures()
    {
        var rows = Read("",
            "RWH,Old Name,2021-03-27,600,500", "RWH,New Name,2021-03-27,,",
            "RWH,Old Name,2021-03-28,,", "RWH,New Name,2021-03-28,700,640");

        Assert.Equal([600, 500, 700, 640], rows.Select(row => row.Reading?.Value).OfType<double>());
        Assert.Equal([ReportReasons.NameChanged], rows.Warnings());
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("0.95", 0)]
    public void W09_ARateCutToAWholeNumber_IsNotUsed(string rate, int warnings)
    {
        var rows = Read("Occupancy rate", $"RWH,East,2017-12-04,600,570,{rate}");

        Assert.Equal(Enumerable.Repeat(ReportReasons.RateNotUsed, warnings), rows.Warnings());
        Assert.Equal(2, rows.Count(row => row.Reading is not null));
    }

    [Fact]
    public void W10_InfAsARate_IsAbsentAndSaidOnce()
    {
        var rows = Read("Critical care beds occupancy rate", "RWH,East,2016-12-01,600,570,Inf", "RWG,West,2016-12-01,600,570,Inf");

        Assert.Contains("in 2 lines", Assert.Single(rows.SelectMany(row => row.Warnings)).Detail, StringComparison.Ordinal);
        Assert.Equal(4, rows.Count(row => row.Reading is not null));
    }

    [Fact]
    public void W11_OccupiedButNoneOpen_IsRefused()
    {
        var rows = Read("Diverts", "RWH,East,2016-12-07,0,159,2");

        Assert.Equal([("G&A Beds Open", ReportReasons.OccupiedButNoneOpen), ("G&A beds occ'd", ReportReasons.OccupiedButNoneOpen)],
            rows.Refusals());
        Assert.Equal(2, rows.Value("ed.diverts"));
    }

    [Fact]
    public void W12_OccupiedSomewhatAboveOpen_IsKeptWithAWarning()
    {
        var rows = Read("", "RWH,East,2016-12-01,745,754");

        Assert.Equal(754, rows.Value("beds.ga.occupied"));
        Assert.Equal([Reasons.OccupiedAboveOpen], rows.Warnings());
    }

    [Fact]
    public void W13_OccupiedFarAboveOpen_RefusesThoseBedsAlone()
    {
        var rows = Read("CC Adult Open,CC Adult Occ", "RWH,East,2017-12-10,600,570,12,49");

        Assert.Equal([("CC Adult Open", ReportReasons.OccupiedFarAboveOpen), ("CC Adult Occ", ReportReasons.OccupiedFarAboveOpen)],
            rows.Refusals());
        Assert.Equal(570, rows.Value("beds.ga.occupied"));
    }

    [Fact]
    public void W14_NobodyInAWholeHospital_IsAbsentWithAWarning()
    {
        var rows = Read("CC Adult Open,CC Adult Occ", "RWH,East,2015-11-30,600,0,12,0");

        Assert.True(rows.IsAbsent("beds.ga.occupied"));
        Assert.Equal(600, rows.Value("beds.ga.open"));
        Assert.Equal(0, rows.Value("beds.cc-adult.occupied"));
        Assert.Equal([ReportReasons.ZeroIsUnlikely], rows.Warnings());
    }

    [Fact]
    public void W15_WorkingDaysOnly_AFridaysEventsCoverTheWeekend()
    {
        var days = new[] { "2015-12-03", "2015-12-04", "2015-12-07", "2015-12-24", "2015-12-29", "2016-01-08" };

        var rows = Read("A&E Attendances", [.. days.Select(day => $"RWH,East,{day},600,500,400")]);

        var attendances = rows.Where(row => row.Reading?.Metric.Metric.ToString() == "ed.attendances").Select(row => row.Reading!);
        Assert.Equal([1, 3, 1, 5, 1, 3], attendances.Select(r => (r.PeriodEnd - r.PeriodStart!.Value).Days));
        Assert.Equal(["cover 3 days", "cover 5 days", "cover 3 days"], rows.SelectMany(row => row.Warnings)
            .Select(warning => warning.Detail.Split(" 2015-")[^1].Split(':')[0][^12..]));
        Assert.Equal(12, rows.Count(row => row.Reading is { PeriodStart: null }));
    }

    [Fact]
    public void W15_ADayByItself_OrAWeekWithWeekends_CoversOneDay()
    {
        var alone = Read("Diverts", "RWH,East,2015-12-04,600,500,1");
        var week = Read("Diverts", [.. Enumerable.Range(1, 9).Where(d => d != 7).Select(d => $"RWH,East,2016-12-0{d},600,500,1")]);

        Assert.All(alone.Concat(week).Where(row => row.Reading?.PeriodStart is not null),
            row => Assert.Equal(TimeSpan.FromDays(1), row.Reading!.PeriodEnd - row.Reading.PeriodStart!.Value));
    }

    [Fact]
    public void W16_NoAttendanceInADay_IsAbsent()
    {
        var rows = Read("A&E Attendances", "RWH,East,2015-12-04,600,500,0");

        Assert.True(rows.IsAbsent("ed.attendances"));
        Assert.Equal([ReportReasons.ZeroIsUnlikely], rows.Warnings());
    }

    [Fact]
    public void W17_AColumnThatGoesBlank_IsAbsentAndTheRestKept()
    {
        var rows = Read(Closed, "RWH,East,2017-02-05,600,500,4,2", "RWH,East,2017-02-06,600,501,,");

        Assert.Equal([600, 500, 4, 2, 600, 501, null, null], rows.Select(row => row.Reading!.Value));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void W18_AStaleNationalFigure_IsSaid_AndTheTrustsKept()
    {
        var rows = Read("", "-,ENGLAND,2017-01-01,1000,799", "RWH,East,2017-01-01,600,500", "RXX,Else,2017-01-01,400,300");

        var warning = Assert.Single(rows.SelectMany(row => row.Warnings));
        Assert.Equal((ReportReasons.DoesNotMatchItsTrusts, 2, "G&A beds occ'd"), (warning.Reason, warning.Row, warning.Field));
        Assert.Equal(500, rows.Value("beds.ga.occupied"));
    }

    [Fact]
    public void W19_MoreOver21DaysThanOver7_RefusesBoth()
    {
        var rows = Read(Long, "RWG,West,2018-01-15,600,500,1,108");

        Assert.Equal(2, rows.Refusals().Count(refusal => refusal.Reason == Reasons.PartExceedsWhole));
        Assert.Equal(500, rows.Value("beds.ga.occupied"));
    }

    [Fact]
    public void W20_MoreLongStaysThanPatients_RefusesThem()
    {
        var rows = Read(Long, "RWH,East,2017-12-10,600,102,667,40");

        Assert.Equal([("No. beds occupied by long-stay patients (> 7 days)", ReportReasons.AboveBedsOccupied)], rows.Refusals());
        Assert.Equal(40, rows.Value("los.over-21"));
    }

    [Fact]
    public void W21_MoreEmptyClosedBedsThanClosed_RefusesBoth()
    {
        var rows = Read(Closed, "RWH,East,2016-12-01,600,500,0,318");

        Assert.Equal(2, rows.Refusals().Count(refusal => refusal.Reason == Reasons.PartExceedsWhole));
        Assert.Equal(600, rows.Value("beds.ga.open"));
    }

    [Fact]
    public void W22_NoLongStayInAFullHospital_IsKeptWithAWarning()
    {
        var rows = Read(Long, "RWH,East,2017-11-24,600,590,0,0");

        Assert.Equal(0, rows.Value("los.over-7"));
        Assert.Equal([ReportReasons.ZeroIsUnlikely], rows.Warnings());
    }

    [Theory]
    [InlineData("Code,Name,Date,G&A beds occ'd,G&A Beds Open", null)]
    [InlineData("Code,Name,Date,G&A beds occ'd,G&A Beds Opened", "unknown-column")]
    [InlineData("Code,Name,Date,G&A beds occ'd", "missing-column")]
    [InlineData("Name,Date,G&A beds occ'd,G&A Beds Open", "missing-column")]
    [InlineData("Code,Name,Date,G&A beds occ'd,G&A Beds Open,Diverts,Diverts", "repeated-field")]
    [InlineData("Code,Name,Date,G&A beds occ'd,G&A Beds Open,NHS Number", "looks-like-a-patient")]
    [InlineData("", "unreadable")]
    public void W23_Columns_AreFoundByNameAndNeverByPosition(string header, string? reason)
    {
        var read = SitrepBody.Read(Encoding.UTF8.GetBytes($"{header}\n{(header.Length > 0 ? "RWH,East,2021-12-01,500,600" : "")}"), Import);

        Assert.Equal(reason, read.Refused?.Reason);
        if (reason is null) Assert.Equal(500, read.Rows.ToList().Value("beds.ga.occupied"));
    }

    [Fact]
    public void W24_ATrustRenamed_OrInOtherLetters_IsTheSameTrust()
    {
        var rows = Read("", "RWH,East And North,2019-12-02,600,500", "rwh,EAST and north,2019-12-02,600,500", "RWH,Other,2019-12-03,601,501");

        Assert.Equal([600, 500, 601, 501], rows.Select(row => row.Reading!.Value));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void W25_NeverADelay_IsKeptWithAWarning()
    {
        var rows = Read("Delays30,Delays60", [.. Enumerable.Range(1, 8).Select(d => $"RWH,East,2017-12-0{d},600,500,0,0")]);

        Assert.Equal([ReportReasons.NeverADelay], rows.Warnings());
        Assert.Equal(32, rows.Count(row => row.Reading is not null));
    }

    [Fact]
    public void W26_RowsOutOfOrderAndQuotedNumbers_AreTaken()
    {
        var rows = Read("", "RWH,East,2021-12-02,\"601\",\"501\"", "\"RWH\",\"East\",2021-12-01,600,500");

        Assert.Equal([601, 501, 600, 500], rows.Select(row => row.Reading!.Value));
    }
}
