using System.Globalization;
using System.Text;
using System.Text.Json;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Benchmarks.Stores;

/// <summary>InfluxDB without us: the same points as line protocol straight to it, and the same questions in its own language.</summary>
internal sealed class BareInflux(InfluxHost influx) : Contender
{
    private readonly HttpClient _http = new();
    private string _database = "";

    public override string Name => "bare InfluxDB";

    public override async Task OpenAsync(string name)
    {
        _database = $"bare-{name}";
        await influx.Server.QueryAsync("", $"CREATE DATABASE \"{_database}\"", CancellationToken.None);
    }

    public override object BodyOf(Reading[] readings)
    {
        var lines = new StringBuilder();
        foreach (var reading in readings)
        {
            var nanoseconds = (reading.PeriodEnd.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
            lines.Append(CultureInfo.InvariantCulture, $"reading,metric={reading.Metric},place={reading.Place} submitted={reading.SubmittedAt.UtcTicks}i,value={reading.Value:R} {nanoseconds}\n");
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    public override async Task AppendAsync(object body)
    {
        using var content = new ByteArrayContent((byte[])body);
        using var response = await _http.PostAsync(new Uri($"{influx.Server.Url}/write?db={_database}&precision=ns"), content);
        response.EnsureSuccessStatusCode();
    }

    public override Task SettleAsync() => Task.CompletedTask;

    public override async Task<int> LatestAsync(IReadOnlyList<PlaceCode> places)
    {
        using var answer = await AskAsync("SELECT last(value), submitted FROM reading GROUP BY place, metric");
        return answer.RootElement.GetProperty("results")[0].GetProperty("series").GetArrayLength();
    }

    public override async Task<long> ThinAsync(PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points)
    {
        var minutes = (long)(to - from).TotalMinutes / points;
        using var answer = await AskAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT count(value), min(value), max(value), mean(value), last(value) FROM reading WHERE place = '{place}' AND metric = '{metric}' AND time >= '{from.UtcDateTime:O}' AND time < '{to.UtcDateTime:O}' GROUP BY time({minutes}m)"));
        return answer.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values").EnumerateArray().Sum(stretch => stretch[1].GetInt64());
    }

    public override async Task<(long Bytes, long Used)> BytesAsync()
    {
        var bytes = await influx.BytesAsync(_database);
        return (bytes, bytes);
    }

    public override Task<long> ResidentAsync() => Task.FromResult(influx.Resident);

    public override ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonDocument> AskAsync(string query) => JsonDocument.Parse(await influx.Server.QueryAsync(_database, query, CancellationToken.None));
}
