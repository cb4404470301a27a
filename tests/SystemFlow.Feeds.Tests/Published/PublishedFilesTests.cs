using System.Text;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Published;
using SystemFlow.Feeds.Tests.Sitreps;
using static SystemFlow.Feeds.Tests.Published.PublishedFixtures;
using DelayedTransfers = SystemFlow.Feeds.Published.Returns.DelayedDays;

namespace SystemFlow.Feeds.Tests.Published;

/// <summary>The published returns themselves, where they are at hand: lines and counts were taken from the files by other means.</summary>
public sealed class PublishedFilesTests
{
    private const string April2020 = "April-2020-revised-260421-abc123.csv";
    private const string August2021 = "August-2021-revised-120522-CCC324.csv";
    private const string December2022 = "December-2022-revised-110523-iii999.csv";
    private const string April2025 = "April-2025-CSV-revised.csv";
    private const string December2025 = "December-2025-CSV-K7F4Sp.csv";

    private static readonly string[] Ours = ["RWH", "RWG", "RQW", "RY4"];

    private const string Ae = "ae/monthly-as-published/";
    private const string AeExtract = "ae/ae-monthly-herts-west-essex-2020-2026.csv";
    private const string AcuteFile = "discharge/discharge-daily-herts-west-essex-2022-2024.csv";
    private const string CommunityFile = "discharge/discharge-community-ry4-daily-2023-24.csv";
    private const string HandoverFile = "ambulance/handover-daily-herts-west-essex-2025-26.csv";
    private const string MonthlyFile = "beds/ga-beds-monthly-herts-west-essex-2022-2025.csv";
    private const string QuarterlyFile = "beds/kh03-overnight-quarterly-herts-west-essex-2010-2022.csv";
    private const string DelaysFile = "dtoc/dtoc-england-monthly-2010-2020.csv";
    private const string CallsFile = "nhs111/nhs111-daily-herts-west-essex-2025-26.csv";

    /// <summary>The line of the total, the trusts above nought over four hours, and the all-zero providers, of every provider in England.</summary>
    [Theory]
    [InlineData(April2020, 224, 14, 7)]
    [InlineData(August2021, 212, 14, 2)]
    [InlineData(December2022, 206, 14, 3)]
    [InlineData(April2025, 200, 0, 1)]
    [InlineData(December2025, 199, 0, 0)]
    public async Task A01_A02_A04_A05_A06_A09_EveryProviderOfAMonth(string file, int total, int unreported, int zeros)
    {
        var body = await SharedData.ReadAsync(Ae + file);

        var rows = RowsOf(body, ImportOf(Codes(body)));

        Assert.Equal([total], rows.Where(row => row.Outcome is RowOutcome.National).Select(row => row.Row));
        Assert.Empty(rows.Warned(ReportReasons.DoesNotMatchItsTrusts));
        Assert.Empty(rows.Refusals());
        Assert.DoesNotContain(rows, row => row.Outcome is RowOutcome.Outside);
        Assert.Equal(total - 2, rows.All("monthly.ed.attendances").Count);
        Assert.Equal(unreported, rows.All("monthly.ed.over-4h").Count(reading => reading.Value is null));
        Assert.Equal(unreported, rows.Warned(ReportReasons.ZeroIsUnlikely, "Attendances over 4hrs Type 1").Length);
        Assert.Equal(zeros, rows.Warned(ReportReasons.ZeroIsUnlikely, "Other emergency admissions").Length);
        Assert.Equal(file == April2020, rows.All("monthly.ed.booked").TrueForAll(reading => reading.Value is null));
    }

    [Theory]
    [InlineData(April2020, 37)]
    [InlineData(August2021, 32)]
    [InlineData(December2022, 63)]
    public async Task A06_TheFirstTrustThatDidNotReport(string file, int line)
    {
        var body = await SharedData.ReadAsync(Ae + file);

        Assert.Equal(line, RowsOf(body, ImportOf(Codes(body))).Warned(ReportReasons.ZeroIsUnlikely, "Attendances over 4hrs Type 1")[0]);
    }

