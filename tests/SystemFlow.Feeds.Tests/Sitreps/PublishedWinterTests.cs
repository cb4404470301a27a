using System.Diagnostics;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Sitreps;

namespace SystemFlow.Feeds.Tests.Sitreps;

/// <summary>The published winters themselves, where they are at hand: the counts were taken from the files by other means.</summary>
public sealed class PublishedWinterTests
{
    private const string GaOccupied = "G&A beds occ'd";
    private const string Over7 = "No. beds occupied by long-stay patients (> 7 days)";

    /// <summary>For every trust of a winter: how many lines have each fault.</summary>
    /// <param name="faults">Occupied with none open; somewhat above open; nobody in 100 beds and more; over 21 days above
    /// over 7; long stay above occupied; empty closed above closed (once more in England, which is not kept); critical care far above open.</param>
    [Theory]
    [InlineData("2015-16", 9_486, 62, "0 0 6 0 0 0 0")]
    [InlineData("2016-17", 15_606, 102, "2 13 43 0 0 18 55")]
    [InlineData("2017-18", 14_490, 105, "0 1 0 39 1 57 1")]
    [InlineData("2019-20", 12_103, 91, "0 0 1 138 3 0 0")]
    [InlineData("2020-21", 23_023, 322, "0 0 3 323 4 0 0")]
    [InlineData("2021-22", 18_620, 266, "0 0 1 319 4 0 0")]
    public async Task W04_W11_W12_W13_W14_W19_W20_W21_Winter_HasTheFaultsThatItIsKnownFor(string winter, int lines, int national, string faults)
    {
        var rows = await ReadAsync(winter, everyTrust: true);

        Assert.Equal(national, rows.Count(row => row.Outcome is RowOutcome.National));
        Assert.True(rows.Select(row => row.Row).Max() <= lines + 1);
        Assert.DoesNotContain(rows, row => row.Outcome is RowOutcome.Outside);
        int[] counts =
        [
            rows.Count(Refused(GaOccupied, ReportReasons.OccupiedButNoneOpen)),
            rows.Count(Warned(GaOccupied, Reasons.OccupiedAboveOpen)),
            rows.Count(Warned(GaOccupied, ReportReasons.ZeroIsUnlikely)),
            rows.Count(Refused(Over7, Reasons.PartExceedsWhole)),
            rows.Count(Refused(Over7, ReportReasons.AboveBedsOccupied)),
            rows.Count(Refused("No. beds closed due to norovirus etc.", Reasons.PartExceedsWhole)),
            rows.Count(Refused("CC Adult Occ", ReportReasons.OccupiedFarAboveOpen)),
        ];
        Assert.Equal(faults, string.Join(' ', counts));
    }

    /// <summary>Lines of England that are not the sum of their trusts: two, in one winter.</summary>
    [Theory]
    [InlineData("2015-16", "")]
    [InlineData("2016-17", "4745 5816")]
    [InlineData("2017-18", "")]
    [InlineData("2019-20", "")]
    [InlineData("2020-21", "")]
    [InlineData("2021-22", "")]
    public async Task W18_England_IsTheSumOfItsTrusts_SaveWhereItIsKnownNotToBe(string winter, string lines)
    {
        var rows = await ReadAsync(winter, everyTrust: true);

        var mismatches = rows.Where(Warned(null, ReportReasons.DoesNotMatchItsTrusts)).Select(row => row.Row);
        Assert.Equal(lines, string.Join(' ', mismatches));
    }

