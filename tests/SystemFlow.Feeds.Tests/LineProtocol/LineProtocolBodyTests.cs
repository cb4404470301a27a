using System.Text;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.LineProtocol;
using SystemFlow.Feeds.Observations;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.LineProtocol;

/// <summary>Line protocol as InfluxDB's own reference describes it, and what the product makes of it.</summary>
public sealed class LineProtocolBodyTests
{
    private const string NhsNumber = "9434765919"; // Made up, with a right check digit.
    private const string Patient = "looks-like-a-patient";
    private static readonly long Stamp = (A.Monday9am.AddMinutes(-10) - DateTimeOffset.UnixEpoch).Ticks * 100;

    [Theory]
    [InlineData("beds.ga.occupied,place=RWH01 value=561", 561)]
    [InlineData("beds.ga.occupied,place=RWH01 value=561i", 561)]
    [InlineData("beds.ga.occupied,place=RWH01 value=561u", 561)]
    [InlineData("beds.ga.occupied,place=RWH01 value=561.0", 561)]
    [InlineData("beds.ga.occupied,place=RWH01 value=5.61e2", 561)]
    [InlineData("beds.ga.occupied,place=RWH01 value=5.61E+2", 561)]
    [InlineData("beds.ga.occupied,place=RWH01 value=56100e-2", 561)]
    [InlineData("beds.ga.occupied,place=RWH01 value=0", 0)]
    [InlineData("beds.ga.occupied,place=RWH01,host=ward-server value=561i,comment=\"a note\"", 561)]
    [InlineData("beds.ga.occupied place=\"RWH01\",value=561", 561)]
    public void Point_InEveryNumberFormat_IsAReading(string line, double value)
    {
        var reading = Assert.Single(Readings($"{line} {Stamp}"));

        Assert.Equal(("RWH01", "beds.ga.occupied", value), ($"{reading.Place}", $"{reading.Metric}", reading.Value));
        Assert.Equal((A.Monday9am.AddMinutes(-10), "test"), (reading.PeriodEnd, reading.Source));
    }

    [Fact]
    public void Point_WithEveryPartOfTheContract_HasThemAll()
    {
        var reading = Assert.Single(Readings(
            "dtoc.patients,place=RWH,reason=Di,attributable=social,method=manual,source=jonah value=12i,"
            + "periodStart=\"2026-01-05T08:00:00Z\",submittedAt=\"2026-01-05T08:55:00Z\",messageId=\"m-1\",comment=\"two wards, \\\"late\\\"\" " + Stamp));

        Assert.Equal(new MetricKey(MetricCode.Parse("dtoc.patients"), "Di", Attribution.Social), reading.Metric);
        Assert.Equal((12, Method.Manual, "jonah", "m-1"), (reading.Value, reading.Method, reading.Source, reading.MessageId));
        Assert.Equal((A.Monday9am.AddHours(-1), A.Monday9am.AddMinutes(-5)), (reading.PeriodStart, reading.SubmittedAt));
        Assert.Equal("two wards, \"late\"", reading.Comment);
    }

    [Fact]
    public void Point_WithoutAValue_IsAbsent_NeverZero()
    {
        var reading = Assert.Single(Readings($"beds.ga.open,place=RWH01 absent=\"unknown\" {Stamp}"));

        Assert.Equal((null, Absent.Unknown), (reading.Value, reading.Absent));
    }

    [Fact]
    public void Point_WithNumeratorAndDenominator_KeepsBoth()
    {
        var reading = Assert.Single(Readings($"beds.ga.occupied,place=RWH01 value=561,numerator=561i,denominator=600i {Stamp}"));

        Assert.Equal((561, 600), (reading.Numerator, reading.Denominator));
    }

