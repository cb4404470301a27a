using System.Globalization;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>Bad input gets its own clear refusal, and what is good beside it is kept.</summary>
public sealed class RefusalsTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const string NhsNumber = "9434765919"; // Made up, with a right check digit.
    private const string Csv = "place,metric,value,absent,periodEnd\n";

    [Theory]
    [InlineData("LISTER,beds.ga.occupied,5,,{0}", "place unknown-place")]
    [InlineData("RWH01,beds.ga.ocupied,5,,{0}", "metric unknown-metric")]
    [InlineData("RWH01,beds.ga.occupancy,5,,{0}", "metric derived-metric")]
    [InlineData("RWH01,beds.ga.open,-,,{0}", "value not-a-number")]
    [InlineData("RWH01,beds.ga.open,-1,,{0}", "value out-of-range")]
    [InlineData("RWH01,beds.ga.open,,,{0}", "value missing-field")]
    [InlineData("RWH01,beds.ga.open,5,,2999-01-01T00:00:00Z", "periodEnd in-the-future")]
    [InlineData("RWH01,beds.ga.open,5,,2001-01-01T00:00:00Z", "periodEnd too-old")]
    [InlineData("RWH01,beds.ga.open,5,,2026-01-05T09:00:00", "periodEnd no-offset")]
    [InlineData("RWH01,beds.ga.open", " bad-row")]
    [InlineData("RWH01,beds.ga.occupied,,unknown,{0}", "absent blank-duplicate")]
    public async Task Row_ThatIsBad_IsRefusedByItself(string row, string refusal)
    {
        var at = app.NextMoment();
        var value = 500 + at.Second;

        var answer = await app.SendAsync("text/csv", Csv + Fill($"{row}\nRWH01,beds.ga.occupied,{value},,{{0}}\n", at));

        Assert.Equal((200, "1 0 0 1"), (answer.Status, answer.Counts));
        Assert.Equal([$"2 {refusal}"], answer.Rejected);
        Assert.NotEmpty((string?)answer.Json["rejected"]![0]!["detail"] ?? "");
        var shown = await app.ShownAsync("RWH01", state => state[A.BedsOccupied]?.Reading.PeriodEnd == at);
        Assert.Equal(value, shown[A.BedsOccupied]!.Reading.Value);
    }

    [Fact]
    public async Task Body_OfRefusedRowsAlone_Is422AndSaysWhyForEach()
    {
        var answer = await app.SendAsync("text/csv", Csv + Fill("NOWHERE,beds.ga.open,5,,{0}\nRWH01,beds.ga.open,-,,{0}\n", app.NextMoment()));

        Assert.Equal((422, "0 0 0 2"), (answer.Status, answer.Counts));
        Assert.Equal(["2 place unknown-place", "3 value not-a-number"], answer.Rejected);
    }

    [Theory]
    [InlineData("application/json", """[{"place":"RWH01",""")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "7")]
    [InlineData("text/csv", "")]
    public async Task Body_ThatCannotBeParsed_Is400(string type, string body)
    {
        var answer = await app.SendAsync(type, body);

        Assert.Equal((400, "unreadable", "application/problem+json"), (answer.Status, answer.Reason, answer.Type));
    }

    [Theory]
    [InlineData("application/json", """[{"place":"RWH20","metric":"ed.attendances","value":6,"periodEnd":"{0}","comment":"{1}"}]""")]
    [InlineData("application/json", """[{"place":"RWH20","metric":"ed.attendances","value":6,"periodEnd":"{0}"},{"nhsNumber":"{1}"}]""")]
    [InlineData("application/x-ndjson", """{"place":"RWH20","metric":"ed.attendances","value":6,"periodEnd":"{0}","{1}":1}""")]
    [InlineData("text/csv", "place,metric,value,periodEnd,comment\nRWH20,ed.attendances,6,{0},\nRWH20,ed.attendances,7,{0},Mrs Marigold {1}\n")]
    [InlineData("text/csv", "place,metric,value,periodEnd,nhs number\nRWH20,ed.attendances,6,{0},{1}\n")]
    public async Task Body_ThatMentionsAPatient_IsRefusedWholeAndIsInNoLogLine(string type, string body)
    {
        var sent = Fill(body, app.NextMoment()).Replace("{1}", NhsNumber, StringComparison.Ordinal);

        var answer = await app.SendAsync(type, sent);

        Assert.Equal((422, "looks-like-a-patient"), (answer.Status, answer.Reason));
        var series = await app.GetAsync("/api/v1/series?place=RWH20&metric=ed.attendances&from=2001-01-01T00:00:00Z&to=2999-01-01T00:00:00Z");
        Assert.Empty(series.Json.AsArray());
        Assert.NotEmpty(app.Log.All);
        string[] secrets = [NhsNumber, "Marigold", "ed.attendances\",\"value", FlowApp.Key];
        var told = (await app.GetAsync("/api/v1/feeds")).Text + answer.Text;
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase));
        Assert.All(secrets, secret => Assert.DoesNotContain(
            app.Log.All, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Feeds_CountsRefusalsByReason()
    {
        using var own = new FlowApp();

        await own.SendAsync("text/csv", Csv + Fill(
            "NOWHERE,beds.ga.open,5,,{0}\nNOWHERE,beds.ga.open,6,,{0}\nRWH01,beds.ga.open,-,,{0}\nRWH01,beds.ga.open,580,,{0}\n", own.NextMoment()));
        await own.SendAsync("application/json", "7");

        var feed = Assert.Single((await own.GetAsync("/api/v1/feeds")).Json.AsArray())!;
        var today = feed["today"]!;
        Assert.Equal(("environment", 2, 1, 3), ((string?)feed["feed"], (int)today["messages"]!, (int)today["accepted"]!, (int)today["refusedRows"]!));
        Assert.Equal("""{"not-a-number":1,"unknown-place":2}""", today["refused"]!.ToJsonString());
        Assert.Equal("""{"unreadable":1}""", today["refusedBodies"]!.ToJsonString());
        Assert.Equal((3, "unreadable"), ((int)feed["quarantine"]!["waiting"]!, (string?)feed["lastProblem"]!["reason"]));
    }

    private static string Fill(string body, DateTimeOffset at) =>
        body.Replace("{0}", at.ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
