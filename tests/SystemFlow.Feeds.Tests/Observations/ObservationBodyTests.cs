using System.Text;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using static SystemFlow.Feeds.Observations.ObservationFormat;
using static SystemFlow.Feeds.Tests.Terms;

namespace SystemFlow.Feeds.Tests.Observations;

public sealed class ObservationBodyTests
{
    private const string CsvHeader = "place,metric,value,absent,periodEnd,comment\n";
    private const string GoodLine = "RWH01,beds.ga.occupied,561,,2026-01-05T08:50:00Z,\n";

    [Fact]
    public void TheSameObservation_InEveryFormat_IsTheSameReading()
    {
        var readings = new[]
        {
            At9am.Rows(Json, $"[{Observation()}]"),
            At9am.Rows(Json, $"{{\"observations\":[{Observation()}]}}"),
            At9am.Rows(Json, $"\uFEFF[{Observation()}]"),
            At9am.Rows(Ndjson, Observation() + "\r\n"),
            At9am.Rows(Csv, CsvHeader + GoodLine),
            At9am.Rows(Csv, "\uFEFFPeriodEnd, value,metric,place\r\n2026-01-05T08:50:00Z,\"561.0\",beds.ga.occupied,RWH01\r\n"),
        }.Select(rows => Assert.Single(rows).Reading).ToList();

        Assert.All(readings, reading => Assert.Equal(readings[0], reading));
        Assert.Equal(561, readings[0]!.Value);
    }

    [Fact]
    public void BadRow_NeverStopsTheOthers()
    {
        var good = Observation();
        var bad = Observation("\"value\":-1");

        Assert.Equal("A R A 5", Outcomes(At9am.Rows(Json, $"[{good},{bad},{Observation("\"value\":5")
            .Replace("08:50", "08:51", StringComparison.Ordinal)}]")));
        Assert.Equal("A R R A 561", Outcomes(At9am.Rows(Ndjson, $"{good}\n{bad}\n{{\"place\":\n{good}\n")));
        Assert.Equal("A R R A 561", Outcomes(At9am.Rows(Csv, CsvHeader + GoodLine + "RWH01,\"beds\n" + "RWH01,a\n" + GoodLine)));
    }

