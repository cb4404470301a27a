using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages.Wall;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Wall;

public sealed class WallPageTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task FirstScreen_HasTheSystemAndEachBoardAndSaysWhatIsNotKnown()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<WallPage>();

        Assert.Equal(["hwe", "board-enh", "board-hv", "board-we"], page.QuerySelectorAll("tr[data-place]").Select(row => row.GetAttribute("data-place")));
        Assert.All(page.QuerySelectorAll(".flow-wall__level .flow-level"), level => Assert.Equal("Not known", level.TextContent));
        Assert.Contains("No figure here has ever arrived", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("could not raise one", page.QuerySelector(".flow-wall__band")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hospital_Silent_IsMarkedOldAndAStateOfNowIsNot()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("wall?views=hospitals");
        screen.Live.Changed(Screen.State("RWH01", Minute, ("ed.in-department", 118)));
        screen.Live.Changed(Screen.State("RWG02", TimeSpan.FromHours(5), ("ed.in-department", 90)));

        var page = await screen.RenderAsync<WallPage>();

        Assert.Equal("118", page.QuerySelector("tr[data-place='RWH01'] td[data-metric='ed.in-department']")!.TextContent.Trim());
        var old = page.QuerySelector("tr[data-place='RWG02'] td[data-metric='ed.in-department']")!;
        Assert.Contains("flow-stale", old.ClassName, StringComparison.Ordinal);
        Assert.Equal("5 h old", old.QuerySelector("small")!.TextContent);
        Assert.Contains("Oldest: 5 h, Watford General, In A&E", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeclaredLevel_StandsBesideTheCalculatedOne()
    {
        await using var screen = new Screen();
        var board = PlaceCode.Parse("board-enh");
        var at = screen.Time.GetUtcNow();
        await screen.Events.DeclareAsync(
            new(board, OpelLevel.Three, "A flood", "Ann Other, site lead", at, at.AddHours(3), null), TestContext.Current.CancellationToken);

        var page = await screen.RenderAsync<WallPage>();

        var cell = page.QuerySelector("tr[data-place='board-enh'] .flow-wall__level")!;
        Assert.Equal("Not known", cell.QuerySelector(".flow-level")!.TextContent);
        Assert.Equal("Declared OPEL 3 until midday", cell.QuerySelector("small")!.TextContent);
    }

    [Fact]
    public async Task CriticalAlert_StandsInTheBandOfEveryScreenAndOfItsBoardAlone()
    {
        await using var screen = new Screen();
        var alert = new AlertState("handover-60", PlaceCode.Parse("RWH01"), AlertPhase.Firing, A.Monday9am.AddMinutes(-12))
        {
            Episode = "e1",
            Severity = Severity.Critical,
            FiredAt = A.Monday9am.AddMinutes(-12),
            Words = "Longest ambulance wait 62 min, at or above 60 min; and more",
        };
        await screen.Events.RecordAsync(new AlertChange(alert, [], []), TestContext.Current.CancellationToken);

        screen.Navigation.Be("wall?views=localities");
        var all = await screen.RenderAsync<WallPage>();
        screen.Navigation.Be("wall?board=board-hv");
        var other = await screen.RenderAsync<WallPage>();

        Assert.Equal(
            "Critical: Lister. Longest ambulance wait 62 min, at or above 60 min. Unanswered for 12 min",
            all.QuerySelector(".flow-wall__band--critical > p:last-child")!.TextContent.Trim());
        Assert.Null(other.QuerySelector(".flow-wall__band--critical"));
        Assert.StartsWith("No critical alert of Herts Valleys or of the whole system is unanswered.", other.QuerySelector(".flow-wall__band > p:last-child")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CriticalAlert_OfTheWholeSystem_StandsOnEveryBoardsWall()
    {
        await using var screen = new Screen();
        var alert = new AlertState("system-level-four", Footprint.HertfordshireWestEssex.Root.Code, AlertPhase.Firing, A.Monday9am)
        {
            Episode = "e2",
            Severity = Severity.Critical,
            FiredAt = A.Monday9am,
            Words = "The whole system is at OPEL 4",
        };
        await screen.Events.RecordAsync(new AlertChange(alert, [], []), TestContext.Current.CancellationToken);
        screen.Navigation.Be("wall?board=board-hv");

        var page = await screen.RenderAsync<WallPage>();

        Assert.Equal("Critical alert: Whole system", page.QuerySelector(".flow-wall__band--critical [role=status]")!.TextContent);
    }

    [Fact]
    public async Task PastMoment_InTheAddress_IsNotShown()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("wall?views=hospitals&at=2026-01-01T00:00Z");
        screen.Live.Changed(Screen.State("RWH01", Minute, ("ed.in-department", 118)));

        var page = await screen.RenderAsync<WallPage>();

        Assert.Equal("118", page.QuerySelector("tr[data-place='RWH01'] td[data-metric='ed.in-department']")!.TextContent.Trim());
    }

    [Fact]
    public async Task News_SaysWhatIsOpenAndWhatIsMissing()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("wall?views=news");

        var page = await screen.RenderAsync<WallPage>();

        Assert.Contains("Nothing is firing. What is missing says nothing either way.", page.TextContent, StringComparison.Ordinal);
        Assert.Equal("30 missing or late", page.QuerySelector("#wall-missing")!.TextContent);
        Assert.Contains("and 25 more silences", page.TextContent, StringComparison.Ordinal);
    }
}