    [Theory]
    [InlineData(April2020, 4)]
    [InlineData(August2021, 4)]
    [InlineData(December2022, 4)]
    [InlineData(April2025, 4)]
    [InlineData(December2025, 4)]
    public async Task A03_OurProviders_AreFoundAmongAllOthers_WhichAreCounted(string file, int ours)
    {
        var rows = RowsOf(await SharedData.ReadAsync(Ae + file), Import);

        Assert.Equal(["RQW", "RWG", "RWH", "RY4"], rows.All("monthly.ed.attendances").Select(reading => reading.Place.ToString()).Order());
        Assert.Equal(ours, rows.All("monthly.ed.attendances").Count);
        Assert.True(rows.Count(row => row.Outcome is RowOutcome.Outside) > 190);
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public async Task A07_MoreBookedThanPlain_AreAddedUp()
    {
        var body = await SharedData.ReadAsync(Ae + April2025);

        var rows = RowsOf(body, ImportOf(Codes(body))).Where(row => row.Row == 165).ToList();

        Assert.Equal((8_010, 25_183), (rows.Value("monthly.ed.booked"), rows.Value("monthly.ed.attendances")));
    }

    [Theory]
    [InlineData(April2020, 32, 62)]
    [InlineData(December2022, 122)]
    public async Task A08_AdmissionsWithoutAttendances_AreWarnedOf(string file, params int[] lines)
    {
        var body = await SharedData.ReadAsync(Ae + file);

        var warned = RowsOf(body, ImportOf(Codes(body))).Warned(ReportReasons.AdmissionsAboveAttendances);

        Assert.Subset(warned.ToHashSet(), lines.ToHashSet());
    }

    [Theory]
    [InlineData(April2020, "2020-04")]
    [InlineData(August2021, "2021-08")]
    [InlineData(December2022, "2022-12")]
    [InlineData(April2025, "2025-04")]
    [InlineData(December2025, "2025-12")]
    public async Task A10_ThePublishedMonth_EqualsTheExtract(string file, string month)
    {
        var published = RowsOf(await SharedData.ReadAsync(Ae + file), Import);
        var extract = RowsOf(await SharedData.ReadAsync(AeExtract), Import);

        Assert.Equal(Texts(extract, month), Texts(published, month));
        Assert.Equal(36, Texts(published, month).Count); // Nine figures of four providers.
    }

    [Fact]
    public async Task A11_A12_B07_TheExtract_IsUnbrokenThroughRenamesAndBlanks()
    {
        var rows = RowsOf(await SharedData.ReadAsync(AeExtract), Import);

        Assert.All(Ours, code => Assert.Equal(72, rows.All("monthly.ed.attendances", code).Count));
        Assert.Equal(16, rows.All("monthly.ed.booked").Count(reading => reading.Value is null));
        Assert.Equal(4_648, rows.All("monthly.ed.attendances-type-1", "RWH")[0].Value);
        Assert.Equal(4_484, rows.All("monthly.ed.attendances-type-1", "RQW")[0].Value);
        Assert.Empty(rows.Refusals());
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public async Task H01_H03_H04_Handovers()
    {
        var rows = RowsOf(await SharedData.ReadAsync(HandoverFile), Import);

        Assert.Equal([33, 155, 294, 300], rows.Warned(ReportReasons.LongerBandAboveShorter));
        Assert.Contains(81, rows.Warned(ReportReasons.ManyUnknownTimes));
        Assert.Empty(rows.Warned(ReportReasons.DoesNotAddUp)); // All are the known and the unknown, on every line.
        Assert.Empty(rows.Refusals());
        var mean = rows.Single(row => row.Row == 173 && $"{row.Reading?.Metric}" == "ambulance.handover-mean-minutes");
        Assert.Equal(161, Math.Round(mean.Reading!.Value!.Value));
        Assert.Empty(mean.Warnings);
        var known = rows.All("ambulance.handover-known").Zip(rows.All("ambulance.handover-unknown"), (k, u) => k.Value + u.Value);
        Assert.Equal(25_348, known.Sum());
        Assert.Equal(25_348, rows.All("ambulance.arrivals").Sum(reading => reading.Value));
    }

    [Theory]
    [InlineData("RQW", 92, "2026-02-24T00:00:00Z")]
    [InlineData("RWG", 98, "2026-03-02T00:00:00Z")]
    [InlineData("RWH", 126, "2026-03-29T23:00:00Z")]
    public async Task H02_TheThreeTrusts_StopOneAfterAnother(string trust, int days, string last)
    {
        var rows = RowsOf(await SharedData.ReadAsync(HandoverFile), Import);
        var own = rows.All("ambulance.handover-over-60", trust);
        var metric = MetricDictionary.Standard[own[^1].Metric.Metric];

        Assert.Equal((days, DateTimeOffset.Parse(last, null)), (own.Count, own[^1].PeriodEnd));
        Assert.Equal(Freshness.Fresh, FreshnessRule.At(own[^1], metric, own[^1].PeriodEnd.AddDays(1)));
        Assert.Equal(Freshness.Silent, FreshnessRule.At(own[^1], metric, own[^1].PeriodEnd.AddDays(3)));
    }

    [Fact]
    public async Task D01_TheBlankWeek_IsAbsent()
    {
        var rows = RowsOf(await SharedData.ReadAsync(AcuteFile), Import);

        int[] week = [2281, 2284, 2287, 2290, 2293, 2296, 2299];
        Assert.All(week, line => Assert.All(rows.Where(row => row.Row == line), row => Assert.Null(row.Reading!.Value)));
        Assert.Equal(7, rows.All("nctr.in-day", "RWH").Count(reading => reading.Value is null) - 1); // And one day of zeros.
    }

    [Fact]
    public async Task D02_D03_DaysOfZeros_AreAbsentWithAWarning()
    {
        var rows = RowsOf(await SharedData.ReadAsync(AcuteFile), Import);

        Assert.Equal(
            [239, 240, 241, 242, 245, 248, 251, 254, 257, 260],
            rows.Warned(ReportReasons.ZeroIsUnlikely, "do_not_meet_criteria_to_reside"));
        Assert.All(rows.Where(row => row.Row is 239 or 240 or 241 or 260), row => Assert.True(row.Reading?.Value is null));
    }

    [Fact]
    public async Task D04_NoDischargeWhileManyWait_IsWarnedOf()
    {
        var rows = RowsOf(await SharedData.ReadAsync(AcuteFile), Import);

        var lines = rows.Where(row => row.Warnings.Any(w => w.Reason == ReportReasons.ZeroIsUnlikely && w.Field == "discharged_total")).ToList();
        Assert.Equal(18, lines.Count(row => row.Reading!.Place.ToString() == "RWH"));
        Assert.Equal([50, 1241, 1244, 1247, 1250, 1634, 2327, 2330, 2333, 2837, 2840], lines.Where(row => row.Reading!.Place.ToString() == "RQW").Select(row => row.Row));
        Assert.All(lines, row => Assert.Equal(0, row.Reading!.Value));
    }

    [Fact]
    public async Task D05_FourDaysOfOnePatient_AreWarnedOf()
    {
        var warned = RowsOf(await SharedData.ReadAsync(AcuteFile), Import).Warned(ReportReasons.FarBelowUsual);

        Assert.Equal([1241, 1244, 1247, 1250, 1253, 1343], warned); // 6 and 3 patients on two days more.
    }

    [Fact]
    public async Task D06_TheTimesOfDay_EndInMay2023()
    {
        var rows = RowsOf(await SharedData.ReadAsync(AcuteFile), Import);

        var ends = rows.SelectMany(row => row.Warnings).Where(warning => warning.Reason == ReportReasons.ColumnEnds).ToList();
        Assert.Equal(6, ends.Count); // Two columns of three trusts.
        Assert.All(ends, end => Assert.Contains("ends on 2023-05-31", end.Detail, StringComparison.Ordinal));
        Assert.Equal(1_740, rows.All("nctr.discharged-by-1700").Count(reading => reading.Value is null && reading.PeriodEnd.Year * 100 + reading.PeriodEnd.Month >= 202306));
        Assert.Empty(rows.Warned(ReportReasons.DoesNotAddUp));
    }

    [Fact]
    public async Task D07_TheSpike_IsWarnedOf_AndRarelyAnythingElse()
    {
        var rows = RowsOf(await SharedData.ReadAsync(AcuteFile), Import);

        var warned = rows.Where(row => row.Warnings.Any(w => w.Reason == ReportReasons.FarAboveUsual)).ToList();
        Assert.Equal([1240], warned.Where(row => row.Reading!.Place.ToString() == "RWH").Select(row => row.Row));
        Assert.True(warned.Count < 25, $"{warned.Count} of 3,018 lines are called a spike.");
    }

    [Fact]
    public async Task D08_TheShift_IsSaidOnce()
    {
        var rows = RowsOf(await SharedData.ReadAsync(AcuteFile), Import);

        var shift = Assert.Single(rows.SelectMany(row => row.Warnings), warning => warning.Reason == ReportReasons.LevelShift);
        Assert.Contains("RQW: on 89 days from 2023-02-22 to 2023-07-31", shift.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AcuteFile)]
    [InlineData(CommunityFile)]
    [InlineData(MonthlyFile)]
    [InlineData(DelaysFile)]
    public async Task D09_CountsWrittenWithADecimal_AreTaken(string file)
    {
        Assert.Empty(RowsOf(await SharedData.ReadAsync(file), Import).Refusals());
    }

    [Fact]
    public async Task C01_TheCleanFile_HasNoWarning_AndWhoIsLeftIsTheRest()
    {
        var rows = RowsOf(await SharedData.ReadAsync(CommunityFile), Import);

        Assert.Empty(rows.Warnings());
        Assert.Equal(245, rows.All("community-nctr.patients", "RY4").Count);
        Assert.Equal(
            rows.All("community-nctr.in-day").Zip(rows.All("community-nctr.discharged"), (all, gone) => all.Value - gone.Value),
            rows.All("community-nctr.patients").Select(reading => reading.Value));
    }

    [Fact]
    public async Task B01_B02_B03_BedsOfAMonth()
    {
        var rows = RowsOf(await SharedData.ReadAsync(MonthlyFile), Import);

        List<IntakeRow> Line(int line) => [.. rows.Where(row => row.Row == line)];
        Assert.Equal((7, 2, 36.3), (Line(6).Value("monthly.beds.ic-neonatal.open"), Line(6).Value("monthly.beds.ic-neonatal.occupied"), Line(6).Value("monthly.beds.ic-neonatal.occupancy")));
        Assert.Equal(30, rows.All("monthly.beds.ic-paediatric.open", "RWH").Count(reading => reading.Value is null));
        Assert.Equal(0, Line(7).Value("monthly.beds.ic-paediatric.open"));
        Assert.True(Line(7).IsAbsent("monthly.beds.ic-paediatric.occupied"));
        Assert.True(Line(104).IsAbsent("monthly.beds.ic-paediatric.occupancy"));
        Assert.All(rows.All("monthly.beds.ic-paediatric.occupancy"), reading => Assert.Null(reading.Value));
        Assert.Equal(123, rows.All("monthly.beds.ga.occupancy").Count(reading => reading.Value is not null));
    }

    [Fact]
    public async Task B04_B05_B06_B07_BedsOfAQuarter()
    {
        var rows = RowsOf(await SharedData.ReadAsync(QuarterlyFile), Import);

        Assert.Equal([50, 50, 48, 18], Ours.Select(code => rows.All("quarterly.beds.ga.open", code).Count));
        Assert.Equal(166, rows.All("quarterly.beds.all.open").Count);
        Assert.DoesNotContain(rows.All("quarterly.beds.ga.open", "RQW"), reading => UkDays.DayOf(reading.PeriodEnd) == new DateOnly(2014, 7, 1));
        Assert.Contains(rows.All("quarterly.beds.ga.open", "RQW"), reading => UkDays.DayOf(reading.PeriodEnd) == new DateOnly(2011, 4, 1));
        Assert.Equal(new DateOnly(2015, 4, 1), UkDays.DayOf(rows.All("quarterly.beds.ga.open", "RY4")[^1].PeriodEnd));
        Assert.Equal([(101, "ga_occupied", ReportReasons.OccupiedEqualsOpen)], rows.SelectMany(row => row.Warnings).Select(w => (w.Row, w.Field, w.Reason)));
        Assert.Empty(rows.Refusals());
    }

    [Fact]
    public async Task T01_T02_DelaysOfEngland_AreCountedAndNeverKept()
    {
        var body = await SharedData.ReadAsync(DelaysFile);
        var rows = RowsOf(body, Import);

        Assert.Equal(7_245, rows.Count(row => row.Outcome is RowOutcome.National));
        Assert.DoesNotContain(rows, row => row.Reading is not null);
        var remarks = rows.SelectMany(row => row.Warnings).ToDictionary(warning => warning.Reason, warning => warning.Detail);
        Assert.Contains("14 combinations", remarks[ReportReasons.CannotOccur], StringComparison.Ordinal);
        Assert.Contains("(1610 lines)", remarks[ReportReasons.CannotOccur], StringComparison.Ordinal);
        Assert.Contains("240 zeros", remarks[ReportReasons.NotCollected], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2010-08-01", 109_918)]
    [InlineData("2016-10-01", 200_095)]
    [InlineData("2020-02-01", 155_782)]
    public async Task DelaysOfAMonth_AddUpToThePublishedTotal(string month, int total)
    {
        var body = await SharedData.ReadAsync(DelaysFile);
        var (header, _) = PublishedHeader.Read(CsvRows.Of(body, new FeedOptions()).First());
        var lines = CsvRows.Of(body, new FeedOptions()).Skip(1).Select(row => PublishedLine.Read(row, header!, MetricDictionary.Standard).Line!).ToList();

        Assert.Equal(total, lines.Where(line => line.Texts["month"] == month).Sum(line => line["delayed_days"]));
        Assert.Equal(14, DelayedTransfers.Kinds(lines).Count(DelayedTransfers.CannotOccur));
    }

    [Fact]
    public async Task N01_N02_Calls_EndWithTheLastRealDay_AndThePeakIsTaken()
    {
        var rows = RowsOf(await SharedData.ReadAsync(CallsFile), Import);

        Assert.Equal([128, 129, 130, 131, 132, 133, 134], rows.Warned(ReportReasons.ZeroIsUnlikely));
        Assert.Equal(126, rows.All("nhs111.received").Count);
        Assert.Equal((1_447, new DateOnly(2026, 3, 30)), (rows.All("nhs111.received")[^1].Value, UkDays.DayOf(rows.All("nhs111.received")[^1].PeriodEnd)));
        Assert.Equal(2_822, rows.Where(row => row.Row == 35).Value("nhs111.received"));
        Assert.Equal(1_389, Math.Round(rows.All("nhs111.received").Average(reading => reading.Value)!.Value));
        Assert.Empty(rows.Refusals());
    }

    /// <summary>No organisation is found by position or by name: two that share one are two.</summary>
    [Theory]
    [InlineData(April2020, 21)]
    public async Task O01_CodesThatNoRegisterHas_AreCountedAndNeverDropped(string file, int unknown)
    {
        var body = await SharedData.ReadAsync(Ae + file);
        var register = Encoding.UTF8.GetString(await SharedData.ReadAsync("organisations/ods-organisations.csv")).Split('\n').Skip(1)
            .Select(line => line.Split(',')[0]).ToHashSet();
        var codes = Codes(body).ToList();

        var rows = RowsOf(body, ImportOf(codes.Where(register.Contains)));

        Assert.Equal(unknown, rows.Count(row => row.Outcome is RowOutcome.Outside));
        Assert.Equal(codes.Count - unknown, rows.All("monthly.ed.attendances").Count);
    }

    private static IEnumerable<string> Codes(byte[] body) =>
        Encoding.UTF8.GetString(body).Split("\r\n").Skip(1).Where(line => line.Length > 0)
            .Select(line => line.Split(',')[1].Trim()).Where(code => code != "TOTAL");

    private static List<string> Texts(List<IntakeRow> rows, string month) =>
    [
        .. rows.Select(row => row.Reading).OfType<Reading>()
            .Where(reading => $"{UkDays.DayOf(reading.PeriodStart!.Value):yyyy-MM}" == month)
            .Select(reading => $"{reading.Place} {reading.Metric} {reading.Value}").Order(),
    ];
}
