using System.Text;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Tests.Sitreps;
using static SystemFlow.Feeds.Tests.Published.PublishedFixtures;

namespace SystemFlow.Feeds.Tests.Published;

/// <summary>Each fault that monthly A&amp;E files have, on made-up lines of their shape.</summary>
public sealed class EmergencyMonthlyTests
{
    private const string Rwh = "MSitAE-MARCH-2026,RWH,NHS ENGLAND EAST OF ENGLAND ,EAST,1000,0,500,10,0,40,300,0,20,1,0,4,70,5,280,0,3,60";

    private static readonly string[] Figures =
        ["attendances", "attendances-type-1", "booked", "over-4h", "within-4h", "admissions", "dta-4-to-12h", "dta-over-12h", "other-admissions"];

    [Fact]
    public void AMonth_IsItsOwnMetricsFromMidnightToMidnight()
    {
        var rows = Read(Ae22, Rwh);

        Assert.Equal(
            [
                "attendances 1550", "attendances-type-1 1010", "booked 50", "over-4h 325", "within-4h 1225", "admissions 283",
                "dta-4-to-12h 70", "dta-over-12h 5", "other-admissions 60",
            ],
            Figures.Select(name => $"{name} {rows.Of($"monthly.ed.{name}").Value}"));
        var attendances = rows.Of("monthly.ed.attendances");
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), attendances.PeriodStart);
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 23, 0, 0, TimeSpan.Zero), attendances.PeriodEnd); // Summer time by then.
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void AMonth_IsNeverAFigureOfToday()
    {
        var metrics = Read(Ae22, Rwh).Select(row => MetricDictionary.Standard[row.Reading!.Metric.Metric]);

        Assert.All(metrics, metric => Assert.Equal(("monthly", true, RollUp.None), (metric.Group, metric.IsHistory, metric.RollUp)));
    }

    [Theory]
    [InlineData("TOTAL", 1000, true)]
    [InlineData("TOTAL ", 1000, true)]
    [InlineData("TOTAL", 999, false)]
    public void A01_A02_TheTotal_IsNeverAProvider_AndIsHeldAgainstTheSum(string total, int attendances, bool isRight)
    {
        var rows = Read(Ae16,
            "MSitAE-APRIL-2020,RWH,X,EAST,600,0,0,60,0,0,0,0,0,0,0,0", "MSitAE-APRIL-2020,RXX,X,ELSE,400,0,0,40,0,0,0,0,0,0,0,0",
            $"{total},{total},{total},{total},{attendances},0,0,100,0,0,0,0,0,0,0,0");

        Assert.Equal([4], rows.Where(row => row.Outcome is RowOutcome.National).Select(row => row.Row));
        Assert.Equal(isRight ? [] : [ReportReasons.DoesNotMatchItsTrusts], rows.Warnings());
    }

    [Fact]
    public void A03_BlanksBehindWords_AreCutOff()
    {
        var rows = Read(Ae16, "MSitAE-APRIL-2020 ,RWH ,NHS ENGLAND EAST OF ENGLAND ,EAST ,600 ,0,0,60,0,0,0,0,0,0,0,0");

        Assert.Equal(600, rows.Value("monthly.ed.attendances"));
    }

    [Fact]
    public void A04_AByteOrderMark_IsNoPartOfTheFirstColumn()
    {
        var rows = RowsOf([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($"{Ae22}\r\n{Rwh}\r\n")], Import);

        Assert.Equal(1550, rows.Value("monthly.ed.attendances"));
    }

    [Fact]
    public void A05_SixteenColumns_HaveNoBookedOnes_WhichAreAbsentAndNotZero()
    {
        var rows = Read(Ae16, "MSitAE-APRIL-2020,RWH,X,EAST,600,0,10,60,0,0,0,0,0,0,0,0");

        Assert.True(rows.IsAbsent("monthly.ed.booked"));
        Assert.Equal((610, 60), (rows.Value("monthly.ed.attendances"), rows.Value("monthly.ed.over-4h")));
    }

    [Fact]
    public void A06_NoneOverFourHours_AtAMajorDepartment_IsAbsent_AndLeavesNoShare()
    {
        var rows = Read(Ae22,
            "MSitAE-MARCH-2026,RWH,X,EAST,1000,0,500,0,0,0,0,0,0,0,0,0,70,5,280,0,3,60",
            "MSitAE-MARCH-2026,RY4,X,HERTS,0,0,500,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0");

        Assert.All(rows.All("monthly.ed.over-4h", "RWH").Concat(rows.All("monthly.ed.within-4h", "RWH")), reading => Assert.Null(reading.Value));
        Assert.Equal(1500, rows.All("monthly.ed.attendances", "RWH").Single().Value);
        Assert.Equal(500, rows.All("monthly.ed.within-4h", "RY4").Single().Value); // A walk-in centre may well have none.
        Assert.Equal([2], rows.Warned(ReportReasons.ZeroIsUnlikely));
    }

    [Fact]
    public void A07_MoreBookedThanPlain_AreAddedUp()
    {
        var rows = Read(Ae22, "MSitAE-MARCH-2026,RWH,X,EAST,0,0,40,0,0,80,0,0,1,0,0,2,0,0,0,0,0,0");

        Assert.Equal((120, 80, 3), (rows.Value("monthly.ed.attendances"), rows.Value("monthly.ed.booked"), rows.Value("monthly.ed.over-4h")));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void A08_AdmissionsWithoutAttendances_AreKeptWithAWarning()
    {
        var rows = Read(Ae22, "MSitAE-MARCH-2026,RWH,X,EAST,0,0,40,0,0,0,0,0,1,0,0,0,0,0,3,0,0,0");

        Assert.Equal(3, rows.Value("monthly.ed.admissions"));
        Assert.Equal([ReportReasons.AdmissionsAboveAttendances], rows.Warnings());
    }

    [Fact]
    public void A09_AnAllZeroProvider_IsKeptWithAWarning()
    {
        var rows = Read(Ae16, "MSitAE-APRIL-2020,RWH,X,EAST,0,0,0,0,0,0,0,0,0,0,0,0");

        Assert.Equal(0, rows.Value("monthly.ed.attendances"));
        Assert.Equal([ReportReasons.ZeroIsUnlikely], rows.Warnings());
    }

    [Theory]
    [InlineData("MSitAE-APRIL-2020", "2020-04-01")]
    [InlineData("MSitAE-December-2025", "2025-12-01")]
    [InlineData("APRIL-2020", null)]
    [InlineData("MSitAE-APRIL-20", null)]
    [InlineData("MSitAE-SMARCH-2020", null)]
    [InlineData("MSitAE-APRIL-9999", null)]
    public void A10_ThePeriod_IsReadFromItsText_OrRefused(string period, string? month)
    {
        var rows = Read(Ae16, $"{period},RWH,X,EAST,600,0,10,60,0,0,0,0,0,0,0,0");

        if (month is null) Assert.Equal([("Period", Reasons.BadTime)], rows.Refusals());
        else Assert.Equal(month, $"{UkDays.DayOf(rows.Of("monthly.ed.attendances").PeriodStart!.Value):yyyy-MM-dd}");
    }

    [Fact]
    public void A11_BookedColumnsThatAreBlank_AreAbsent()
    {
        var rows = Read(Ae22, "MSitAE-APRIL-2020,RWH,X,EAST,600,0,10,,,,60,0,0,,,,0,0,0,0,0,0");

        Assert.True(rows.IsAbsent("monthly.ed.booked"));
        Assert.Equal((610, 550), (rows.Value("monthly.ed.attendances"), rows.Value("monthly.ed.within-4h")));
    }

    /// <summary>Of 50 booked and 10 over four hours, one blank beside them is not none.</summary>
    [Theory]
    [InlineData("50,0,,10,0,0", "attendances booked within-4h")]
    [InlineData(",0,50,10,0,0", "attendances attendances-type-1 booked within-4h")]
    [InlineData("50,0,0,10,,0", "over-4h within-4h")]
    [InlineData("50,0,0,,,", "over-4h within-4h")]
    [InlineData(",,,10,0,0", "attendances attendances-type-1 booked within-4h")]
    [InlineData(",,,,,", "booked")]
    public void ABookedColumnThatIsBlankBesideOthers_LeavesTheSumsUnknown(string booked, string unknown)
    {
        var cells = booked.Split(',');
        var rows = Read(Ae22, $"MSitAE-MARCH-2026,RWH,X,EAST,1000,0,500,{string.Join(',', cells[..3])},300,0,20,{string.Join(',', cells[3..])},70,5,280,0,3,60");

        Assert.Equal(unknown.Split(' '), Figures.Where(name => rows.IsAbsent($"monthly.ed.{name}")));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void A12_AProviderRenamed_IsOneSeries()
    {
        var rows = Read(Ae16, "MSitAE-APRIL-2020,RWH,X,OLD,600,0,0,60,0,0,0,0,0,0,0,0", "MSitAE-MAY-2020,RWH,X,NEW,500,0,0,50,0,0,0,0,0,0,0,0");

        Assert.Equal([600, 500], rows.All("monthly.ed.attendances", "RWH").Select(reading => reading.Value));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void MoreOverFourHoursThanAttendances_RefusesTheMeasure()
    {
        var rows = Read(Ae16, "MSitAE-APRIL-2020,RWH,X,EAST,600,0,0,601,0,0,0,0,0,0,0,0");

        Assert.Equal([("Attendances over 4hrs Type 1", Reasons.PartExceedsWhole)], rows.Refusals());
        Assert.Equal(600, rows.Value("monthly.ed.attendances"));
        Assert.Empty(rows.All("monthly.ed.within-4h"));
    }
}
