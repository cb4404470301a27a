using System.Text;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Influx;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

public sealed class LineProtocolTests
{
    private static readonly SeriesKey Occupied = new(A.Lister, A.BedsOccupied);

    [Fact]
    public void AReading_IsOneLineWithAllItsFields() => Assert.Equal(
        "reading,metric=beds.ga.occupied,place=RWH01 about=\"{\\\"source\\\":\\\"test\\\"}\",counted=1i,value=561,"
        + "submitted=639032004000000000i,known=639032004000000000i,lag=0i 1767603600000000000\n",
        Line(A.Reading));

    [Fact]
    public void NoValue_SaysSo_ForAnOldOneStaysInThePoint() =>
        Assert.Contains(",counted=0i,submitted=", Line(A.Reading with { Value = null }), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.1, "value=0.1,")]
    [InlineData(-3, "value=-3,")]
    [InlineData(double.MaxValue, "value=1.7976931348623157E+308,")]
    public void ANumber_IsWrittenExactly(double value, string expected) =>
        Assert.Contains(expected, Line(A.Reading with { Value = value }), StringComparison.Ordinal);

    [Fact]
    public void ATick_IsAHundredNanoseconds() =>
        Assert.EndsWith(" 1767603600000000100\n", Line(A.Reading with { PeriodEnd = A.Monday9am.AddTicks(1) }), StringComparison.Ordinal);

    [Theory]
    [InlineData("a\nreading,place=RWG02 value=1")]
    [InlineData("a,place=RWG02")]
    [InlineData("a\\")]
    [InlineData("a \"b\" 'c' = d, e")]
    public void AName_StaysATag_WhateverItHolds(string reason)
    {
        var key = Occupied with { Metric = new MetricKey(A.BedsOccupied, reason) };
        var lines = new StringBuilder();

        LineProtocol.AddReading(lines, key, Row.Of(A.Reading));

        var line = lines.ToString();
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        var tags = line[..line.IndexOf(" about=", StringComparison.Ordinal)];
        Assert.DoesNotMatch("[\\s\"']|[^\\\\],(?!metric=|place=)", tags);
        Assert.EndsWith(",place=RWH01", tags, StringComparison.Ordinal);
        Assert.Equal(key.Metric.ToString(), Tag.Read(Tag.Write(key.Metric.ToString())));
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\", "\"a\\\\\"")]
    [InlineData("a\\\"", "\"a\\\\\\\"\"")]
    public void AText_StaysInItsQuotes(string text, string expected) => Assert.Equal(expected, LineProtocol.Quote(text));

    [Fact]
    public void ASourceWithANewline_IsStillOneLine() =>
        Assert.Single(Line(A.Reading with { Source = "a\nreading value=1", Comment = "b\r\n\u2028" }).TrimEnd('\n').Split('\n', '\r', '\u2028'));

    [Fact]
    public void APublishedDelay_IsReadableInItsTag() =>
        Assert.Equal("dtoc.patients;reason=A;attributable=nhs", Tag.Write("dtoc.patients;reason=A;attributable=nhs"));

    private static string Line(Reading reading)
    {
        var lines = new StringBuilder();
        LineProtocol.AddReading(lines, Occupied, Row.Of(reading));
        return lines.ToString();
    }
}
