using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Tests.Sitreps;
using static SystemFlow.Feeds.Tests.Published.PublishedFixtures;

namespace SystemFlow.Feeds.Tests.Published;

/// <summary>Each fault that daily returns have, on made-up lines of their shape.</summary>
public sealed class DailyReturnTests
{
    [Fact]
    public void Handovers_AreTheDaysOwn_AndTheirHoursAreNotThoseLost()
    {
        var rows = Read(Handovers, "RWH,2026-03-29,60,40,20,10,4,5,65,30.5");

        Assert.Equal(
            [60, 40, 20, 10, 4, 5, 65, 1830, 30.5],
            rows.Select(row => row.Reading!.Value));
        Assert.Equal(30.5, rows.Value("ambulance.handover-mean-minutes"));
        Assert.DoesNotContain(rows, row => $"{row.Reading!.Metric}" == "ambulance.handover-minutes-lost");
        Assert.Equal(TimeSpan.FromHours(23), rows[0].Reading!.PeriodEnd - rows[0].Reading!.PeriodStart); // The clocks go forward.
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void H01_MoreOver60ThanOver45_AreKeptWithAWarning()
    {
        var rows = Read(Handovers, "RWH,2025-12-25,70,47,3,0,1,0,70,21.9");

        Assert.Equal((0, 1), (rows.Value("ambulance.handover-over-45"), rows.Value("ambulance.handover-over-60")));
        Assert.Equal([ReportReasons.LongerBandAboveShorter], rows.Warnings());
    }

    [Fact]
    public void H02_ATrustThatStops_IsStale_AndItsLastFigureIsNotCurrent()
    {
        var rows = Read(Handovers, "RWH,2026-03-01,60,40,20,10,4,5,65,30.5", "RQW,2026-02-23,60,40,20,10,4,5,65,30.5");
        var now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

        Assert.Equal(Freshness.Fresh, FreshnessAt(rows.All("ambulance.handover-over-60", "RWH").Single(), now));
        Assert.Equal(Freshness.Silent, FreshnessAt(rows.All("ambulance.handover-over-60", "RQW").Single(), now));
    }

    [Fact]
    public void H03_ManyUnknownTimes_AreKeptWithAWarning_AndTheMeanIsOfTheOthers()
    {
        var rows = Read(Handovers, "RWH,2026-02-11,56,40,20,10,4,17,73,56");

        Assert.Equal(60, rows.Value("ambulance.handover-mean-minutes"));
        Assert.Equal([ReportReasons.ManyUnknownTimes], rows.Warnings());
    }

    [Fact]
    public void H04_AnExtremeDay_IsKeptAndRaisesTheAlarm()
    {
        var rows = Read(Handovers, "RQW,2026-01-08,53,50,45,38,35,6,59,142.41389");
        var own = rows.Select(row => row.Reading!).Aggregate(OwnReadings.None, (all, reading) => all.With(reading));
        var footprint = Terms.At9am.Footprint;
        var state = new StateRules(footprint, MetricDictionary.Standard, PressureRules.Standard)
            .StateOf(footprint.Find(rows[0].Reading!.Place), own, [], rows[0].Reading!.PeriodEnd.AddHours(8));
        var rule = AlertRuleSet.Standard.Rules.Single(rule => rule.Code == "handovers-over-60");

        var evidence = new EvidenceRules(MetricDictionary.Standard, footprint)
            .EvidenceOf(rule, state, new RecentFigures(), rows[0].Reading!.PeriodEnd.AddHours(8));

        Assert.Equal(161, Math.Round(rows.Value("ambulance.handover-mean-minutes")!.Value));
        Assert.Equal(Standing.Raised, evidence.Standing);
        Assert.Empty(rows.Warnings());
    }

    [Theory]
    [InlineData("RWH,2026-01-01,60,61,20,10,4,5,65,30", "part-exceeds-whole", null)]
    [InlineData("RWH,2026-01-01,60,40,20,10,4,5,66,30", null, "does-not-add-up")]
    [InlineData("RWH,2026-01-01,0,0,0,0,0,0,0,0", null, "zero-is-unlikely")]
    public void Handovers_ThatDoNotFitTogether_AreSaidSo(string line, string? refused, string? warned)
    {
        var rows = Read(Handovers, line);

        Assert.Equal(refused is null ? [] : [refused], rows.Refusals().Select(refusal => refusal.Reason));
        Assert.Equal(warned is null ? [] : [warned], rows.Warnings());
    }

    [Fact]
    public void Discharges_LeaveTheRestAtTheDaysEnd()
    {
        var rows = Read(Acute, "RWH,2022-04-01,148.0,49.0,32.0,81.0");

        Assert.Equal((148, 81, 49, 67), (rows.Value("nctr.in-day"), rows.Value("nctr.discharged"), rows.Value("nctr.discharged-by-1700"), rows.Value("nctr.patients")));
        Assert.Null(rows.Of("nctr.patients").PeriodStart);
        Assert.Equal(new DateTimeOffset(2022, 4, 1, 23, 0, 0, TimeSpan.Zero), rows.Of("nctr.patients").PeriodEnd);
        Assert.DoesNotContain(rows, row => $"{row.Reading!.Metric}" == "discharges.total"); // Others leave hospital too.
    }

    [Fact]
    public void D01_ABlankLine_IsAbsentThroughout()
    {
        var rows = Read(Acute, "RWH,2024-04-29,,,,");

        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Equal(Absent.Unknown, row.Reading!.Absent));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void D02_D03_ZeroInEveryColumn_IsAbsentWithAWarning(int days)
    {
        var rows = Read(Acute, [.. Enumerable.Range(1, days).Select(day => $"RWH,2022-06-{day:00},0.0,0.0,0.0,0.0")]);

        Assert.All(rows, row => Assert.Null(row.Reading!.Value));
        Assert.Equal(days, rows.Warned(ReportReasons.ZeroIsUnlikely).Length);
    }

    [Fact]
    public void D04_NoDischarge_WhileManyWait_IsKeptWithAWarning()
    {
        var rows = Read(Acute, "RWH,2022-06-24,190,0,0,0");

        Assert.Equal((0, 190), (rows.Value("nctr.discharged"), rows.Value("nctr.patients")));
        Assert.Equal([ReportReasons.ZeroIsUnlikely], rows.Warnings());
    }

    [Fact]
    public void D05_FarBelowUsual_IsKeptWithAWarning_AndAShortFileIsNotJudged()
    {
        string[] days = [.. Enumerable.Range(1, 30).Select(day => $"RWH,2023-05-{day:00},{(day is 19 ? 9 : 90)},,,5")];

        var rows = Read(Acute, days);

        Assert.Equal([20], rows.Warned(ReportReasons.FarBelowUsual));
        Assert.Equal(9, rows.All("nctr.in-day")[18].Value);
        Assert.Empty(Read(Acute, days[..20]).Warnings());
    }

    [Fact]
    public void D06_AColumnThatStops_IsAbsentSince_AndSaidOnce()
    {
        var rows = Read(Acute, [.. Enumerable.Range(1, 31).Select(day => $"RWH,2023-05-{day:00},90,{(day < 3 ? "20,20" : ",")},40")]);

        Assert.Equal([20d, 20d, null], rows.All("nctr.discharged-by-1700").Take(3).Select(reading => reading.Value));
        var remarks = rows.SelectMany(row => row.Warnings).Where(warning => warning.Reason == ReportReasons.ColumnEnds).ToList();
        Assert.Equal(["discharged_by_1700", "discharged_between_1701_2359"], remarks.Select(remark => remark.Field));
        Assert.Contains("ends on 2023-05-02", remarks[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void D07_AOneDaySpike_IsKeptWithAWarning()
    {
        var rows = Read(Acute, [.. Enumerable.Range(1, 30).Select(day => $"RWH,2023-05-{day:00},{(day is 18 ? 174 : 100)},,,40")]);

        Assert.Equal([19], rows.Warned(ReportReasons.FarAboveUsual));
        Assert.Equal(174, rows.All("nctr.in-day")[17].Value);
    }

    [Fact]
    public void D08_AStretchCountedInAnotherWay_IsSaidOnce()
    {
        var rows = Read(Acute, [.. Enumerable.Range(1, 30).Select(day => $"RWH,2023-06-{day:00},100,,,{(day is > 10 and < 20 ? 99 : 40)}")]);

        var remark = Assert.Single(rows.SelectMany(row => row.Warnings));
        Assert.Equal(ReportReasons.LevelShift, remark.Reason);
        Assert.Contains("on 9 days from 2023-06-11 to 2023-06-19", remark.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("103.0", 103, null)]
    [InlineData("103.5", null, "not-whole")]
    public void D09_AWholeNumberWithADecimal_IsTaken_AndAFractionRefused(string number, int? value, string? reason)
    {
        var rows = Read(Acute, $"RWH,2022-04-01,{number},,,5.0");

        Assert.Equal(value is null ? [] : [value], rows.All("nctr.in-day").Select(reading => (int?)reading.Value));
        Assert.Equal(reason is null ? [] : [("do_not_meet_criteria_to_reside", reason)], rows.Refusals());
    }

    [Fact]
    public void C01_RowsOutOfOrder_AndDaysWithoutADischarge_AreTakenWithoutAWarning()
    {
        var rows = Read(Community,
            "community,trust,RY4,HERTS,2023-08-02,15.0,0.0,15.0,august2023.xlsx", "community,trust,RY4,HERTS,2023-06-01,14.0,2.0,12.0,june2023.xlsx");

        Assert.Equal([12, 15], rows.All("community-nctr.patients", "RY4").Select(reading => reading.Value));
        Assert.Empty(rows.Warnings());
        Assert.Empty(rows.All("nctr.patients")); // Acute beds only.
    }

    [Fact]
    public void Community_ThatDoesNotAddUp_IsSaidSo()
    {
        var rows = Read(Community, "community,trust,RY4,HERTS,2023-08-02,15,3,14,x", "community,trust,RY4,HERTS,2023-08-03,15,16,0,x");

        Assert.Equal([ReportReasons.DoesNotAddUp], rows.Warnings());
        Assert.Equal([Reasons.PartExceedsWhole, Reasons.PartExceedsWhole], rows.Refusals().Select(refusal => refusal.Reason));
    }

    [Fact]
    public void N01_AWeekOfZerosToCome_IsLeftOut_AndTheLastDayIsTheOneWithCalls()
    {
        var rows = Read(Calls, "2026-03-29,1447,1400,1000,1100", "2026-03-30,0,0,0,0", "2026-03-31,0,0,0,0");

        Assert.Equal("2026-03-29", $"{UkDays.DayOf(rows.All("nhs111.received").Single().PeriodStart!.Value):yyyy-MM-dd}");
        Assert.Equal("hwe", rows.All("nhs111.received").Single().Place.ToString());
        Assert.Equal([3, 4], rows.Warned(ReportReasons.ZeroIsUnlikely));
    }

    [Fact]
    public void N01_ADayOfZerosAmongOthers_IsAbsent()
    {
        var rows = Read(Calls, "2026-03-27,1447,1400,1000,1100", "2026-03-28,0,0,0,0", "2026-03-29,1447,1400,1000,1100");

        Assert.Equal([1447d, null, 1447d], rows.All("nhs111.received").Select(reading => reading.Value));
    }

    [Fact]
    public void N02_ARealPeak_IsTakenWithoutAWarning()
    {
        var rows = Read(Calls, [.. Enumerable.Range(1, 30).Select(day => $"2025-12-{day:00},{(day is 27 ? 2822 : 1400)},1300,1000,1100")]);

        Assert.Equal(2822, rows.All("nhs111.received").Max(reading => reading.Value));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void Calls_MoreAnsweredThanReceived_AreRefused()
    {
        var rows = Read(Calls, "2025-12-27,100,101,50,40");

        Assert.Equal(["calls_received", "calls_answered"], rows.Refusals().Select(refusal => refusal.Field));
        Assert.Equal(2, rows.Count(row => row.Reading is not null));
    }

    [Fact]
    public void Calls_AreOfThePlaceThatTheTermsName()
    {
        var rows = ReadAll(Import with { Place = Domain.Places.PlaceCode.Parse("board-we") }, Calls, "2025-12-27,100,90,50,40");

        Assert.All(rows, row => Assert.Equal("board-we", row.Reading!.Place.ToString()));
    }

    private static Freshness FreshnessAt(Reading reading, DateTimeOffset now) =>
        FreshnessRule.At(reading, MetricDictionary.Standard[reading.Metric.Metric], now);
}