    /// <summary>Days of the three trusts of the footprint, and no contradiction among their half rows.</summary>
    [Theory]
    [InlineData("2015-16", 62)]
    [InlineData("2016-17", 102)]
    [InlineData("2017-18", 105)]
    [InlineData("2019-20", 91)]
    [InlineData("2020-21", 154)]
    [InlineData("2021-22", 126)]
    public async Task W05_W07_W23_W24_W26_OurTrusts_AreThereOnEveryDay_AndNeverContradictThemselves(string winter, int days)
    {
        var clock = Stopwatch.StartNew();

        var rows = await ReadAsync(winter);

        var open = rows.Where(row => row.Reading?.Metric.Metric.ToString() == "beds.ga.open").Select(row => row.Reading!);
        Assert.Equal(["RQW", "RWG", "RWH"], open.Select(reading => reading.Place.ToString()).Distinct().Order());
        Assert.Equal(3 * days, open.Select(reading => (reading.Place, reading.PeriodEnd)).Distinct().Count());
        Assert.Equal(3 * days, open.Count());
        Assert.DoesNotContain(rows, row => row.Refusals.Any(refusal => refusal.Reason == Reasons.ConflictingDuplicate));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }

    /// <summary>Open and occupied beds on a day; '-' is not reported.</summary>
    [Theory]
    [InlineData("2015-16", "RWH", "2016-02-19", "- -")]
    [InlineData("2016-17", "RWH", "2016-12-16", "- -")]
    [InlineData("2017-18", "RWH", "2017-12-13", "- -")]
    [InlineData("2017-18", "RQW", "2017-12-08", "- -")]
    [InlineData("2020-21", "RWH", "2021-03-29", "532 432")]
    [InlineData("2021-22", "RWH", "2022-03-28", "547 490")]
    public async Task W02_W03_W06_Beds_OfATrustOnADay_AreThosePublished(string winter, string trust, string day, string beds)
    {
        var rows = await ReadAsync(winter);

        var at = UkDays.At8am(DateOnly.ParseExact(day, "yyyy-MM-dd", null));
        var values = rows.Select(row => row.Reading)
            .Where(r => r?.Place.ToString() == trust && r.PeriodEnd == at && $"{r.Metric}" is "beds.ga.open" or "beds.ga.occupied")
            .Where(r => r?.Place.ToString() == trust && r.PeriodEnd == at);
        Assert.Equal(beds, string.Join(' ', values.Select(r => r!.Value?.ToString() ?? "-")));
    }

