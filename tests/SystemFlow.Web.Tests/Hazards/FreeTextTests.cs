using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Feeds.Sitreps;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Keys;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Editions;
using SystemFlow.Web.Handovers;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Keys;
using SystemFlow.Web.Levels;
using SystemFlow.Web.People;
using SystemFlow.Web.Returns;
using SystemFlow.Web.SignIn;
using SystemFlow.Web.Tests.Alerts;
using SystemFlow.Web.Walls;

namespace SystemFlow.Web.Tests.Hazards;

/// <summary>Wherever a person may type words, a patient's number in them keeps all of it from being kept.</summary>
public sealed class FreeTextTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const string Number = "943 476 5919"; // Made up, with a right check digit.
    private const string Text = $"Bed 4, {Number}, moved";

    private static readonly PlaceCode Lister = PlaceCode.Parse("RWH01");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FreeText_WithAPatientInIt_IsRefusedByEveryDesk_AndIsNowhereOnDisk()
    {
        var ann = await app.AccountAsync();
        var session = await The<AccountBook>().BeginSessionAsync(ann.Id, null, "Edge on Windows", "password", isStrong: true);
        var person = The<SessionPrincipals>().Of(session.Id)!;
        foreach (var (what, ask) in Desks(person))
        {
            var answers = (await ask()).ToList();

            Assert.True(answers.Any(answer => answer?.Contains("an NHS number", StringComparison.Ordinal) is true), $"{what}: {string.Join(" | ", answers)}");
        }

        var files = Directory.GetFiles(app.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".lock");
        Assert.All(files, file => Assert.DoesNotContain(Number, Content(file), StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.All, line => line.Contains(Number, StringComparison.Ordinal));
    }

    private IEnumerable<(string What, Func<Task<IEnumerable<string?>>> Ask)> Desks(ClaimsPrincipal person)
    {
        var now = TimeProvider.System.GetUtcNow();
        yield return ("a declared level", async () => (await The<LevelDesk>().DeclareAsync(person, Lister, new DeclareFields { Level = 3, Reason = Text }, Cancelled)).Cast<string?>());
        yield return ("a note on an alert", async () => [await The<AlertDesk>().AnswerAsync(person, new AlertAnswer(Alarm.Firing(), AlertCommandKind.Acknowledge, Text, default))]);
        yield return ("a planned event", async () => (await The<AlertDesk>().PlanAsync(person, new PlannedEvent(Lister, null, now, now.AddHours(1), Text, ""), Cancelled)).Cast<string?>());
        yield return ("what is to be done", async () => Words((await The<ActionDesk>().GiveAsync(person, new ActionFields { Owner = "RWH01", What = Text }, Cancelled)).Problems));
        yield return ("why", async () => Words((await The<ActionDesk>().GiveAsync(person, new ActionFields { Owner = "RWH01", What = "Open 6 beds", Why = Text }, Cancelled)).Problems));
        yield return ("a declined card", async () => [await The<CardDesk>().DeclineAsync(person, Lister, "none", Text, Cancelled)]);
        yield return ("a minute", async () => [await The<CallDesk>().WriteAsync(person, "none", CallLineKind.Minute, Text, Cancelled)]);
        yield return ("a decision", async () => [await The<CallDesk>().WriteAsync(person, "none", CallLineKind.Decision, Text, Cancelled)]);
        yield return ("a correction", async () => [await The<CallDesk>().CorrectAsync(person, "none", 1, 1, Text, Cancelled)]);
        yield return ("a handover", async () => (await The<HandoverDesk>().GiveAsync(person, new HandoverFields { Happened = Text }, Cancelled)).Cast<string?>());
        yield return ("what to watch", async () => (await The<HandoverDesk>().GiveAsync(person, new HandoverFields { Happened = "Calm", Watch = Text }, Cancelled)).Cast<string?>());
        yield return ("a list's reason", async () => (await The<EditionDesk>().SaveListAsync(person, new DistributionFields { Reason = Text }, Cancelled)).Cast<string?>());
        yield return ("a list's role", async () => (await The<EditionDesk>().SaveListAsync(person, new DistributionFields { Lines = $"{Text}, a@example.org", Reason = "New" }, Cancelled)).Cast<string?>());
        yield return ("a signed return", async () => (await The<ReturnDesk>().SignAsync(person, Return(), new SignFields { IsDirector = true, Note = Text }, Cancelled)).Cast<string?>());
        yield return ("a dismissed row", async () => [(await The<QuarantineDesk>().DismissAsync(person, FeedKey.OperatorsFeed, [1], Text, Cancelled)).Words]);
        yield return ("a key's note", () => Now(The<KeyDesk>().Issue(person, new KeyFields { Feed = "lister-pas", IsEverywhere = true, Note = Text }).Problems));
        yield return ("a wallboard's name", () => Now(Words(The<WallDesk>().Issue(person, new WallFields { Name = Text, Where = "Lister", LastDay = DateOnly.FromDateTime(now.UtcDateTime.AddDays(2)) }, now).Problems)));
        yield return ("an invitation", () => Now(Words(The<InvitationDesk>().Invite(person, Invitation()).Problems)));
        yield return ("one's own name", async () => Words(await The<AccountDesk>().NameAsync(person, Text, Text, null)));
        yield return ("why rules are changed", async () => [(await SaveAsync(person, new RuleSave(Text, null, IsPutInForce: true))).Refusal]);
        yield return ("who confirmed rules", async () => [(await SaveAsync(person, new RuleSave("Agreed", Text, IsPutInForce: true))).Refusal]);
    }

    private Task<SavedRules> SaveAsync(ClaimsPrincipal person, RuleSave save) => save.KeepAsync(
        The<RuleDocuments>(), The<AuditLog>(), person, RuleKind.Pressure, 0, PressureRules.Standard.ToJson(), null, "Ann Other, site lead");

    private static InvitationFields Invitation() =>
        new() { Email = "jo@nhs.net", Name = "Jo Smith", Job = "lead", Grants = [new Grant(Role.Lead, Lister)], Note = Text };

    private static ReturnView Return() => new(
        Footprint.HertfordshireWestEssex.Find(PlaceCode.Parse("RWH")), new SitrepReturn(PlaceCode.Parse("RWH"), new DateOnly(2020, 1, 1), [], []), []);

    private static Task<IEnumerable<string?>> Now(IEnumerable<string?> answers) => Task.FromResult(answers);

    private static IEnumerable<string?> Words(IEnumerable<(string Field, string Words)> problems) => problems.Select(problem => (string?)problem.Words);

    // The program has them open.
    private static string Content(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private T The<T>() where T : notnull => app.Services.GetRequiredService<T>();
}
