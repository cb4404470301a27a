using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>What the server will not have.</summary>
public sealed class RefusedTests(InfluxFixture fixture) : IClassFixture<InfluxFixture>, IDisposable
{
    private readonly InfluxFolder _folder = new(fixture.Server.Url, fixture.NewDatabase());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ALineThatTheServerRefuses_IsPutAside_AndBlocksNobody()
    {
        var log = new HeardLog();
        await using var store = _folder.Open(log);
        var tooLong = A.Reading with { Metric = new MetricKey(A.BedsOccupied, new string('x', 70_000)) }; // InfluxDB keeps names to 65,535.
        var good = Enumerable.Range(0, 20).Select(i => A.Reading with { PeriodEnd = A.Monday9am.AddMinutes(i), Value = i }).ToArray();

        await store.AppendAsync([.. good[..10], tooLong, .. good[10..]], Cancelled);

        var held = await store.StatisticsAsync(Cancelled);
        Assert.Equal((1, 20, 0), (held.Series, held.Readings, held.Waiting));
        Assert.Equal([A.BedsOccupied], (await store.LatestAsync(A.Lister, Cancelled).ToListAsync(Cancelled)).Select(reading => reading.Metric.Metric));
        var said = Assert.Single(log.Lines, line => line.StartsWith("Error: InfluxDB refused readings: 1, the first of", StringComparison.Ordinal));
        Assert.Contains("max key length exceeded", said, StringComparison.Ordinal);
        Assert.Equal((1L, "RWH01"), Refused(store.Spool.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static (long Count, string Place) Refused(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*), max(place) FROM refused WHERE words LIKE '%max key length%' AND lines LIKE 'reading,%'";
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetString(1));
    }
}