    // Escapes: comma, space and equals sign in names and tags; quote and backslash in strings; any other backslash is itself.
    [Theory]
    [InlineData("beds.ga.occupied,place=RWH01 value=1,comment=\"a, b = c d\"", "a, b = c d")]
    [InlineData("beds.ga.occupied,place=RWH01 value=1,comment=\"say \\\"hi\\\"\"", "say \"hi\"")]
    [InlineData("beds.ga.occupied,place=RWH01 value=1,comment=\"C:\\\\temp\"", "C:\\temp")]
    [InlineData("beds.ga.occupied,place=RWH01 value=1,comment=\"C:\\temp\"", "C:\\temp")]
    [InlineData("beds.ga.occupied,place=RWH01 value=1,comment=\"ends with \\\\\"", "ends with \\")]
    [InlineData("beds.ga.occupied,place=RWH01 value=1,comment=\"\"", "")]
    [InlineData("beds.ga.occupied,place=RWH01 value=1,comment=\"first\nsecond\n# third\"", "first\nsecond\n# third")]
    [InlineData("beds.ga.occupied,place=RWH01,comment=a\\,\\ b\\=c value=1", "a, b=c")]
    [InlineData("beds.ga.occupied,place=RWH01,comment=\\a\\\\b value=1", "\\a\\\\b")]
    [InlineData("beds.ga.occupied,place=RWH01,comment=\"quoted\" value=1", "\"quoted\"")]
    [InlineData("beds.ga.occupied,place=RWH01,comment=Läuft\\ 🚑 value=1", "Läuft 🚑")]
    public void Text_WithEscapes_IsAsMeant(string line, string comment)
    {
        Assert.Equal(comment, Assert.Single(Readings($"{line} {Stamp}")).Comment);
    }