    [Theory]
    [InlineData(Json, "[{\"place\":\"RWH01\"},", "unreadable")]
    [InlineData(Json, "", "unreadable")]
    [InlineData(Json, "7", "unreadable")]
    [InlineData(Json, "{}", "unreadable")]
    [InlineData(Json, "{\"observations\":{}}", "unreadable")]
    [InlineData(Json, "{\"rows\":[]}", "unreadable")]
    [InlineData(Json, "[{\"value\":NaN}]", "unreadable")]
    [InlineData(Json, "[\"\\ud800\"]", "unreadable")]
    [InlineData(Json, "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "unreadable")]
    [InlineData(Csv, "", "unreadable")]
    [InlineData(Csv, "place,metric,value,periodEnd,ward\n", "unknown-column")]
    [InlineData(Csv, "place,metric,value\n", "missing-column")]
    [InlineData(Csv, "place,metric,value,value,periodEnd\n", "repeated-field")]
    public void Body_ThatIsNotInItsFormat_IsRefusedWhole(ObservationFormat format, string body, string reason)
    {
        var refused = At9am.Refused(format, body);

        Assert.Equal(reason, refused.Reason);
    }

    [Fact]
    public void UnknownColumn_IsNamedWithTheNearestKnownOne()
    {
        var refused = At9am.Refused(Csv, "place,metric,valeu,periodEnd\n");

        Assert.Contains("'valeu'. Did you mean value?", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_KnowsItsLine_BlankLinesAndHeaderCounted()
    {
        var rows = At9am.Rows(Csv, CsvHeader + "\n" + GoodLine + "x,beds.ga.open,1,,2026-01-05T08:50:00Z,\n");

        Assert.Equal([3, 4], rows.Select(row => row.Row));
        Assert.Equal(4, rows[1].Refusals[0].Row);
    }

    [Fact]
    public void SameSeriesAndMoment_WithAnotherValue_RefusesTheLater()
    {
        var rows = At9am.Rows(Ndjson, $"{Observation()}\n{Observation("\"value\":9")}\n{Observation()}");

        Assert.Equal("A R A 561", Outcomes(rows));
        Assert.Equal("conflicting-duplicate", rows[1].Refusals[0].Reason);
    }

    [Fact]
    public void SameSeriesAndMoment_SubmittedLater_IsAnAmendment()
    {
        var rows = At9am.Rows(Ndjson, $"{Observation("\"submittedAt\":\"2026-01-05T08:55:00Z\"")}\n{Observation("\"value\":9")}");

        Assert.Equal("A A 9", Outcomes(rows));
    }

    [Fact]
    public void BlankCopy_BeforeOrAfterTheValue_IsRefusedAndTheValueKept()
    {
        var blank = Observation("\"value\":null,\"absent\":\"unknown\"");

        var rows = At9am.Rows(Ndjson, $"{blank}\n{Observation()}\n{blank}");

        Assert.Equal([(2, RowOutcome.Accepted), (1, RowOutcome.Refused), (3, RowOutcome.Refused)],
            rows.Select(row => (row.Row, row.Outcome)));
        Assert.All(rows.Skip(1), row => Assert.Equal("blank-duplicate", row.Refusals[0].Reason));
    }

    [Theory]
    [InlineData("beds.ga.open", "beds.ga.occupied")]
    [InlineData("bedbase.open", "bedbase.occupied")]
    [InlineData("virtual-ward.capacity", "virtual-ward.occupied")]
    public void OccupiedAboveOpen_InEitherOrder_IsAcceptedWithAWarning(string whole, string part)
    {
        var open = Observation($"\"metric\":\"{whole}\",\"value\":20");
        var occupied = Observation($"\"metric\":\"{part}\",\"value\":21");

        foreach (var body in new[] { $"{open}\n{occupied}", $"{occupied}\n{open}" })
        {
            var rows = At9am.Rows(Ndjson, body);
            Assert.All(rows, row => Assert.Equal(RowOutcome.Accepted, row.Outcome));
            Assert.Equal("occupied-above-open", Assert.Single(rows.SelectMany(row => row.Warnings)).Reason);
        }
    }

    [Fact]
    public void Limits_RefuseTheBodyOrTheRowThatIsBeyondThem()
    {
        var terms = At9am with { Options = new FeedOptions { MaxRows = 2, MaxRowBytes = 256 } };
        var good = Observation();
        var longRow = Observation($"\"comment\":\"{new string('x', 300)}\"");

        Assert.Equal("too-many-rows", terms.Refused(Json, $"[{good},{good},{good}]").Reason);
        Assert.Equal("too-many-rows", terms.Refused(Ndjson, $"{good}\n{good}\n{good}").Reason);
        Assert.Equal("too-many-rows", terms.Refused(Csv, CsvHeader + GoodLine + GoodLine + GoodLine).Reason);
        Assert.Equal("A R too-long", Outcomes(terms.Rows(Ndjson, $"{good}\n{longRow}")));
        Assert.Equal("A R too-long", Outcomes(terms.Rows(Json, $"[{good},{longRow}]")));
    }

    [Theory]
    [InlineData("\"a\":1,", "unknown-field")]
    [InlineData("\"reason\":1,", "wrong-type")]
    public void RowWithProblemsWithoutEnd_HasTheFirstSixteen(string field, string reason)
    {
        var row = Assert.Single(At9am.Rows(Json, $"[{{{string.Concat(Enumerable.Repeat(field, 1_000))}{Observation()[1..]}]"));

        Assert.Equal((ObservationDraft.MostProblems, reason), (row.Refusals.Length, row.Refusals[0].Reason));
        Assert.Equal("561", SentRow.FieldsOf(row.Sent)["value"]);
    }

    [Fact]
    public void RowWithProblemsWithoutEnd_IsStillTooLong()
    {
        var row = Assert.Single(At9am.Rows(Json, $"[{{{string.Concat(Enumerable.Repeat("\"a\":1,", 10_000))}{Observation()[1..]}]"));

        Assert.Equal((ObservationDraft.MostProblems + 1, "too-long"), (row.Refusals.Length, row.Refusals[^1].Reason));
    }

    [Fact]
    public void RowThatIsNotUtf8_IsRefusedAlone()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(CsvHeader + GoodLine.TrimEnd()), 0xA3, (byte)'\n', .. Encoding.UTF8.GetBytes(GoodLine)];

        var rows = ObservationBody.Read(body, Csv, At9am).Rows.ToList();

        Assert.Equal("R A 561", Outcomes(rows));
    }

    [Fact]
    public void Replay_SubmitsEachReadingWhenItWasTrue()
    {
        var rows = (At9am with { IsReplay = true }).Rows(Json, $"[{Observation("\"periodEnd\":\"2031-03-01T08:00:00Z\"")}]");

        var reading = Assert.Single(rows).Reading!;
        Assert.Equal(reading.PeriodEnd, reading.SubmittedAt);
    }

    /// <summary>A or R for each row, then the last one's value or reason.</summary>
    private static string Outcomes(IReadOnlyList<IntakeRow> rows)
    {
        var letters = rows.Select(row => row.Outcome is RowOutcome.Accepted ? "A" : "R");
        var last = rows[^1].Reading is { } reading ? $"{reading.Value}" : rows[^1].Refusals[0].Reason;
        return string.Join(' ', letters.Append(last));
    }
}
