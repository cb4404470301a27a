using System.Text.Json.Nodes;
using SystemFlow.Domain.Places;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Live;

/// <summary>The live view as another program follows it.</summary>
public sealed class FlowHubTests(FlowApp app) : IClassFixture<FlowApp>
{
    [Fact]
    public async Task Watch_IsSentASnapshotThenWhatChanges_WithRisingVersions()
    {
        using var client = await HubClient.ConnectAsync(app);

        Assert.Null(await client.WatchAsync(["RWH01"]));
        var before = Assert.Single(await client.NextAsync("snapshot"));
        var at = await SendAsync("RWH01", 561);

        var after = before;
        while (Moment(after) != at) after = Assert.Single(await client.NextAsync("changed"));
        Assert.Equal(("RWH01", 561), ((string?)after["place"], (int)Figure(after)!["value"]!));
        Assert.True((long)after["version"]! > (long)before["version"]!);
    }

    [Fact]
    public async Task Watch_WithoutPlaces_IsSentThemAll()
    {
        using var client = await HubClient.ConnectAsync(app);

        Assert.Null(await client.WatchAsync(null));

        Assert.Equal(Footprint.HertfordshireWestEssex.Places.Length, (await client.NextAsync("snapshot")).Count);
    }

    [Fact]
    public async Task Watch_AfterAReconnection_IsSentOnlyWhatItHasNotSeen()
    {
        foreach (var place in new[] { "RWH01", "RWH20" })
        {
            await SendAsync(place, 60);
            await app.ShownAsync(place, state => state[A.BedsOccupied] is not null);
        }

        using var client = await HubClient.ConnectAsync(app);
        await client.WatchAsync(["RWH20"]);
        var seen = Assert.Single(await client.NextAsync("snapshot"));

        using var again = await HubClient.ConnectAsync(app);
        await again.WatchAsync(["RWH01", "RWH20"], new Dictionary<string, long> { ["RWH20"] = (long)seen["version"]!, ["RWH01"] = 0 });

        Assert.Equal("RWH01", (string?)Assert.Single(await again.NextAsync("snapshot"))["place"]);
    }

    [Fact]
    public async Task Watch_AnUnknownPlace_SaysSoAndWhereToLook()
    {
        using var client = await HubClient.ConnectAsync(app);

        var error = await client.WatchAsync(["LISTER"]);

        Assert.Contains("There is no place 'LISTER'. GET /api/v1/places lists them.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_Again_IsInsteadOfTheFirst()
    {
        using var client = await HubClient.ConnectAsync(app);
        await client.WatchAsync(["RWG02"]);
        await client.NextAsync("snapshot");

        await client.WatchAsync(["RQWG0"]);
        await client.NextAsync("snapshot");
        await SendAsync("RWG02", 500);
        await app.ShownAsync("RWG02", state => state[A.BedsOccupied]?.Reading.Value == 500);
        var at = await SendAsync("RQWG0", 400);

        var places = new List<string?>();
        for (DateTimeOffset? moment = null; moment != at;)
        {
            var state = Assert.Single(await client.NextAsync("changed"));
            places.Add((string?)state["place"]);
            moment = Moment(state);
        }

        Assert.All(places, place => Assert.Equal("RQWG0", place));
    }

    private static JsonNode? Figure(JsonNode state) =>
        state["figures"]!["beds.ga.occupied"]?["reading"];

    private static DateTimeOffset? Moment(JsonNode state) => (DateTimeOffset?)Figure(state)?["periodEnd"];

    private async Task<DateTimeOffset> SendAsync(string place, int value)
    {
        var at = app.NextMoment();
        Assert.Equal(200, (await app.SendAsync(new { place, metric = "beds.ga.occupied", value, periodEnd = at })).Status);
        return at;
    }
}
