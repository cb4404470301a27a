using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Sitreps;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Editions;
using SystemFlow.Web.Entry;
using SystemFlow.Web.Handovers;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Keys;
using SystemFlow.Web.Levels;
using SystemFlow.Web.Returns;
using SystemFlow.Web.Tests.Alerts;
using SystemFlow.Web.Walls;

namespace SystemFlow.Web.Tests.Access;

/// <summary>Whatever changes something asks the table itself, about the place: for every role, over a trust and over all, about its own place and another's.</summary>
public sealed class DesksTests(FlowApp app) : IClassFixture<FlowApp>
{
    private static readonly Footprint Footprint = Footprint.HertfordshireWestEssex;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string>> People => DoorsTests.People();

    [Theory]
    [MemberData(nameof(People))]
    public async Task EveryDesk_RefusesWhatTheGridDoesNotAllow_AndNothingElse(string grant)
    {
        Assert.True(Grant.TryParse(grant, out var held));
        var (person, isWhole) = (Persons.With(grant), held.Scope == Footprint.Root.Code);
        foreach (var (site, trust, isOwn) in new[] { ("RWH01", "RWH", true), ("RWG02", "RWG", false) })
        {
            foreach (var (what, act, ask) in Desks(person, PlaceCode.Parse(site), PlaceCode.Parse(trust)))
            {
                var answers = await ask();

                var isRefused = answers.Any(answer => answer?.StartsWith("You may not ", StringComparison.Ordinal) is true);
                Assert.Equal((what, site, !AccessGrid.May(held.Role, isWhole, act, isOwn)), (what, site, isRefused));
            }
        }
    }

    [Fact]
    public async Task EveryDesk_AskedByNobody_AsksThemToSignIn()
    {
        foreach (var (what, _, ask) in Desks(Persons.Nobody, PlaceCode.Parse("RWH01"), PlaceCode.Parse("RWH")))
        {
            Assert.Contains((what, true), (await ask()).Select(answer => (what, answer?.StartsWith("Sign in to ", StringComparison.Ordinal) is true)));
        }
    }

    // Nothing of it is filled in so that it could be kept: whoever may is told what is missing.
    private IEnumerable<(string What, Act Act, Func<Task<IEnumerable<string?>>> Ask)> Desks(ClaimsPrincipal person, PlaceCode site, PlaceCode trust)
    {
        yield return ("declare", Act.DeclareLevel, async () => (await The<LevelDesk>().DeclareAsync(person, site, new DeclareFields(), Cancelled)).Cast<string?>());
        yield return ("withdraw", Act.DeclareLevel, async () => (await The<LevelDesk>().WithdrawAsync(person, site, Cancelled)).Cast<string?>());
        yield return ("enter", Act.EnterFigures, async () => Words((await The<EntryDesk>().SaveAsync(person, Footprint.Find(site), new EntryFields(), Cancelled)).Problems));
        yield return ("answer", Act.AnswerAlert, async () =>
            [await The<AlertDesk>().AnswerAsync(person, new AlertAnswer(Alarm.Firing(place: site.ToString()), AlertCommandKind.Acknowledge, "943 476 5919", default))]);
        yield return ("end a plan", Act.PlanEvent, async () => [await The<AlertDesk>().EndPlanAsync(person, Plan(site), Cancelled)]);
        yield return ("plan", Act.PlanEvent, async () => (await The<AlertDesk>().PlanAsync(person, Plan(site), Cancelled)).Cast<string?>());
        yield return ("give", Act.GiveAction, async () => Words((await The<ActionDesk>().GiveAsync(person, new ActionFields { Owner = site.ToString() }, Cancelled)).Problems));
        yield return ("decline", Act.AnswerCard, async () => [await The<CardDesk>().DeclineAsync(person, site, "none", "A reason", Cancelled)]);
        yield return ("chair", Act.ChairCall, async () => [await The<CallDesk>().TakeChairAsync(person, "none", Cancelled)]);
        yield return ("minute", Act.JoinCall, async () => [await The<CallDesk>().WriteAsync(person, "none", CallLineKind.Minute, "A minute", Cancelled)]);
        yield return ("hand over", Act.HandOver, async () => (await The<HandoverDesk>().GiveAsync(person, new HandoverFields(), Cancelled)).Cast<string?>());
        yield return ("send a test", Act.EditDistribution, async () => (await The<EditionDesk>().SendTestAsync(person, "none", "nobody", Cancelled)).Cast<string?>());
        yield return ("list", Act.EditDistribution, async () => (await The<EditionDesk>().SaveListAsync(person, new DistributionFields(), Cancelled)).Cast<string?>());
        yield return ("sign", Act.SignReturn, async () => (await The<ReturnDesk>().SignAsync(person, Return(trust), new SignFields(), Cancelled)).Cast<string?>());
        yield return ("correct", Act.CorrectRows, () => Now(The<QuarantineDesk>().LeaveFor(person, FeedOf(site)).Refusal));
        yield return ("dismiss", Act.CorrectRows, async () => [(await The<QuarantineDesk>().DismissAsync(person, FeedOf(site), [], "", Cancelled)).Words]);
        yield return ("revoke", Act.ManageKeys, () => Now(The<KeyDesk>().Rotate(person, FeedOf(site), TimeSpan.FromDays(-1)).Problems.FirstOrDefault()));
        yield return ("wall", Act.ManageWalls, () => Now([.. The<WallDesk>().Issue(person, Wall(), TimeProvider.System.GetUtcNow()).Problems.Select(problem => problem.Words)]));
    }

    private static WallFields Wall() => new() { Name = "Corridor", Where = "Lister", LastDay = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(2)) };

    private static PlannedEvent Plan(PlaceCode site)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new PlannedEvent(site, null, now, now.AddHours(1), "Ward move", "");
    }

    private static ReturnView Return(PlaceCode trust) => new(Footprint.Find(trust), new SitrepReturn(trust, new DateOnly(2020, 1, 1), [], []), []);

    private static Task<IEnumerable<string?>> Now(params string?[] answers) => Task.FromResult<IEnumerable<string?>>(answers);

    private static IEnumerable<string?> Words(IEnumerable<(string Field, string Words)> problems) => problems.Select(problem => (string?)problem.Words);

    // A feed whose key writes for the place alone.
    private string FeedOf(PlaceCode site)
    {
        var feed = $"feed-of-{site}".ToLowerInvariant();
        var keys = The<FeedKeys>();
        if (keys.All.All(key => key.Feed != feed)) keys.Issue(feed, new KeyScope([site]), "A test");
        return feed;
    }

    private T The<T>() where T : notnull => app.Services.GetRequiredService<T>();
}
