using System.Security.Claims;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Levels;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Levels;

public sealed class LevelDeskTests
{
    private static readonly ClaimsPrincipal Ann = Persons.SignedIn();

    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Declare_HoldsUntilItsEnd_WithWhoAndWhyAndWhatWasCalculated()
    {
        await using var screen = new Screen();
        screen.Live.Changed(At(OpelLevel.Three));

        var problems = await screen.Levels.DeclareAsync(Ann, A.Lister, Fields(), Cancelled);

        Assert.Empty(problems);
        Assert.Equal(
            new DeclaredLevel(A.Lister, OpelLevel.Two, "Ward open", "Ann Other, site lead", A.Monday9am, A.Monday9am.AddHours(8), OpelLevel.Three),
            screen.Events.DeclaredAt(A.Monday9am.AddHours(7))[A.Lister]);
        Assert.Empty(screen.Events.DeclaredAt(A.Monday9am.AddHours(8)));
    }

    [Fact]
    public async Task DeclareAndWithdraw_NobodySignedIn_ChangeNothing()
    {
        await using var screen = new Screen();
        await screen.Levels.DeclareAsync(Ann, A.Lister, Fields(), Cancelled);

        var declared = await screen.Levels.DeclareAsync(Nobody, A.Lister, new DeclareFields { Level = 4, Reason = "Mine" }, Cancelled);
        var withdrawn = await screen.Levels.WithdrawAsync(Nobody, A.Lister, Cancelled);

        Assert.Equal(["Sign in to declare a level: it carries your name."], declared);
        Assert.Equal(["Sign in to declare a level: it carries your name."], withdrawn);
        Assert.Equal(OpelLevel.Two, screen.Events.DeclaredAt(A.Monday9am)[A.Lister].Level);
    }

