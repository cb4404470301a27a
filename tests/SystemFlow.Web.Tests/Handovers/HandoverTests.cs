using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Handovers;

namespace SystemFlow.Web.Tests.Handovers;

public sealed class HandoverTests : IDisposable
{
    private readonly FlowApp _app = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private HandoverDesk Desk => _app.Services.GetRequiredService<HandoverDesk>();

    private IEventLog Events => _app.Services.GetRequiredService<IEventLog>();

    [Fact]
    public async Task Given_IsShownToTheNextShift_UntilSomebodyElseTakesIt()
    {
        var problems = await Desk.GiveAsync(Person("Ann Other"), new HandoverFields { Happened = "Day unit at Lister stays open", Watch = "Handovers at Watford" }, Cancelled);
        var given = Assert.Single(await Desk.ReadAsync(10, Cancelled));
        var page = (await _app.GetAsync("/handover")).Text;

        var byHerself = await Desk.TakeAsync(Person("Ann Other"), given, Cancelled);
        var byJo = await Desk.TakeAsync(Person("Jo Smith"), given, Cancelled);
        var byPat = await Desk.TakeAsync(Person("Pat Lee"), given, Cancelled);

        Assert.Empty(problems);
        Assert.Contains("Day unit at Lister stays open", page, StringComparison.Ordinal);
        Assert.Contains("Nobody has taken it over yet", page, StringComparison.Ordinal);
        Assert.Equal(["You handed this over: somebody else takes it."], byHerself);
        Assert.Empty(byJo);
        Assert.Equal(["Somebody else took it over meanwhile."], byPat);
        Assert.Equal("Jo Smith, co-ordinator", (await Desk.FindAsync(1, Cancelled))!.TakenBy);
        var journal = await _app.Services.GetRequiredService<Journal>().ReadAsync(new JournalQuestion { Kind = JournalKind.Handover }, 10, Cancelled);
        Assert.Equal(["Taken over.", "Day unit at Lister stays open To watch: Handovers at Watford"], journal.Select(line => line.Entry.Words));
    }

    [Fact]
    public async Task Give_ByNobody_WithNothing_OrAboutAPatient_IsRefused()
    {
        Assert.Equal(
            ["Sign in to hand a shift over or take it: it carries your name.", "Enter what the next shift has to know."],
            await Desk.GiveAsync(new ClaimsPrincipal(new ClaimsIdentity()), new HandoverFields(), Cancelled));
        Assert.StartsWith(
            "Take out of what the next shift has to know",
            Assert.Single(await Desk.GiveAsync(Person("Ann Other"), new HandoverFields { Happened = "943 476 5919 waits for a bed" }, Cancelled)),
            StringComparison.Ordinal);
        Assert.Empty(await Desk.ReadAsync(10, Cancelled));
    }

    [Fact]
    public async Task Picture_BeginsAtTheHandoverBefore_AndAnEarlierOneStaysAsItWas()
    {
        await _app.SendAsync(new { place = "RWH01", metric = "beds.ga.occupied", value = 561, periodEnd = _app.NextMoment() });
        await DeclareAsync("RWH", OpelLevel.Three, "Twelve ambulances wait");
        await Desk.GiveAsync(Person("Ann Other"), new HandoverFields { Happened = "First" }, Cancelled);
        var first = (await Desk.FindAsync(1, Cancelled))!;

        await Events.WithdrawAsync(PlaceCode.Parse("RWH"), "Jo Smith", TimeProvider.System.GetUtcNow(), Cancelled);
        var now = await Desk.NowAsync(Cancelled);
        var then = await Desk.AtAsync(first.At, Cancelled);

        Assert.Equal(first.At, now.Since);
        Assert.Empty(now.Events.Declared);
        Assert.Equal("Twelve ambulances wait", then!.Events.Declared[PlaceCode.Parse("RWH")].Reason);
        Assert.Contains("Twelve ambulances wait", (await _app.GetAsync("/handover/1")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await _app.GetAsync("/handover/2")).Status);
    }

    [Fact]
    public async Task Watch_NamesTheDeclaredLevelThatEndsInTheShift_AndNotOneThatOutlastsIt()
    {
        await DeclareAsync("RWH", OpelLevel.Three, "Twelve ambulances wait", hours: 4);
        await DeclareAsync("RWG", OpelLevel.Two, "Ward closed", hours: 24);

        var watch = (await Desk.NowAsync(Cancelled)).Watch.Where(watch => watch.Words.StartsWith("Declared", StringComparison.Ordinal)).ToList();

        Assert.Equal(PlaceCode.Parse("RWH"), Assert.Single(watch).Place!.Code);
        Assert.StartsWith("Declared OPEL 3 ends ", watch[0].Words, StringComparison.Ordinal);
    }

    public void Dispose() => _app.Dispose();

    private static ClaimsPrincipal Person(string name) => Persons.SignedIn(name, "co-ordinator");

    private Task DeclareAsync(string place, OpelLevel level, string reason, int hours = 4)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Events.DeclareAsync(new DeclaredLevel(PlaceCode.Parse(place), level, reason, "Ann Other, site lead", now, now.AddHours(hours), null), Cancelled);
    }
}
