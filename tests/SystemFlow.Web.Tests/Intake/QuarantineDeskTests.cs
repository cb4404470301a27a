using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Keys;
using SystemFlow.Testing;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Tests.SignIn;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>A refused row waits for its feed's owner, is mended by the rules that refused it, and keeps who did what.</summary>
public sealed class QuarantineDeskTests : IDisposable
{
    private const string Csv = "place,metric,value,periodEnd,comment\n";
    private const string NhsNumber = "9434765919"; // Made up, with a right check digit.
    private const string Feed = "environment"; // The feed of the key that every test app has.

    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());
    private static readonly ClaimsPrincipal Ann = Persons.SignedIn("Ann Other", "");

    private readonly FlowApp _app = new();

    private Quarantine Quarantine => _app.Services.GetRequiredService<Quarantine>();

    private QuarantineDesk Desk => _app.Services.GetRequiredService<QuarantineDesk>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Refused_IsKeptWithWhatItSaid_AndMendedIsOnRecord()
    {
        var at = _app.NextMoment();
        await RefuseAsync(at, "LISTER,beds.ga.occupied,561,{0},");
        var row = Assert.Single(Waiting());
        var fields = Fields(row);
        fields["place"] = "RWH01";

        var result = await Desk.CorrectAsync(Ann, Feed, row.Id, fields, Cancelled);

        Assert.Equal("Sent again and accepted.", result.Done);
        var shown = await _app.ShownAsync("RWH01", state => state[A.BedsOccupied]?.Reading.PeriodEnd == at);
        var reading = shown[A.BedsOccupied]!.Reading;
        Assert.Equal((561, Feed, "Corrected by Ann Other"), (reading.Value, reading.Source, reading.Comment));
        var settled = Quarantine.Find(Feed, row.Id)!;
        Assert.Equal((QuarantineState.Corrected, "Ann Other", "Sent again and accepted."), (settled.State, settled.Settled!.By, settled.Settled.Note));
        Assert.Contains(_app.Log.All, line => line.Contains("corrected by Ann Other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Correction_ThatIsStillWrong_SaysWhy_AndTheRowWaitsOn()
    {
        await RefuseAsync(_app.NextMoment(), "LISTER,beds.ga.occupied,many,{0},");
        var row = Assert.Single(Waiting());

        var result = await Desk.CorrectAsync(Ann, Feed, row.Id, Fields(row), Cancelled);

        Assert.Null(result.Done);
        Assert.Equal(["unknown-place", "not-a-number"], result.Problems.Select(problem => problem.Reason));
        Assert.Single(Waiting());
    }

    [Fact]
    public async Task Correction_CountsFromWhenTheRowWasSent_SoThatALaterFigureStands()
    {
        var at = _app.NextMoment();
        await RefuseAsync(at, "RWH01,beds.ga.occupied,many,{0},");
        await _app.SendAsync(new { place = "RWH01", metric = "beds.ga.occupied", value = 570, periodEnd = at });
        var row = Assert.Single(Waiting());
        var fields = Fields(row);
        fields["value"] = "561";

        var result = await Desk.CorrectAsync(Ann, Feed, row.Id, fields, Cancelled);

        Assert.StartsWith("Sent again. It changed nothing", result.Done, StringComparison.Ordinal);
        var stored = (await _app.GetAsync(SeriesAt(at))).Json.AsArray();
        Assert.Equal(570, (double)Assert.Single(stored)!["value"]!);
    }

    [Fact]
    public async Task TwoPeople_WhoMendOneRowAtOnce_SendOneFigure()
    {
        await RefuseAsync(_app.NextMoment(), "RWH01,beds.ga.occupied,many,{0},");
        var row = Assert.Single(Waiting());

        var results = await Task.WhenAll(((string[])["561", "999"]).Select(value =>
            Desk.CorrectAsync(Ann, Feed, row.Id, new Dictionary<string, string>(Fields(row)) { ["value"] = value }, Cancelled)));

        Assert.Single(results, result => result.Done is not null);
        Assert.Contains("was quicker", Assert.Single(Assert.Single(results, result => result.Done is null).Problems).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Correction_ThatMentionsAPatient_IsRefusedAndKeptNowhere()
    {
        await RefuseAsync(_app.NextMoment(), "LISTER,beds.ga.occupied,561,{0},");
        var row = Assert.Single(Waiting());
        var fields = Fields(row);
        (fields["place"], fields["comment"]) = ("RWH01", $"see {NhsNumber}");

        var result = await Desk.CorrectAsync(Ann, Feed, row.Id, fields, Cancelled);
        var (isDone, _) = await Desk.DismissAsync(Ann, Feed, [row.Id], $"see {NhsNumber}", Cancelled);

        Assert.Contains("looks like a patient", Assert.Single(result.Problems).Detail, StringComparison.Ordinal);
        Assert.False(isDone);
        Assert.Single(Waiting());
        Assert.DoesNotContain(_app.Log.All, line => line.Contains(NhsNumber, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Correction_StaysWithinWhatTheFeedsKeyMayWrite()
    {
        var client = _app.Scoped("RWG02");
        using var body = new StringContent(
            Csv + string.Create(CultureInfo.InvariantCulture, $"RWH01,beds.ga.occupied,561,{_app.NextMoment():O},\n"), System.Text.Encoding.UTF8, "text/csv");
        await _app.SendAsync("observations", body, client);
        var row = Assert.Single(Waiting("scoped-1"));

        var mended = await Desk.CorrectAsync(Ann, "scoped-1", row.Id, Fields(row), Cancelled);
        _app.Services.GetRequiredService<FeedKeys>().Revoke("scoped-1", "test");
        var ended = await Desk.CorrectAsync(Ann, "scoped-1", row.Id, Fields(row), Cancelled);

        Assert.Equal("not-allowed", Assert.Single(mended.Problems).Reason);
        Assert.Contains("no key that works", Assert.Single(ended.Problems).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodySignedIn_ChangesNothing()
    {
        await RefuseAsync(_app.NextMoment(), "LISTER,beds.ga.occupied,561,{0},");
        var row = Assert.Single(Waiting());

        var corrected = await Desk.CorrectAsync(Nobody, Feed, row.Id, Fields(row), Cancelled);
        var (isDismissed, _) = await Desk.DismissAsync(Nobody, Feed, [row.Id], "Not needed", Cancelled);

        Assert.Contains("Sign in", Assert.Single(corrected.Problems).Detail, StringComparison.Ordinal);
        Assert.False(isDismissed);
        Assert.Single(Waiting());
    }

    [Fact]
    public async Task Dismissed_SeveralAtOnce_KeepsTheReason_AndNeedsOne()
    {
        await RefuseAsync(_app.NextMoment(), "LISTER,beds.ga.occupied,561,{0},", "LISTER,beds.ga.open,600,{0},");
        var ids = Waiting().Select(row => row.Id).ToList();

        var (isDoneWithout, _) = await Desk.DismissAsync(Ann, Feed, ids, " ", Cancelled);
        var (isDone, words) = await Desk.DismissAsync(Ann, Feed, ids, "Test messages", Cancelled);
        var again = await Desk.CorrectAsync(Ann, Feed, ids[0], ImmutableDictionary<string, string>.Empty, Cancelled);

        Assert.Equal((false, true, "2 rows dismissed."), (isDoneWithout, isDone, words));
        Assert.Equal("Test messages", Quarantine.Find(Feed, ids[1])!.Settled!.Note);
        Assert.Contains("Ann Other was quicker", Assert.Single(again.Problems).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyRefusedWhole_LeavesNothingInQuarantine()
    {
        await RefuseAsync(_app.NextMoment(), $"LISTER,beds.ga.occupied,561,{{0}},see {NhsNumber}");
        await _app.SendAsync("application/json", "[{");

        Assert.Equal(0, Quarantine.Counts(Feed).Waiting);
        var feed = (await _app.GetAsync($"/api/v1/feeds/{Feed}")).Json;
        Assert.Equal("""{"looks-like-a-patient":1,"unreadable":1}""", feed["today"]!["refusedBodies"]!.ToJsonString());
    }

    [Fact]
    public async Task File_OfRefusedRows_IsForWhoIsSignedIn_AndComesBackInMended()
    {
        var at = _app.NextMoment();
        await RefuseAsync(at, "LISTER,beds.ga.occupied,561,{0},=HYPERLINK()");
        using var visitor = new Visitor(_app);

        var stranger = await visitor.OpenAsync($"/feeds/{Feed}/refused.csv");
        await visitor.SignInAsync();
        var file = await visitor.OpenAsync($"/feeds/{Feed}/refused.csv?reason=unknown-place");
        var again = await _app.SendAsync("text/csv", file.Text.Replace("\nLISTER,", "\nRWH01,", StringComparison.Ordinal));

        Assert.Equal(302, stranger.Status);
        Assert.DoesNotContain("LISTER", stranger.Text, StringComparison.Ordinal);
        Assert.Contains(",'=HYPERLINK(),unknown-place,", file.Text, StringComparison.Ordinal);
        Assert.Equal((200, "1 0 0 0"), (again.Status, again.Counts));
    }

    private static string SeriesAt(DateTimeOffset at) =>
        $"/api/v1/series?place=RWH01&metric=beds.ga.occupied&from={Uri.EscapeDataString(at.ToString("O"))}&to={Uri.EscapeDataString(at.AddTicks(1).ToString("O"))}";

    private static Dictionary<string, string> Fields(QuarantinedRow row) => SentRow.FieldsOf(row.Row.Sent).ToDictionary(StringComparer.Ordinal);

    private ImmutableArray<QuarantinedRow> Waiting(string feed = Feed) => Quarantine.Read(feed, QuarantineState.Waiting, null, 0, 100).Rows;

    private async Task RefuseAsync(DateTimeOffset at, params string[] rows)
    {
        var body = Csv + string.Join('\n', rows).Replace("{0}", at.ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n";
        Assert.NotEqual(200, (await _app.SendAsync("text/csv", body)).Status);
    }
}
