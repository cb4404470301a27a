using AngleSharp.Dom;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Pages.Entry;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Entry;

namespace SystemFlow.Web.Tests.Components;

public sealed class EntryPagesTests
{
    [Fact]
    public async Task Start_ListsEveryPlaceThatIsAskedForSomething_InItsGroup()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<EntryStartPage>();

        Assert.Equal(
            ["Community bed bases", "Pools and virtual beds", "Localities", "Virtual wards, by trust", "Hospitals, when their feed is down"],
            page.QuerySelectorAll("h2").Select(Text));
        Assert.Equal(
            Footprint.HertfordshireWestEssex.Places.Count(place => !EntryForm.For(place, MetricDictionary.Standard).IsEmpty),
            page.QuerySelectorAll(".flow-choices a").Length);
        Assert.NotNull(page.QuerySelector("a[href='/entry/pool-north-herts-virtual']"));
    }

    [Fact]
    public async Task Form_OfABedBase_HasFourFieldsAtMost_EmptyWithTheLastValueBeside()
    {
        await using var screen = new Screen { Person = Screen.SignedIn() };
        screen.Live.Changed(Screen.State("RY424", TimeSpan.FromHours(23), ("bedbase.occupied", 14)));

        var page = await screen.RenderAsync<EntryPage>(("Code", "RY424"));

        var inputs = page.QuerySelectorAll("input[inputmode=numeric]");
        Assert.Equal(4, inputs.Length);
        Assert.All(inputs, input => Assert.Equal("", input.GetAttribute("value") ?? ""));
        Assert.Contains("Yesterday at 10am: 14", Text(page.QuerySelector("#figure-bedbase-occupied-last")!));
        Assert.Equal("Never sent before", Text(page.QuerySelector("#figure-bedbase-open-last")!));
    }

    [Fact]
    public async Task Form_ToWhoIsNotSignedIn_AsksThemTo()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<EntryPage>(("Code", "RY424"));

        Assert.Null(page.QuerySelector("form"));
        Assert.Equal("/sign-in?returnUrl=%2Fentry%2FRY424", page.QuerySelector(".flow-empty a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Form_WhereALiveFeedArrives_SaysSo_AndWhereItIsSilentToo()
    {
        await using var screen = new Screen { Person = Screen.SignedIn() };
        screen.Live.Changed(Screen.State("RWH01", TimeSpan.FromMinutes(2), ("ed.in-department", 60)));

        var live = await screen.RenderAsync<EntryPage>(("Code", "RWH01"));
        screen.Live.Changed(Screen.State("RWG02", TimeSpan.FromHours(5), ("ed.in-department", 60)));
        var silent = await screen.RenderAsync<EntryPage>(("Code", "RWG02"));

        Assert.Contains("A live feed is arriving, newest 2 min ago.", Text(live));
        Assert.Contains("No feed is arriving: the last figure came 5 h ago.", Text(silent));
    }

    [Fact]
    public async Task Place_AFigureByHand_SaysWhoEnteredItAndWhen()
    {
        await using var screen = new Screen();
        var typed = Screen.Figure("RY424", "bedbase.occupied", 14, TimeSpan.FromMinutes(5));
        typed = typed with { Reading = typed.Reading with { Method = Method.Manual, Source = "Jo Smith, ward clerk" } };
        var state = Screen.State("RY424", TimeSpan.Zero);
        state = state with { Figures = state.Figures.Add(typed.Reading.Metric, typed) };

        var panel = await screen.RenderAsync<FiguresPanel>(
            ("Title", "Beds"), ("Metrics", (IReadOnlyList<Metric>)[MetricDictionary.Standard[typed.Reading.Metric.Metric]]), ("State", state), ("Now", screen.Time.GetUtcNow()));

        Assert.Contains("entered by Jo Smith, ward clerk, 5 January 2026 at 9am", Text(panel));
    }

    [Fact]
    public async Task Page_OfAnUnknownPlace_IsNotFound()
    {
        await using var screen = new Screen();

        await screen.RenderAsync<EntryPage>(("Code", "NOWHERE"));

        Assert.True(screen.Navigation.WasNotFound);
    }

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