    [Theory]
    [InlineData(LinePrecision.Nanoseconds, "1767602999123456789", "2026-01-05T08:49:59.1234567Z")]
    [InlineData(LinePrecision.Microseconds, "1767602999123456", "2026-01-05T08:49:59.123456Z")]
    [InlineData(LinePrecision.Milliseconds, "1767602999123", "2026-01-05T08:49:59.123Z")]
    [InlineData(LinePrecision.Seconds, "1767602999", "2026-01-05T08:49:59Z")]
    [InlineData(LinePrecision.Minutes, "29460049", "2026-01-05T08:49:00Z")]
    [InlineData(LinePrecision.Hours, "491000", "2026-01-05T08:00:00Z")]
    [InlineData(LinePrecision.Seconds, "", "2026-01-05T09:00:00Z")]
    public void Timestamp_InEveryPrecision_IsItsMoment(LinePrecision precision, string stamp, string moment)
    {
        var reading = Assert.Single(Readings($"beds.ga.open,place=RWH01 value=600 {stamp}", precision));

        Assert.Equal(DateTimeOffset.Parse(moment), reading.PeriodEnd);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775808")]
    [InlineData("1767602999.5")]
    [InlineData("1767602999s")]
    [InlineData("2026-01-05T08:50:00Z")]
    [InlineData("1767602999 1767602999")]
    public void Timestamp_ThatIsNoMoment_IsRefusedInEveryPrecision(string stamp)
    {
        foreach (var precision in Enum.GetValues<LinePrecision>().Where(p => p is not LinePrecision.Nanoseconds))
        {
            var row = Assert.Single(Rows($"beds.ga.open,place=RWH01 value=600 {stamp}", precision));
            Assert.Equal("1 periodEnd bad-time", Refusals(row));
        }
    }

    [Theory]
    [InlineData(LinePrecision.Nanoseconds, "1767602999", "precision=s ")]
    [InlineData(LinePrecision.Nanoseconds, "1767602999123", "precision=ms ")]
    [InlineData(LinePrecision.Seconds, "1767602999123456", "precision=us ")]
    [InlineData(LinePrecision.Seconds, "1767602999123456789", "precision=ns ")]
    public void Timestamp_InAnotherPrecisionThanSaid_IsRefusedWithTheRightOne(LinePrecision precision, string stamp, string advice)
    {
        var row = Assert.Single(Rows($"beds.ga.open,place=RWH01 value=600 {stamp}", precision));

        Assert.Equal("1 periodEnd bad-time", Refusals(row));
        Assert.Contains(advice, row.Refusals[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("beds.ga.open,place=RWH01 value=600 4102444800", "1 periodEnd in-the-future")]
    [InlineData("beds.ga.open,place=RWH01 value=600 978307200", "1 periodEnd too-old")]
    [InlineData("beds.ga.open,place=LISTER value=600", "1 place unknown-place")]
    [InlineData("beds.ga.open,place=\"RWH01\" value=600", "1 place unknown-place")]
    [InlineData("beds.ga.open value=600", "1 place missing-field")]
    [InlineData("beds.ga.opened,place=RWH01 value=600", "1 metric unknown-metric")]
    [InlineData(",place=RWH01 value=600", "1 metric unknown-metric")]
    [InlineData("beds.ga.occupancy,place=RWH01 value=90", "1 metric derived-metric")]
    [InlineData("beds.ga.open,place=RWH01 value=t", "1 value not-a-number")]
    [InlineData("beds.ga.open,place=RWH01 value=false", "1 value not-a-number")]
    [InlineData("beds.ga.open,place=RWH01 value=\"600\"", "1 value not-a-number")]
    [InlineData("beds.ga.open,place=RWH01 value=NaN", "1 value not-a-number")]
    [InlineData("beds.ga.open,place=RWH01 value=1e999", "1 value not-a-number")]
    [InlineData("beds.ga.open,place=RWH01 value=9223372036854775808i", "1 value not-a-number")]
    [InlineData("beds.ga.open,place=RWH01 value=-1u", "1 value not-a-number")]
    [InlineData("beds.ga.open,place=RWH01 value=１２", "1 value not-a-number")]
    [InlineData("beds.ga.open,place=RWH01 value=0x10", "1 value not-a-number")]
    [InlineData("beds.ga.open,place=RWH01 value=-1i", "1 value out-of-range")]
    [InlineData("beds.ga.open,place=RWH01 value=600.5", "1 value not-whole")]
    [InlineData("beds.ga.open,place=RWH01 comment=\"no value\"", "1 value missing-field")]
    [InlineData("beds.ga.open,place=RWH01 value=600,comment=5", "1 comment wrong-type")]
    [InlineData("beds.ga.open,place=RWH01 value=600,wert=5", "1 wert unknown-field")]
    [InlineData("beds.ga.open,place=RWH01 value=600,value=601", "1 value repeated-field")]
    [InlineData("beds.ga.open,place=RWH01,place=RWG02 value=600", "1 place repeated-field")]
    [InlineData("beds.ga.open,place=RWH01,ward=A value=600", "1 ward unknown-field")]
    [InlineData("beds.ga.open,place=RWH01,value=600 value=600", "1 value unknown-field")]
    [InlineData("beds.ga.open,place=RWH01,metric=beds.ga.open value=600", "1 metric unknown-field")]
    [InlineData("beds.ga.open,place=RWH01 value=600,periodEnd=\"2026-01-05T08:00:00Z\"", "1 periodEnd unknown-field")]
    [InlineData("beds.ga.open,place=RWH01,reason=A value=600", "1 reason unknown-field")]
    [InlineData("beds.ga.open,place= value=600", "1  bad-row")]
    [InlineData("beds.ga.open,place value=600", "1  bad-row")]
    [InlineData("beds.ga.open,place=RWH01", "1  bad-row")]
    [InlineData("beds.ga.open,place=RWH01 ", "1  bad-row")]
    [InlineData("beds.ga.open,place=RWH01 value", "1  bad-row")]
    [InlineData("beds.ga.open,place=RWH01 value=", "1  bad-row")]
    [InlineData("beds.ga.open,place=RWH01 =600", "1  bad-row")]
    [InlineData("beds.ga.open,place=RWH01 value=600,", "1  bad-row")]
    [InlineData("beds.ga.open,place=RWH01 value=600,comment=\"never closed", "1  bad-row")]
    [InlineData("beds.ga.open,place=RWH01 value=600,comment=\"closed\"twice\"", "1  bad-row")]
    [InlineData("beds.ga.open, place=RWH01 value=600", "1  bad-row")]
    public void Point_ThatIsWrong_IsRefusedAloneWithItsReason(string line, string refusal)
    {
        var rows = Rows($"{line}\nbeds.ga.occupied,place=RWH01 value=561 1767602999\n", LinePrecision.Seconds);

        Assert.Equal(2, rows.Count);
        Assert.Equal(refusal, Refusals(rows.Single(row => row.Row == 1)));
        Assert.Equal((2, RowOutcome.Accepted), rows.Where(row => row.Row == 2).Select(row => (row.Row, row.Outcome)).Single());
    }

    [Fact]
    public void Lines_ThatSayNothing_AreNoRowsButCount()
    {
        var rows = Rows("# first\n\n  \t\r\nbeds.ga.open,place=RWH01 value=600 1767602999\r\n\r\n"
            + "   # \"not a string\n\tbeds.ga.occupied,place=RWH01  value=561   1767602999  \r\n", LinePrecision.Seconds);

        Assert.Equal([(4, RowOutcome.Accepted), (7, RowOutcome.Accepted)], rows.Select(row => (row.Row, row.Outcome)));
    }

    /// <summary>However a quote that does not close pairs with one further on, no line is lost but its own.</summary>
    [Theory]
    [InlineData("beds.ga.open,place=RWH01 comment=\"note\"")]
    [InlineData("beds.ga.open,place=RWH01 comment=\"\",value=1")]
    [InlineData("beds.ga.open,place=RWH01 comment=\" x\",value=1")]
    [InlineData("beds.ga.open,place=RWH01 comment=\",x\",value=1")]
    [InlineData("beds.ga.open,place=RWH01 comment=\",a=1\",value=1")]
    [InlineData("beds.ga.open,place=RWH01 comment=\" 1767602999\",value=1")]
    public void Quote_ThatDoesNotClose_SpoilsItsOwnLineAlone(string next)
    {
        var rows = Rows($"beds.ga.open,place=RWH20 value=600,comment=\"open\n{next} {Stamp}\nbeds.ga.occupied,place=RWH01 value=561 {Stamp}");

        Assert.Equal([1, 2, 3], rows.Select(row => row.Row).Order());
        Assert.Equal("1  bad-row", Refusals(rows.Single(row => row.Row == 1)));
        Assert.Equal(RowOutcome.Accepted, rows.Single(row => row.Row == 3).Outcome);
    }

    [Fact]
    public void String_LongerThanARowMayBe_SpoilsItsOwnLineAlone()
    {
        var options = new FeedOptions { MaxRowBytes = 256 };
        var lines = new string('x', 100);

        var rows = Rows($"beds.ga.open,place=RWH01 value=600,comment=\"a\n{lines}\n{lines}\n{lines}\" {Stamp}\nbeds.ga.occupied,place=RWH01 value=561 {Stamp}\n"
            + $"beds.ga.open,place=RWH20 value=6,comment=\"{lines}{lines}{lines}\" {Stamp}\n", options: options);

        Assert.Equal(["1 bad-row", "2 bad-row", "3 bad-row", "4 bad-row", "5 ", "6 too-long"],
            rows.OrderBy(row => row.Row).Select(row => $"{row.Row} {(row.Refusals.IsEmpty ? "" : row.Refusals[0].Reason)}"));
    }

    [Fact]
    public void Tags_OfTheAgentOrSaidToBeIgnored_AreTakenWithOneRemarkEach()
    {
        var line = $"beds.ga.open,host=a,place=RWH01,ward=B value=600 {Stamp}\n";

        var rows = Rows(line + line.Replace("open", "occupied"), options: new FeedOptions { IgnoredTags = "site, ward" });

        Assert.Equal([RowOutcome.Remark, RowOutcome.Remark, RowOutcome.Accepted, RowOutcome.Accepted], rows.Select(row => row.Outcome));
        Assert.Equal(["1 host tag-not-used", "1 ward tag-not-used"], rows.SelectMany(row => row.Warnings).Select(w => $"{w.Row} {w.Field} {w.Reason}"));
    }

    [Theory]
    [InlineData("beds.ga.open,place=RWH01 value=6,comment=\"Mrs M " + NhsNumber + "\"")]
    [InlineData("beds.ga.open,place=RWH01 value=6,comment=\"943 476\n5919\"")]
    [InlineData("beds.ga.open,place=RWH01 value=\"" + NhsNumber + "\"")]
    [InlineData("beds.ga.open,place=RWH01 value=943-476-5919")]
    [InlineData("beds.ga.open,place=RWH01 value=6,comment=" + NhsNumber)]
    [InlineData("beds.ga.open,place=RWH01 value=6,nhs=" + NhsNumber)]
    [InlineData("beds.ga.open,place=RWH01 value=6,nhs_number=1")]
    [InlineData("beds.ga.open,place=RWH01 value=6,943\\ 476\\ 5919=1")]
    [InlineData("beds.ga.open,place=RWH01,comment=943\\ 476\\ 5919 value=6")]
    [InlineData("beds.ga.open,place=RWH01,surname=Marigold value=6")]
    [InlineData("beds.ga.open,place=RWH01,host=" + NhsNumber + " value=6")]
    [InlineData("beds.ga.open,place=" + NhsNumber + " value=6")]
    [InlineData(NhsNumber + ",place=RWH01 value=6")]
    [InlineData("beds.ga.open,place=RWH01 value=6 943 476 5919")]
    [InlineData("beds.ga.open,place=RWH01 value=6,comment=\"" + NhsNumber)]
    [InlineData("# Mrs Marigold, " + NhsNumber)]
    [InlineData("beds.ga.open,place=RWH01 value=6,comment=\"dob 5/1/1931\"")]
    public void Body_ThatMentionsAPatientAnywhere_IsRefusedWhole(string line)
    {
        var body = Encoding.UTF8.GetBytes($"beds.ga.occupied,place=RWH01 value=561\n{line}\n");

        var read = LineProtocolBody.Read(body, LinePrecision.Nanoseconds, Terms.At9am);

        Assert.Equal(Patient, read.Refused?.Reason);
        Assert.Empty(read.Rows);
    }

    /// <summary>The seconds of 1970 to now are ten digits, and one in eleven would pass as an NHS number.</summary>
    [Fact]
    public void Timestamps_AreNoPatients()
    {
        var start = 1767600000;
        var lines = Enumerable.Range(0, 200).Select(i => $"beds.ga.open,place=RWH01 value=600 {start + i}");

        Assert.Equal(200, Readings(string.Join('\n', lines), LinePrecision.Seconds).Count);
    }

    [Theory]
    [InlineData("", "unreadable")]
    [InlineData("# nothing\n\n", "unreadable")]
    [InlineData("a b=1\na b=1\na b=1\n", "too-many-rows")]
    public void Body_WithNoPointsOrTooMany_IsRefusedWhole(string body, string reason)
    {
        var terms = Terms.At9am with { Options = new FeedOptions { MaxRows = 2 } };

        var read = LineProtocolBody.Read(Encoding.UTF8.GetBytes(body), LinePrecision.Nanoseconds, terms);

        Assert.Equal(reason, read.Refused?.Reason);
    }

    [Fact]
    public void Line_ThatIsNotUtf8_IsRefusedAlone()
    {
        byte[] body = [.. "beds.ga.open,place=RWH01 value=6,comment=\""u8, 0xC3, 0x28, .. "\"\nbeds.ga.occupied,place=RWH01 value=5\n"u8];

        var rows = LineProtocolBody.Read(body, LinePrecision.Nanoseconds, Terms.At9am).Rows.ToList();

        Assert.Equal([RowOutcome.Refused, RowOutcome.Accepted], rows.Select(row => row.Outcome));
    }

    [Fact]
    public void Point_WithMoreTagsOrFieldsThanAny_IsRefused()
    {
        var tags = string.Concat(Enumerable.Range(0, 33).Select(i => $",host={i}"));
        var fields = string.Join(',', Enumerable.Range(0, 33).Select(i => $"a{i}=1"));

        var rows = Rows($"beds.ga.open{tags} value=6 {Stamp}\nbeds.ga.open,place=RWH01 {fields} {Stamp}\n");

        Assert.All(rows.Where(row => row.Outcome is not RowOutcome.Remark), row => Assert.Contains(row.Refusals, refusal => refusal.Reason == "bad-row"));
        Assert.All(rows, row => Assert.True(row.Refusals.Length < 40));
    }

    [Fact]
    public void Point_WithProblemsWithoutEnd_HasTheFirstSixteen()
    {
        var tags = string.Concat(Enumerable.Range(0, 30).Select(i => $",ward{i}=A"));

        var named = LineSeries.Read(Encoding.UTF8.GetBytes($"beds.ga.open{tags}"), new FeedOptions());
        var broken = LineSeries.Read(Encoding.UTF8.GetBytes($"beds.ga.open{tags},broken"), new FeedOptions());

        Assert.Equal([ObservationDraft.MostProblems, ObservationDraft.MostProblems + 1], new[] { named, broken }.Select(ProblemsOf));
    }

    /// <summary>A point goes on after its string, and the line after it is the next: with either line end.</summary>
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Row_AfterAStringOverSeveralLines_KnowsItsLine(string end)
    {
        var rows = Rows($"beds.ga.open,place=RWH01 value=600,comment=\"a{end}b\"{end}bad{end}");

        Assert.Equal([(1, RowOutcome.Accepted), (3, RowOutcome.Refused)], rows.Select(row => (row.Row, row.Outcome)));
    }

    private static int ProblemsOf(LineSeries series)
    {
        var draft = new ObservationDraft();
        draft.Begin(1);
        series.Fill(draft);
        return draft.Problems!.Count;
    }

    private static List<Reading> Readings(string body, LinePrecision precision = LinePrecision.Nanoseconds)
    {
        var rows = Rows(body, precision).Where(row => row.Outcome is not RowOutcome.Remark).ToList();
        Assert.All(rows, row => Assert.Empty(row.Refusals));
        return [.. rows.Select(row => row.Reading!)];
    }

    private static List<IntakeRow> Rows(
        string body, LinePrecision precision = LinePrecision.Nanoseconds, FeedOptions? options = null)
    {
        var terms = Terms.At9am with { Options = options ?? new FeedOptions() };
        var read = LineProtocolBody.Read(Encoding.UTF8.GetBytes(body), precision, terms);
        Assert.Null(read.Refused);
        return [.. read.Rows];
    }

    private static string Refusals(IntakeRow row) =>
        string.Join("; ", row.Refusals.Select(refusal => $"{refusal.Row} {refusal.Field} {refusal.Reason}"));
}
