using AngleSharp.Dom;
using SystemFlow.Web.Components.Pages.Flows;

namespace SystemFlow.Web.Tests.Components;

public sealed class FlowPageTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task FlowPage_ANumber_HasItsUnitItsAgeAndItsDefinition()
    {
        var page = await RenderAsync("?place=RWH01", screen => screen.Live.Changed(Screen.State("RWH01", TimeSpan.FromMinutes(2), ("ed.in-department", 118))));

        var number = page.QuerySelector("[data-step='EmergencyDepartment'] [data-metric='ed.in-department']")!;
        Assert.Equal("118 patients2 min ago", number.QuerySelector("dd")!.TextContent);
        Assert.Equal("/metrics#ed.in-department", number.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task FlowPage_ARate_SaysOverWhatTime()
    {
        var page = await RenderAsync("?place=RWH01", screen => screen.Live.Changed(Screen.State(
            "RWH01", Minute, ("ed.arrivals-last-hour", 14), ("ed.admissions", 40))));

        Assert.Contains("14 patients in the last hour", Text(page, "dl [data-metric='ed.arrivals-last-hour']"));
        Assert.Contains("40 patients since midnight", Text(page, ".flow-link [data-metric='ed.admissions']"));
    }

    [Fact]
    public async Task FlowPage_ASilentFigure_IsNoDataWithItsAge()
    {
        var page = await RenderAsync("?place=RWH01", screen => screen.Live.Changed(Screen.State("RWH01", TimeSpan.FromHours(3), ("ed.in-department", 118))));

        var number = Text(page, "dl [data-metric='ed.in-department']");
        Assert.Contains("No data", number);
        Assert.Contains("Silent: 3 h", number);
        Assert.DoesNotContain("118", page.QuerySelector(".flow-way")!.TextContent);
    }

    [Fact]
    public async Task FlowPage_WhereMostPeopleWait_IsSaidInWords()
    {
        var page = await RenderAsync("?place=RWH01", screen => screen.Live.Changed(Screen.State(
            "RWH01", Minute, ("ed.dta-waiting", 14), ("nctr.patients", 140), ("ambulance.waiting-handover", 5))));

        Assert.Equal("Of what is known, most people wait here: Wards to discharge, 140 with no criteria to reside.", page.QuerySelector(".flow-way__greatest strong")!.TextContent);
        Assert.Equal("nctr.patients", Assert.Single(page.QuerySelectorAll(".flow-delay--greatest")).GetAttribute("data-metric"));
    }

    [Fact]
    public async Task FlowPage_EveryDelayKnown_SaysWithoutReserveWhereMostWait()
    {
        var page = await RenderAsync("?place=RWH01", screen =>
        {
            screen.Live.Changed(Screen.State(
                "RWH01", Minute, ("ed.dta-waiting", 14), ("nctr.patients", 140), ("ambulance.waiting-handover", 5), ("dtoc.patients", 12)));
            screen.Live.Changed(Screen.State("board-enh", Minute, ("bedbase.queue", 300)));
        });

        Assert.Equal("Most people wait here: Wards to discharge, 140 with no criteria to reside.", Text(page, ".flow-way__greatest strong"));
    }

    [Fact]
    public async Task FlowPage_TheGreatestDelayOfSome_SaysOfHowMany()
    {
        var page = await RenderAsync("", screen => screen.Live.Changed(Screen.State("RWH01", Minute, ("dtoc.patients", 12))));

        Assert.Equal(
            "Of what is known, most people wait here: Wards to discharge, 12 delayed transfers (DToC), 1 of 3 reporting.",
            Text(page, ".flow-way__greatest strong"));
    }

    [Fact]
    public async Task FlowPage_APlaceThatCountsNoDelays_SaysSo()
    {
        var page = await RenderAsync("?place=loc-stevenage", screen => screen.Live.Changed(Screen.State("board-enh", Minute, ("bedbase.queue", 300))));

        Assert.Equal("Stevenage counts nobody who waits between two steps.", Text(page, ".flow-way__greatest strong"));
        Assert.Empty(page.QuerySelectorAll(".flow-delay--greatest"));
    }

    [Fact]
    public async Task FlowPage_ATrustBesideItsBedBases_SaysThatItMayBeTwice()
    {
        var page = await RenderAsync("", screen =>
        {
            screen.Live.Changed(Screen.State("RY4", Minute, ("dtoc.patients", 33)));
            screen.Live.Changed(Screen.State("RY424", Minute, ("dtoc.patients", 4)));
        });

        Assert.Contains("37 delayed in community and mental health beds", Text(page, "[data-from='BedBases']"));
        Assert.Contains("Hertfordshire Community NHS Trust sends a figure of its own", Text(page, ".flow-remarks"));
    }

    [Fact]
    public async Task FlowPage_TheTable_TellsDelaysApart_WhoMustActAndWhichIsGreatest()
    {
        var page = await RenderAsync("?place=RWH01", screen => screen.Live.Changed(Screen.State(
            "RWH01", Minute, ("dtoc.patients", 32), ("dtoc.patients;attributable=nhs", 20), ("dtoc.patients;attributable=social", 12))));

        var rows = page.QuerySelectorAll("details tbody tr").Select(row => row.TextContent).ToList();
        var acute = Assert.Single(rows, row => row.Contains("Delayed transfers (DToC)", StringComparison.Ordinal));
        Assert.Contains("NHS 20, social care 12", acute);
        Assert.Contains("most people wait here", acute);
        Assert.Single(rows, row => row.Contains("Delayed in community and mental health beds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FlowPage_PathwaysThatNothingMeasures_AreNotReported()
    {
        var page = await RenderAsync("", _ => { });

        Assert.All(["WalkIn", "Pathway0", "Pathway1", "Pathway2", "Pathway3"], step => Assert.Contains("Not reported", Text(page, $"[data-step='{step}']")));
        Assert.Contains("Who waits between two steps is not known", page.TextContent);
    }

    [Fact]
    public async Task FlowPage_TheTable_HasEveryNumberOfThePicture()
    {
        var page = await RenderAsync("?place=board-enh", screen => screen.Live.Changed(Screen.State("board-enh", Minute, ("ed.in-department", 118))));

        var drawn = page.QuerySelectorAll(".flow-way a[href^='/metrics#']").Select(link => link.GetAttribute("href")).Distinct().Order();
        var listed = page.QuerySelectorAll("details a[href^='/metrics#']").Select(link => link.GetAttribute("href")).Distinct().Order();
        Assert.Equal(drawn, listed);
    }

    [Fact]
    public async Task FlowPage_AnUnknownPlace_IsNotFound()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("flow?place=RXX99");

        await screen.RenderAsync<FlowPage>();

        Assert.True(screen.Navigation.WasNotFound);
    }

    private static string Text(IElement page, string selector) => page.QuerySelector(selector)!.TextContent;

    private static async Task<IElement> RenderAsync(string query, Action<Screen> prepare)
    {
        await using var screen = new Screen();
        screen.Navigation.Be("flow" + query);
        prepare(screen);
        return await screen.RenderAsync<FlowPage>();
    }
}
