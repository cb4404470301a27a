using System.Globalization;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>What a partner sends is on record and on screen.</summary>
public sealed class ObservationsTests(FlowApp app) : IClassFixture<FlowApp>
{
    [Theory]
    [InlineData("application/json", """[{"place":"RWH01","metric":"beds.ga.occupied","value":{0},"periodEnd":"{1}"}]""")]
    [InlineData("application/json", """{"observations":[{"place":"RWH01","metric":"beds.ga.occupied","value":{0},"periodEnd":"{1}"}]}""")]
    [InlineData("application/x-ndjson", """{"place":"RWH01","metric":"beds.ga.occupied","value":{0},"periodEnd":"{1}"}""")]
    [InlineData("text/csv; charset=utf-8", "place,metric,value,periodEnd\nRWH01,beds.ga.occupied,{0},{1}\n")]
    public async Task Observation_InEveryFormat_IsCountedAndShown(string type, string body)
    {
        var at = app.NextMoment();
        var value = 400 + at.Second;

        var answer = await app.SendAsync(type, Fill(body, value, at));

        Assert.Equal((200, "1 0 0 0"), (answer.Status, answer.Counts));
        await app.ShownAsync("RWH01", state => state[A.BedsOccupied]?.Reading.PeriodEnd == at);
        var place = await app.GetAsync("/api/v1/places/rwh01");
        Assert.Equal(value, (int)place.Json["figures"]!["beds.ga.occupied"]!["reading"]!["value"]!);
        Assert.Equal("fresh", (string?)place.Json["figures"]!["beds.ga.occupied"]!["freshness"]);
        Assert.Equal("environment", (string?)place.Json["figures"]!["beds.ga.occupied"]!["reading"]!["source"]);
    }

    [Fact]
    public async Task SameMessage_Twice_IsADuplicate()
    {
        var row = new { place = "RWG02", metric = "beds.ga.occupied", value = 520, periodEnd = app.NextMoment() };

        await app.SendAsync(row);
        var again = await app.SendAsync(row);

        Assert.Equal((200, "0 0 1 0"), (again.Status, again.Counts));
    }

    [Fact]
    public async Task SameMoment_SubmittedLater_IsAmendedAndShown()
    {
        var at = app.NextMoment();
        await app.SendAsync(new { place = "RQWG0", metric = "beds.ga.occupied", value = 400, periodEnd = at, submittedAt = at });

        var later = await app.SendAsync(
            new { place = "RQWG0", metric = "beds.ga.occupied", value = 404, periodEnd = at, submittedAt = at.AddMinutes(1) });

        Assert.Equal((200, "0 1 0 0"), (later.Status, later.Counts));
        var state = await app.ShownAsync("RQWG0", state => state[A.BedsOccupied]?.Reading.Value == 404);
        Assert.Equal(400, state[A.BedsOccupied]!.Reading.AmendedFrom);
    }

    [Fact]
    public async Task Absent_IsShownWithoutAValue_NeverAsZero()
    {
        var at = app.NextMoment();

        await app.SendAsync(new { place = "RWH01", metric = "beds.ga.escalation", absent = "unknown", periodEnd = at });

        await app.ShownAsync("RWH01", state => state.NewestAt >= at && state.Figures.Keys.Any(key => $"{key}" == "beds.ga.escalation"));
        var reading = (await app.GetAsync("/api/v1/places/RWH01")).Json["figures"]!["beds.ga.escalation"]!["reading"]!;
        Assert.Null(reading["value"]);
        Assert.Equal("unknown", (string?)reading["absent"]);
    }

    private static string Fill(string body, int value, DateTimeOffset at) => body
        .Replace("{0}", value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{1}", at.ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
