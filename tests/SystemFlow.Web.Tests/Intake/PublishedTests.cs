namespace SystemFlow.Web.Tests.Intake;

/// <summary>Returns as NHS England publishes them, over HTTP.</summary>
public sealed class PublishedTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const string Month = "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,"
        + "A&E attendances Other A&E Department,Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department,"
        + "Patients who have waited 4-12 hs from DTA to admission,Patients who have waited 12+ hrs from DTA to admission,"
        + "Emergency admissions via A&E - Type 1,Emergency admissions via A&E - Type 2,Emergency admissions via A&E - Other A&E department,Other emergency admissions\r\n"
        + "MSitAE-APRIL-2020,RWH,NHS ENGLAND EAST OF ENGLAND ,EAST,4000,0,2000,1500,0,0,100,0,1700,0,0,180\r\n"
        + "MSitAE-APRIL-2020,RXX,NHS ENGLAND LONDON,ELSE,1000,0,0,100,0,0,0,0,0,0,0,0\r\nTOTAL,TOTAL,TOTAL,TOTAL,5000,0,2000,1600,0,0,100,0,1700,0,0,180\r\n";

    private const string Acute = "trust_code,date,do_not_meet_criteria_to_reside,discharged_by_1700,discharged_between_1701_2359,discharged_total\n";

    [Fact]
    public async Task AMonth_OfAnyAge_IsKeptAsAMonth_AndTheSameAgainChangesNothing()
    {
        var first = await app.SendAsync("text/csv", Month, "published");
        var again = await app.SendAsync("text/csv", Month, "published");
        var shown = await app.ShownAsync("RWH", state => state.Figures.Keys.Any(key => $"{key}" == "monthly.ed.attendances"));
        var series = await app.GetAsync("/api/v1/series?place=RWH&metric=monthly.ed.attendances&from=2020-04-01T00:00:00Z&to=2020-05-02T00:00:00Z", FlowApp.Key);

        Assert.Equal((200, "9 0 0 0", 1), (first.Status, first.Counts, (int)first.Json["outsideFootprint"]!));
        Assert.Equal("0 0 9 0", again.Counts);
        Assert.DoesNotContain(shown.Figures.Keys, key => $"{key}".StartsWith("ed.", StringComparison.Ordinal));
        Assert.Contains("6000", series.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_AreSaidByRowAndColumn()
    {
        var answer = await app.SendAsync("text/csv", Acute + "RWH,2022-06-24,190,0,0,0\nRWG,24/06/2022,1,0,0,1\nRQW,2022-06-24,1.5,0,0,1\n", "published");

        Assert.Equal((200, "6 0 0 2"), (answer.Status, answer.Counts));
        Assert.Equal(["3 date bad-time", "4 do_not_meet_criteria_to_reside not-whole"], answer.Rejected);
        Assert.Equal("zero-is-unlikely", (string?)answer.Json["warnings"]![0]!["reason"]);
    }

    [Fact]
    public async Task AnUnknownHeader_IsRefusedWhole_AndTheKnownReturnsAreNamed()
    {
        var answer = await app.SendAsync("text/csv", "colour,size\nred,2\n", "published");

        Assert.Equal((400, "unknown-return"), (answer.Status, answer.Reason));
        Assert.Contains("NHS 111 calls, daily", (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AListOfPeople_IsRefusedWhole()
    {
        var answer = await app.SendAsync("text/csv", "arrival_datetime,sex,is_child\n2026-01-01 07:12:49,F,False\n", "published");

        Assert.Equal((422, "looks-like-a-patient"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task AKeyOfOneTrust_MayNotSpeakForTheWholeSystem()
    {
        using var content = new StringContent("date,calls_received,calls_answered,calls_answered_60s,calls_triaged\n2025-11-24,10,9,8,7\n", null, "text/csv");

        var answer = await app.SendAsync("published", content, app.Scoped("RWH"));

        Assert.Equal((422, "0 0 0 1"), (answer.Status, answer.Counts));
        Assert.Equal(["2 date not-allowed"], answer.Rejected);
    }
}
