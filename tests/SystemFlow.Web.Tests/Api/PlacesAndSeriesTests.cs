using System.Globalization;
using System.Text.Json.Nodes;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Api;

/// <summary>What is on record and on screen, as another program reads it.</summary>
public sealed class PlacesAndSeriesTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const string SitrepHeader =
        "Code,Name,Date,Delays30,Delays60,G&A Beds Open,G&A beds occ'd,Occupancy rate,CC Adult Open,CC Adult Occ,"
        + "Critical care beds occupancy rate,No. beds closed due to norovirus etc.,"
        + "No. unoccupied beds closed due to norovirus etc.,No. beds occupied by long-stay patients (> 7 days),"
        + "No. beds occupied by long-stay patients (> 21 days),Closures,Diverts\n";

    [Fact]
    public async Task Series_IsReadAsSent_AndThinnedWithItsGapKept()
    {
        var start = app.NextMoment().AddHours(-5);
        var to = start.AddHours(4);
        await SendAtAsync(start, 500);
        await SendAtAsync(start.AddMinutes(30), 510);
        await SendAtAsync(start.AddHours(3), 540); // Nothing in the second and the third hour.

        var raw = await app.GetAsync(Query(start, to));
        var thin = await app.GetAsync(Query(start, to) + "&points=4");

        Assert.Equal([500, 510, 540], raw.Json.AsArray().Select(reading => (int)reading!["value"]!));
        Assert.Equal([2, 0, 0, 1], thin.Json.AsArray().Select(stretch => (int)stretch!["count"]!));
        Assert.Equal(["505", "", "", "540"], thin.Json.AsArray().Select(stretch => $"{stretch!["mean"]}"));
    }

    [Theory]
    [InlineData("LISTER", "beds.ga.open", "2026-01-01", "2026-01-02", "10", "place")]
    [InlineData("RWH01", "beds.ga.opne", "2026-01-01", "2026-01-02", "10", "metric")]
    [InlineData("RWH01", "beds.ga.occupancy", "2026-01-01", "2026-01-02", "10", "metric")]
    [InlineData("RWH01", "beds.ga.open", "2026-01-02", "2026-01-01", "10", "to")]
    [InlineData("RWH01", "beds.ga.open", "2026-01-01", "2026-01-02", "0", "points")]
    [InlineData("RWH01", "beds.ga.open", "2026-01-01", "2026-01-02", "5001", "points")]
    public async Task Series_AskedForWrongly_NamesWhatIsWrong(
        string place, string metric, string from, string to, string points, string named)
    {
        var answer = await app.GetAsync(
            $"/api/v1/series?place={place}&metric={metric}&from={from}T00:00:00Z&to={to}T00:00:00Z&points={points}");

        Assert.Equal(400, answer.Status);
        Assert.Equal([named], answer.Json["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Sitrep_ShowsTheTrustsBedsAndCountsTheOthers()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1).ToString("yyyy-MM-dd");

        var answer = await app.SendAsync("text/csv", SitrepHeader
            + $"-,ENGLAND,{today},12,3,1600,1512,0,60,50,0.83,4,1,700,300,0,0\n"
            + $"RWH,East and North,{today},7,2,600,572,0,20,17,0.85,4,1,300,120,0,0\n"
            + $"RF4,Elsewhere,{today},5,1,1000,940,0,40,33,0.83,0,0,400,180,0,0\n", "sitrep");

        Assert.Equal((200, 1), (answer.Status, (int)answer.Json["outsideFootprint"]!));
        Assert.Equal((0, true), ((int)answer.Json["rejectedTotal"]!, (int)answer.Json["accepted"]! > 8));
        var shown = await app.ShownAsync("RWH", state => state[A.BedsOccupied] is not null);
        Assert.Equal((600.0, 572.0), (shown[A.BedsOpen]!.Reading.Value, shown[A.BedsOccupied]!.Reading.Value));
        Assert.Equal(TimeSpan.FromDays(1), shown[A.BedsOccupied]!.Reading.Cadence);
    }

    [Fact]
    public async Task Place_ThatNobodyKnows_Is404AndSaysWhereToLook()
    {
        var answer = await app.GetAsync("/api/v1/places/LISTER");

        Assert.Equal((404, "application/problem+json"), (answer.Status, answer.Type));
        Assert.Contains("GET /api/v1/places", (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("system?at=now")]
    [InlineData("system?at=")]
    [InlineData("places/RWG02?at=Now")]
    [InlineData("levels?at=now")]
    [InlineData("alerts?at=now")]
    public async Task Now_AsPagesTakeIt_IsWhatIsLive(string path) => Assert.Equal(200, (await app.GetAsync($"/api/v1/{path}")).Status);

    [Fact]
    public async Task Lists_SayWhatThereIs()
    {
        var places = (await app.GetAsync("/api/v1/places")).Json.AsArray();
        var metrics = (await app.GetAsync("/api/v1/metrics-dictionary")).Json.AsArray();
        var system = (await app.GetAsync("/api/v1/system")).Json.AsArray();

        Assert.Equal(("RWH", "hospital"), ((string?)With(places, "RWH01")["parent"], (string?)With(places, "RWH01")["kind"]));
        Assert.NotEmpty((string?)With(metrics, "beds.ga.occupied")["definition"] ?? "");
        Assert.Equal(places.Select(place => $"{place!["code"]}"), system.Select(state => $"{state!["place"]}"));
    }

    [Fact]
    public async Task OpenApi_DescribesTheIntake()
    {
        var paths = (await app.GetAsync("/openapi/v1.json")).Json["paths"]!;

        Assert.Equal(
            ["application/json", "application/x-ndjson", "text/csv"],
            Post(paths, "observations")["requestBody"]!["content"]!.AsObject().Select(type => type.Key).Order());
        Assert.Equal(
            ["200", "400", "401", "413", "415", "422", "429", "503"],
            Post(paths, "sitrep")["responses"]!.AsObject().Select(response => response.Key).Order());
    }

    private static JsonNode Post(JsonNode paths, string route) => paths[$"/api/v1/{route}"]!["post"]!;

    private static JsonNode With(JsonArray list, string code) => list.Single(item => $"{item!["code"]}" == code)!;

    private static string Query(DateTimeOffset from, DateTimeOffset to) => string.Create(
        CultureInfo.InvariantCulture,
        $"/api/v1/series?place=RWG02&metric=beds.ga.occupied&from={from.UtcDateTime:O}&to={to.UtcDateTime:O}");

    private Task<Answer> SendAtAsync(DateTimeOffset at, int value) =>
        app.SendAsync(new { place = "RWG02", metric = "beds.ga.occupied", value, periodEnd = at });
}
