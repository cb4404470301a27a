using System.Text;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Tests.Intake;

/// <summary>What is kept of a refused row: what it said, bounded, and never what may be a patient's.</summary>
public sealed class SentRowTests
{
    private const string NhsNumber = "9434765919"; // Made up, with a right check digit.
    private const string Csv = "place,metric,value,periodEnd,comment\n";

    [Fact]
    public void JsonRow_ThatIsRefused_KeepsItsFieldsAsSent()
    {
        var row = Refused(ObservationFormat.Json, $"[{Terms.Observation("""
            "metric":"beds.ga.ocupied","value":"many","messageId":"m-1"
            """)}]");

        Assert.Equal(
            """{"place":"RWH01","metric":"beds.ga.ocupied","value":"many","periodEnd":"2026-01-05T08:50:00Z","messageId":"m-1"}""",
            row.Sent);
    }

    [Fact]
    public void CsvRow_ThatIsRefused_KeepsItsFieldsAsSent()
    {
        var row = Refused(ObservationFormat.Csv, Csv + "LISTER,beds.ga.open,12.50,2026-01-05T08:50:00Z,\"two, of \"\"three\"\"\"\n");

        var fields = SentRow.FieldsOf(row.Sent);
        Assert.Equal(("LISTER", "12.5", "two, of \"three\""), (fields["place"], fields["value"], fields["comment"]));
    }

    [Theory]
    [InlineData(ObservationFormat.Ndjson, """{"place":"RWH01",""", """{"place":"RWH01",""")]
    [InlineData(ObservationFormat.Ndjson, "7", "7")]
    [InlineData(ObservationFormat.Json, "[ 7 ]", "7")]
    [InlineData(ObservationFormat.Csv, Csv + "RWH01,beds.ga.open\n", "RWH01,beds.ga.open")]
    public void Row_ThatCannotBeRead_KeepsItsLine(ObservationFormat format, string body, string line)
    {
        var row = Refused(format, body);

        Assert.Equal(line, row.Sent);
        Assert.Empty(SentRow.FieldsOf(row.Sent));
    }

    [Theory]
    [InlineData(ObservationFormat.Json, """[{"place":"RWH01","metric":"beds.ga.open","value":{0},"periodEnd":"2026-01-05T08:50:00Z"}]""")]
    [InlineData(ObservationFormat.Csv, Csv + "RWH01,beds.ga.open,{0},2026-01-05T08:50:00Z,\n")]
    [InlineData(ObservationFormat.Csv, Csv + "RWH01,beds.ga.open,943 476 5919,2026-01-05T08:50:00Z,\n")]
    public void Figure_ThatMayBeAnNhsNumber_IsNeitherKeptNorRepeated(ObservationFormat format, string body)
    {
        var row = Refused(format, body.Replace("{0}", NhsNumber, StringComparison.Ordinal));

        var kept = row.Sent + string.Concat(row.Refusals.Select(SentRow.Guarded));
        Assert.DoesNotContain("5919", kept, StringComparison.Ordinal);
        Assert.Contains("RWH01", row.Sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"place" "RWH01", "surname":"Marigold"}""")]
    [InlineData("""{"place" "RWH01", "n":"943 476 5919"}""")]
    [InlineData("""{"a":x,"comment":"943\u0034765919"}""")]
    [InlineData("""{"a":x,"comment":"943\t476\t5919"}""")]
    [InlineData("""{"a":x,"n\u0061me":"Marigold"}""")]
    public void Line_ThatMayHoldAPatient_IsNotKept(string line) => Assert.Null(SentRow.OfLine(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void BrokenLine_WithAnNhsNumberInEscapes_IsNotKept()
    {
        var row = Refused(ObservationFormat.Ndjson, """{"a":x,"comment":"943\u0034765919"}""");

        Assert.Null(row.Sent);
    }

    [Fact]
    public void Row_OfAnyLength_IsKeptWithinBounds()
    {
        var comment = Refused(ObservationFormat.Json, $"[{Terms.Observation($"\"comment\":\"{new string('x', 9_000)}\"")}]");
        var line = Refused(ObservationFormat.Ndjson, new string('x', 9_000));

        Assert.Equal(SentRow.LongestText + 1, SentRow.FieldsOf(comment.Sent)["comment"].Length);
        Assert.Equal(SentRow.LongestLine + 1, line.Sent!.Length);
    }

    [Fact]
    public void BlankCopy_IsKeptToo()
    {
        var blank = Terms.At9am.Rows(ObservationFormat.Json,
            $"[{Terms.Observation("\"value\":null,\"absent\":\"unknown\"")},{Terms.Observation()}]")[^1];

        Assert.Equal("unknown", SentRow.FieldsOf(blank.Sent)["absent"]);
    }

    private static IntakeRow Refused(ObservationFormat format, string body)
    {
        var row = Assert.Single(Terms.At9am.Rows(format, body));
        Assert.Equal(RowOutcome.Refused, row.Outcome);
        return row;
    }
}
