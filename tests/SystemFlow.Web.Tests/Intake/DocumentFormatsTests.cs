using System.Globalization;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>HAVE and MeasureReport come in by the same door as observations, and are on screen.</summary>
public sealed class DocumentFormatsTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const string Have = """
        <HospitalStatus xmlns="urn:oasis:names:tc:emergency:EDXL:HAVE:1.0"><Hospital>
        <Organization><OrganizationInformation><OrganizationID>RWH01</OrganizationID></OrganizationInformation></Organization>
        <HospitalBedCapacityStatus><BedCapacity><BedType>MedicalSurgical</BedType><Capacity>
        <AvailableCount>39</AvailableCount><BaselineCount>600</BaselineCount></Capacity></BedCapacity></HospitalBedCapacityStatus>
        <LastUpdateTime>{at}</LastUpdateTime></Hospital></HospitalStatus>
        """;

    private const string Report = """
        {"resourceType":"MeasureReport","status":"complete","type":"summary","date":"{at}",
        "period":{"start":"{at}","end":"{at}"},"subject":{"identifier":{"value":"RWG02"}},"group":[{"population":[{"count":520,
        "code":{"coding":[{"system":"http://hl7.org/fhir/uv/saner/CodeSystem/MeasuredValues","code":"numImpBedsOcc"}]}}]}]}
        """;

    [Theory]
    [InlineData("application/xml")]
    [InlineData("text/xml; charset=utf-8")]
    public async Task Have_IsCountedAndShown(string type)
    {
        var at = app.NextMoment();

        var answer = await app.SendAsync(type, At(Have, at), "have");

        Assert.Equal((200, "3 0 0 0"), (answer.Status, answer.Counts));
        Assert.Equal("worked-out", (string?)answer.Json["warnings"]![0]!["reason"]);
        await app.ShownAsync("RWH01", state => state[A.BedsOccupied]?.Reading is { Value: 561 } reading && reading.PeriodEnd >= at.AddSeconds(-1));
    }

    [Theory]
    [InlineData("application/fhir+json")]
    [InlineData("application/json")]
    public async Task MeasureReport_IsCountedAndShown(string type)
    {
        var at = app.NextMoment();

        var answer = await app.SendAsync(type, At(Report, at), "fhir/MeasureReport");

        Assert.Equal((200, "1 0 0 0"), (answer.Status, answer.Counts));
        await app.ShownAsync("RWG02", state => state[A.BedsOccupied]?.Reading.Value == 520);
    }

    [Theory]
    [InlineData("have", "application/json", 415, "unreadable")]
    [InlineData("fhir/MeasureReport", "application/xml", 415, "unreadable")]
    [InlineData("have", "application/xml", 400, "unreadable")]
    [InlineData("fhir/MeasureReport", "application/fhir+json", 400, "unreadable")]
    public async Task Body_ThatIsNone_IsTurnedAway(string route, string type, int status, string reason)
    {
        var answer = await app.SendAsync(type, "anything", route);

        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("have", "application/xml", "<HospitalBedCapacityStatus>", "<HospitalBedCapacityStatus><PersonName>Marigold</PersonName>")]
    [InlineData("have", "application/xml", "39", "39<!-- 943 476 5919 -->")]
    [InlineData("fhir/MeasureReport", "application/json", "\"subject\":{", "\"subject\":{\"reference\":\"Patient/Marigold\",")]
    public async Task Body_ThatMentionsAPatient_IsRefusedWhole_AndIsInNoLogLine(string route, string type, string old, string now)
    {
        var sent = At(route is "have" ? Have : Report, app.NextMoment()).Replace(old, now, StringComparison.Ordinal);

        var answer = await app.SendAsync(type, sent, route);

        Assert.Equal((422, "looks-like-a-patient"), (answer.Status, answer.Reason));
        var told = (await app.GetAsync("/api/v1/feeds")).Text + answer.Text + string.Join('\n', app.Log.All);
        Assert.DoesNotContain("Marigold", told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("943 476 5919", told, StringComparison.Ordinal);
    }

    // Whole seconds: neither format needs more.
    private static string At(string body, DateTimeOffset at) => body.Replace(
        "{at}", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
