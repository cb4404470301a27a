using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using SystemFlow.Testing;
using static SystemFlow.Feeds.Tests.Terms;

namespace SystemFlow.Feeds.Tests.Observations;

public sealed class ObservationRulesTests
{
    [Fact]
    public void Observation_WithEveryField_IsTheReading()
    {
        var row = Read("""
            "metric":"dtoc.patients","value":12,"numerator":12,"denominator":561,"reason":"Di","attributable":"social",
            "periodStart":"2026-01-05T08:00:00+00:00","submittedAt":"2026-01-05T08:55:00.25+00:00","method":"manual",
            "messageId":"m-1","source":"ward board","comment":"counted twice"
            """);

        var expected = new Reading(
            A.Lister, new MetricKey(MetricCode.Parse("dtoc.patients"), "Di", Attribution.Social), 12,
            A.Monday9am.AddMinutes(-10), "ward board")
        {
            Numerator = 12,
            Denominator = 561,
            PeriodStart = A.Monday9am.AddHours(-1),
            SubmittedAt = A.Monday9am.AddMinutes(-5).AddMilliseconds(250),
            Method = Method.Manual,
            MessageId = "m-1",
            Comment = "counted twice",
        };
        Assert.Equal(expected, row.Reading);
    }

    [Fact]
    public void Observation_WithTheNeededFieldsAlone_TakesTheRestFromTheTerms()
    {
        var reading = Read(null).Reading!;

        Assert.Equal((A.Monday9am, "test", Method.Automatic), (reading.SubmittedAt, reading.Source, reading.Method));
        Assert.Null(reading.Cadence);
        Assert.Null(reading.Absent);
    }

    [Theory]
    [InlineData("\"place\":\"rwh01\"", null)]
    [InlineData("\"value\":561.0", null)]
    [InlineData("\"value\":0", null)]
    [InlineData("\"value\":null,\"absent\":\"unknown\"", null)]
    [InlineData("\"periodEnd\":\"2026-01-05T09:04:59Z\"", null)]
    [InlineData("\"periodEnd\":\"2025-07-05T09:00:00+01:00\"", null)]
    [InlineData("\"comment\":null", null)]
    [InlineData("\"place\":\"RWH99\"", "unknown-place")]
    [InlineData("\"place\":\"(leave out)\"", "missing-field")]
    [InlineData("\"metric\":\"beds.ga.ocupied\"", "unknown-metric")]
    [InlineData("\"metric\":\"beds.ga.occupancy\"", "derived-metric")]
    [InlineData("\"metric\":\"pressure.level\"", "derived-metric")]
    [InlineData("\"value\":\"(leave out)\"", "missing-field")]
    [InlineData("\"value\":null", "missing-field")]
    [InlineData("\"value\":1e999", "not-a-number")]
    [InlineData("\"value\":\"-\"", "not-a-number")]
    [InlineData("\"value\":\"\"", "not-a-number")]
    [InlineData("\"value\":\"NaN\"", "not-a-number")]
    [InlineData("\"value\":true", "not-a-number")]
    [InlineData("\"value\":[1]", "not-a-number")]
    [InlineData("\"value\":-1", "out-of-range")]
    [InlineData("\"value\":3001", "out-of-range")]
    [InlineData("\"value\":103.5", "not-whole")]
    [InlineData("\"absent\":\"unknown\"", "bad-absent")]
    [InlineData("\"value\":null,\"absent\":\"dunno\"", "bad-absent")]
    [InlineData("\"numerator\":1", "missing-field")]
    [InlineData("\"numerator\":2,\"denominator\":1", "part-exceeds-whole")]
    [InlineData("\"numerator\":0,\"denominator\":0", "out-of-range")]
    [InlineData("\"periodEnd\":\"(leave out)\"", "missing-field")]
    [InlineData("\"periodEnd\":\"2026-01-05T08:50:00\"", "no-offset")]
    [InlineData("\"periodEnd\":\"2026-01-05T08:00:00.Z\"", "bad-time")]
    [InlineData("\"periodEnd\":\"05/01/2026 08:50\"", "bad-time")]
    [InlineData("\"periodEnd\":\"2026-02-30T08:00:00Z\"", "bad-time")]
    [InlineData("\"periodEnd\":\"２０２６-01-05T08:00:00Z\"", "bad-time")]
    [InlineData("\"periodEnd\":1767603000", "wrong-type")]
    [InlineData("\"periodEnd\":\"2026-01-05T09:05:01Z\"", "in-the-future")]
    [InlineData("\"periodEnd\":\"2024-01-01T09:00:00Z\"", "too-old")]
    [InlineData("\"periodStart\":\"2026-01-05T08:50:00Z\"", "bad-period")]
    [InlineData("\"submittedAt\":\"2026-01-05T09:05:01Z\"", "in-the-future")]
    [InlineData("\"reason\":\"A\"", "unknown-field")]
    [InlineData("\"metric\":\"dtoc.patients\",\"reason\":\"J\"", "unknown-value")]
    [InlineData("\"metric\":\"dtoc.patients\",\"attributable\":\"council\"", "unknown-value")]
    [InlineData("\"method\":\"guess\"", "unknown-value")]
    [InlineData("\"source\":\"derived\"", "unknown-value")]
    [InlineData("\"ward\":\"7A\"", "unknown-field")]
    public void Observation_IsTakenOrRefusedWithItsReason(string changes, string? reason)
    {
        var row = Read(changes);

        Assert.Equal(reason, row.Refusals.Select(refusal => refusal.Reason).SingleOrDefault());
        Assert.Equal(reason is null, row.Reading is not null);
    }

    [Fact]
    public void Observation_WithoutAValue_IsAbsentAndNotZero()
    {
        var reading = Read("\"value\":null,\"absent\":\"not-applicable\"").Reading!;

        Assert.Null(reading.Value);
        Assert.Equal(Absent.NotApplicable, reading.Absent);
    }

    [Fact]
    public void Observation_WithSeveralMistakes_HearsThemAll()
    {
        var row = Read("\"place\":\"RWH99\",\"value\":-5,\"periodEnd\":\"yesterday\"");

        Assert.Equal(["unknown-place", "out-of-range", "bad-time"], row.Refusals.Select(r => r.Reason));
        Assert.All(row.Refusals, refusal => Assert.Equal(1, refusal.Row));
    }

    [Fact]
    public void UnknownCode_NearAKnownOne_NamesIt()
    {
        var row = Read("\"place\":\"RWH0I\",\"metric\":\"beds.ga_occupied\"");

        Assert.Contains("Did you mean RWH01?", row.Refusals[0].Detail, StringComparison.Ordinal);
        Assert.Contains("Did you mean beds.ga.occupied?", row.Refusals[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_ThatMayNotWriteForThePlace_IsRefused()
    {
        var terms = At9am with { MayWrite = place => place.ToString() != "RWH01" };

        var row = Assert.Single(terms.Rows(ObservationFormat.Json, $"[{Observation()}]"));

        Assert.Equal("not-allowed", Assert.Single(row.Refusals).Reason);
    }

    [Fact]
    public void History_OfAnyAge_IsTakenWhenTheTermsSaySo()
    {
        var old = $"[{Observation("\"periodEnd\":\"2015-12-01T08:00:00Z\"")}]";

        var row = Assert.Single((At9am with { AnyAge = true }).Rows(ObservationFormat.Json, old));

        Assert.Equal(RowOutcome.Accepted, row.Outcome);
    }

    private static IntakeRow Read(string? changes)
    {
        var rows = At9am.Rows(ObservationFormat.Json, $"[{Observation(changes)}]");
        return Assert.Single(rows);
    }
}
