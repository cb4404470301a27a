using System.Text.Json;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Influx;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

public sealed class QueryAnswerTests
{
    private const string Columns = "\"columns\":[\"time\",\"value\",\"counted\",\"submitted\",\"known\",\"about\"]";

    [Fact]
    public void Rows_ComeWithTheirSeries_AndExactly()
    {
        using var answer = Answer(
            $$$"""
            {"results":[{"statement_id":0,"series":[
              {"name":"reading","tags":{"place":"RWH01","metric":"dtoc.patients;reason=a%2C%20%22b%22"},{{{Columns}}},
               "values":[[1767603600000000100,0.1,1,639031968000000001,639031968000000002,"{\"source\":\"test\"}"]]}]}]}
            """);

        var row = Assert.Single(answer.Rows);

        Assert.Equal(new SeriesKey(A.Lister, new MetricKey(MetricCode.Parse("dtoc.patients"), "a, \"b\"")), row.Key);
        Assert.Equal(
            new Row(A.Monday9am.UtcTicks + 1, 0.1, 639031968000000001, 639031968000000002, "{\"source\":\"test\"}"), row.ToRow());
    }

    [Fact]
    public void AValueThatWasWithdrawn_IsNone_ThoughThePointStillHasTheOld()
    {
        using var answer = Answer($$"""{"results":[{"series":[{{{Columns}},"values":[[0,561,0,1,1,"{}"]]}]}]}""");

        Assert.Null(Assert.Single(answer.Rows).ToRow().Value);
    }

    [Theory]
    [InlineData("[0,null,null,1,1,\"{}\"]", false)]
    [InlineData("[0,null,1,1,1,\"{}\"]", false)]
    [InlineData("[0,null,0,1,1,\"{}\"]", true)]
    [InlineData("[0,5,1,1,1,\"{}\"]", true)]
    public void APointThatIsBeingWritten_IsNotWhole(string values, bool isWhole)
    {
        using var answer = Answer($$"""{"results":[{"series":[{{{Columns}},"values":[{{values}}]}]}]}""");

        Assert.Equal(isWhole, answer.WholeRows.Any());
    }

    [Theory]
    [InlineData("""{"error":"authorization failed"}""", "authorization failed")]
    [InlineData("""{"results":[{"statement_id":0,"error":"database not found: x"}]}""", "database not found: x")]
    [InlineData("""{"results":[{"statement_id":0}]}""", null)]
    [InlineData("{}", null)]
    public void Error_IsTheServersOwn(string json, string? expected)
    {
        using var answer = Answer(json);

        Assert.Equal(expected, answer.Error);
        Assert.Empty(answer.Rows);
    }

    [Theory]
    [InlineData("""{"results":[{"partial":true}]}""")]
    [InlineData("""{"results":[{"series":[{"partial":true}]}]}""")]
    public void IsPartial_WhenTheServerHoldsRowsBack(string json)
    {
        using var answer = Answer(json);

        Assert.True(answer.IsPartial);
    }

    private static QueryAnswer Answer(string json) => new(JsonDocument.Parse(json));
}