    [Theory]
    [InlineData("2017-18", "cut down to 0 in 13695 lines")]
    [InlineData("2019-20", "cut down to 0 in 11741 lines")]
    [InlineData("2016-17", "such as Inf, in 13 lines")]
    [InlineData("2020-21", "RYR is reported under two names on 154 days")]
    [InlineData("2015-16", "The events of 2015-12-04 cover 3 days")]
    [InlineData("2015-16", "The events of 2015-12-24 cover 5 days")]
    [InlineData("2015-16", "The events of 2015-12-31 cover 4 days")]
    public async Task W08_W09_W10_W15_Winter_IsRemarkedOn(string winter, string remark)
    {
        var rows = await ReadAsync(winter, everyTrust: true);

        Assert.Contains(rows, row => row.Warnings.Any(warning => warning.Detail.Contains(remark, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2017-18", "RQX RAL RBS RVJ RD1 RA4")]
    [InlineData("2019-20", "RQX RCU RBS R1F RA4")]
    public async Task W25_TrustsWithoutADelayAllWinter_AreNamed(string winter, string trusts)
    {
        var rows = await ReadAsync(winter, everyTrust: true);

        var named = rows.SelectMany(row => row.Warnings).Where(warning => warning.Reason == ReportReasons.NeverADelay);
        Assert.Equal(trusts.Split(' ').Order(), named.Select(warning => warning.Detail[..3]).Order());
    }

    [Fact]
    public async Task W16_Attendances_OfNobody_AreAbsentAllWinterLong()
    {
        var rows = await ReadAsync("2015-16", everyTrust: true);

        Assert.Equal(768, rows.Count(Warned("A&E Attendances", ReportReasons.ZeroIsUnlikely)));
        Assert.Equal(62, rows.Count(row => row.Reading is { Value: null } reading
            && $"{reading.Place} {reading.Metric}" == "RHQ ed.attendances"));
    }

    [Fact]
    public async Task W07_HalfRows_WithTheirTimesCutOff_AreRefusedAndNeverTheLastOneWins()
    {
        var body = await PublishedWinters.ReadAsync("2020-21");
        var text = System.Text.Encoding.UTF8.GetString(body).Replace(" 23:00:00", "", StringComparison.Ordinal)
            .Replace(" 00:00:00", "", StringComparison.Ordinal);

        var rows = SitrepBody.Read(System.Text.Encoding.UTF8.GetBytes(text), SitrepFixtures.Of(PublishedWinters.Codes(body))).Rows.ToList();

        var contradicting = rows.Where(row => row.Refusals.Any(refusal => refusal.Reason == Reasons.ConflictingDuplicate)).ToList();
        Assert.Contains(contradicting, row => row.Row == 21_027 && row.Refusals[0].Field == GaOccupied);
        Assert.All(contradicting, row => Assert.Null(row.Reading));
    }

    /// <summary>A trust's line with a dash in it: the figure is absent, and the rest of the file is read.</summary>
    [Theory]
    [InlineData("2020-21", 4_135, "RGM")]
    [InlineData("2021-22", 3_427, "RBZ")]
    public async Task W01_ADash_IsAbsent(string winter, int line, string trust)
    {
        var body = await PublishedWinters.ReadAsync(winter);
        var text = System.Text.Encoding.UTF8.GetString(body).Split('\n')[line - 1];

        var rows = (await ReadAsync(winter, everyTrust: true)).Where(row => row.Row == line).ToList();

        Assert.Equal(trust, Assert.Single(rows.Select(row => row.Reading!.Place.ToString()).Distinct()));
        Assert.Contains("-", text.Split(',').Select(cell => cell.Trim('"')));
        Assert.All(rows, row => Assert.Empty(row.Refusals));
        Assert.Contains(rows, row => row.Reading!.Absent == Domain.Readings.Absent.Unknown);
    }

    [Fact]
    public async Task W17_AColumnThatGoesBlankPartWay_IsAbsentFromThenOn()
    {
        var rows = await ReadAsync("2016-17");

        var closed = rows.Select(row => row.Reading).Where(reading => $"{reading?.Metric}" == "beds.ga.closed-ipc").ToList();
        Assert.All(closed.Where(reading => UkDays.DayOf(reading!.PeriodEnd) >= new DateOnly(2017, 2, 6)), reading => Assert.Null(reading!.Value));
        Assert.Equal(3 * 35, closed.Count(reading => UkDays.DayOf(reading!.PeriodEnd) >= new DateOnly(2017, 2, 6)));
        Assert.Contains(closed, reading => reading!.Value is not null);
    }

    [Fact]
    public async Task W22_NoLongStayInAFullHospital_IsWarnedOf()
    {
        var rows = await ReadAsync("2017-18");

        var warned = rows.Where(Warned(Over7, ReportReasons.ZeroIsUnlikely)).ToDictionary(row => row.Row, row => row.Reading!);
        int[] lines = [581, 719, 1409, 1547, 1685, 2513, 2651];
        Assert.All(lines, line => Assert.Equal(("RWH", 0), (warned[line].Place.ToString(), warned[line].Value)));
    }

    private static Func<IntakeRow, bool> Refused(string field, string reason) =>
        row => row.Refusals.Any(refusal => refusal.Field == field && refusal.Reason == reason);

    private static Func<IntakeRow, bool> Warned(string? field, string reason) =>
        row => row.Warnings.Any(warning => (field is null || warning.Field == field) && warning.Reason == reason);

    private static async Task<List<IntakeRow>> ReadAsync(string winter, bool everyTrust = false)
    {
        var body = await PublishedWinters.ReadAsync(winter);
        var terms = everyTrust ? SitrepFixtures.Of(PublishedWinters.Codes(body)) : SitrepFixtures.Import;
        var read = SitrepBody.Read(body, terms);
        Assert.Null(read.Refused);
        return [.. read.Rows];
    }
}
