using SystemFlow.Domain.Readings;
using SystemFlow.Series.Influx;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

public sealed class InfluxQlTests
{
    [Fact]
    public void APage_NamesTheSeriesAndTheTime() => Assert.Equal(
        "SELECT \"value\", \"counted\", \"submitted\", \"known\", \"about\" FROM \"reading\" WHERE \"place\" = 'RWH01' AND "
        + "\"metric\" = 'beds.ga.occupied' AND time >= 1767603600000000000 AND time < 1767603660000000000 ORDER BY time LIMIT 10",
        InfluxQl.Page(new(A.Lister, A.BedsOccupied), A.Monday9am.UtcTicks, A.Monday9am.AddMinutes(1).UtcTicks, 10));

    [Fact]
    public void AllTime_IsWhatInfluxDbCanHold() => Assert.Contains(
        "time >= -9214560000000000000 AND time <= 9214646399999999900",
        InfluxQl.Page(new(A.Lister, A.BedsOccupied), DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks, 10),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("x' OR place = 'RWG02")]
    [InlineData("x\\")]
    [InlineData("x\\' OR 1=1 --")]
    [InlineData("x\n; DROP DATABASE y")]
    public void AName_CannotEndItsText(string reason)
    {
        var query = InfluxQl.Page(new(A.Lister, new MetricKey(A.BedsOccupied, reason)), 0, 1, 1);

        var text = query.Split("\"metric\" = '")[1];
        Assert.StartsWith("beds.ga.occupied;reason=x", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("[\\\\\n\" ]", text[..text.IndexOf('\'', StringComparison.Ordinal)]);
        Assert.StartsWith("' AND time >= ", text[text.IndexOf('\'', StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it's", "'it\\'s'")]
    [InlineData("a\\", "'a\\\\'")]
    [InlineData("a\nb", "'a\\nb'")]
    public void Text_IsEscaped(string text, string expected) => Assert.Equal(expected, InfluxQl.Text(text));

    [Theory]
    [InlineData("system flow", "\"system flow\"")]
    [InlineData("a\"; DROP DATABASE b", "\"a\\\"; DROP DATABASE b\"")]
    [InlineData("a\\", "\"a\\\\\"")]
    public void AName_IsEscaped(string name, string expected) => Assert.Equal(expected, InfluxQl.Name(name));
}