    [Theory]
    [InlineData("943 476 5919 waits for a bed")]
    [InlineData("Bed 4, born 12 March 1941")]
    public async Task Declare_WithAPatientInTheReason_IsRefusedAndKeepsNothing(string reason)
    {
        await using var screen = new Screen();

        var problems = await screen.Levels.DeclareAsync(Ann, A.Lister, new DeclareFields { Level = 3, Reason = reason }, Cancelled);

        Assert.StartsWith("Take out of the reason what looks like an NHS number or a date of birth", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Empty(screen.Events.DeclaredAt(A.Monday9am));
    }

    [Fact]
    public async Task DeclareAndWithdraw_ThatCannotBeRecorded_SaySoAndChangeNothing()
    {
        await using var screen = new Screen();
        await screen.Levels.DeclareAsync(Ann, A.Lister, Fields(), Cancelled);
        screen.RefuseEvents("declared_levels");

        var declared = await screen.Levels.DeclareAsync(Ann, A.Lister, new DeclareFields { Level = 4, Reason = "Corridor full" }, Cancelled);
        var withdrawn = await screen.Levels.WithdrawAsync(Ann, A.Lister, Cancelled);

        Assert.StartsWith("Nothing was changed, because it could not be recorded.", Assert.Single(declared));
        Assert.Equal(declared, withdrawn);
        Assert.Equal(OpelLevel.Two, screen.Events.DeclaredAt(A.Monday9am)[A.Lister].Level);
    }

    [Fact]
    public async Task LevelHistory_WhereTheWorstLevelCounts_HasNoPoints()
    {
        await using var screen = new Screen();
        var worst = PressureRules.Shipped.First(rules => rules.Combine is Combine.Worst);
        await screen.Events.RecordAsync(new LevelRecord(A.Lister, A.Monday9am.AddHours(-1), OpelLevel.Three, 3, $"{worst.Name} {worst.Version}"), Cancelled);

        var line = Assert.Single(await new LevelHistory(screen.Events, screen.Rules, screen.Time).OfAsync(A.Lister, until: null, Cancelled));

        Assert.Equal($"Calculated, by {worst.Name} {worst.Version}", line.Words);
    }

    [Fact]
    public async Task Declare_FilledInWrongly_SaysEverythingAtOnce()
    {
        await using var screen = new Screen();

        var problems = await screen.Levels.DeclareAsync(Ann, A.Lister, new DeclareFields { Level = 5, Hours = 48, Reason = " " }, Cancelled);

        Assert.Equal(
            ["Choose the level that you declare.", "Choose how long it holds.", "Say why: whoever reads the level needs the reason."], problems);
        Assert.Empty(screen.Events.DeclaredAt(A.Monday9am));
    }

    [Fact]
    public async Task Withdraw_EndsItNow_AndHistoryKeepsIt()
    {
        await using var screen = new Screen();
        await screen.Levels.DeclareAsync(Ann, A.Lister, Fields(), Cancelled);
        screen.Time.Advance(TimeSpan.FromHours(1));

        var first = await screen.Levels.WithdrawAsync(Ann, A.Lister, Cancelled);
        var second = await screen.Levels.WithdrawAsync(Ann, A.Lister, Cancelled);

        Assert.Empty(first);
        Assert.Equal(["No declared level holds here any more."], second);
        var kept = Assert.Single(await screen.Events.DeclarationsAsync(A.Lister, A.Monday9am, A.Monday9am.AddHours(1), 10, Cancelled));
        Assert.Equal(A.Monday9am.AddHours(1), kept.Until);
    }

    [Fact]
    public async Task PlacePage_ShowsBothLevelsBesideEachOther_AndThatTheyDiffer()
    {
        await using var screen = new Screen { Person = Ann };
        screen.Live.Changed(At(OpelLevel.Three));
        await screen.Events.RecordAsync(new LevelRecord(A.Lister, A.Monday9am.AddHours(-2), OpelLevel.Three, 25, "Local 1"), Cancelled);
        await screen.Levels.DeclareAsync(Ann, A.Lister, Fields(), Cancelled);

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        Assert.Equal("Calculated OPEL 3, declared OPEL 2 until 5pm. They differ.", page.QuerySelector(".flow-declared--differs")!.TextContent);
        var panel = page.QuerySelector("#declared-level")!.ParentElement!;
        Assert.Contains("by Ann Other, site lead", panel.TextContent);
        Assert.Contains("Ward open", panel.TextContent);
        Assert.Equal(["declared", "calculated"], panel.QuerySelectorAll("tr[data-how]").Select(row => row.GetAttribute("data-how")));
        Assert.Equal(4, panel.QuerySelectorAll("input[type=radio]").Length);
    }

    [Fact]
    public async Task PlacePage_NobodySignedIn_HasNoFormAndAsksToSignIn()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        Assert.Null(page.QuerySelector("#declare-reason"));
        Assert.NotNull(page.QuerySelector("a[href='/sign-in?returnUrl=%2Fplaces%2FRWH01']"));
    }

    [Fact]
    public async Task SystemPage_ShowsADeclaredLevelInItsRowTileAndHeading()
    {
        await using var screen = new Screen();
        screen.Live.Changed(At(OpelLevel.Two));
        await screen.Levels.DeclareAsync(Ann, A.Lister, Fields(), Cancelled);
        await screen.Levels.DeclareAsync(Ann, Screen.State("board-enh", default).Place, Fields(), Cancelled);

        var page = await screen.RenderAsync<SystemPage>();

        Assert.Equal("Declared OPEL 2 until 5pm. They agree.", page.QuerySelector("tr[data-place='RWH01'] .flow-declared")!.TextContent);
        Assert.NotNull(page.QuerySelector("article[data-place='board-enh'] .flow-declared"));
        Assert.Equal(
            "Calculated not known, declared OPEL 2 until 5pm. Too little is known to compare.",
            page.QuerySelector("#board-board-enh")!.NextElementSibling!.TextContent);
    }

    private static DeclareFields Fields() => new() { Level = 2, Hours = 8, Reason = " Ward open " };

    private static PlaceState At(OpelLevel level) => Screen.State("RWH01", TimeSpan.FromMinutes(1), ("beds.ga.occupied", 561)) with
    {
        Pressure = new Pressure(level, 20, 20, 20, [], new Coverage(8, 8)),
    };
}
