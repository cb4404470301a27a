using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Pages.Delays;

namespace SystemFlow.Web.Tests.Components;

public sealed class DelaysPageTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Dtoc_FourProvidersOfOctober2016_ReadsAsPrinted()
    {
        // The plans print the shares and not the beds: these beds are what the printed shares imply.
        await using var flow = new FlowApp();
        var at = flow.NextMoment();
        var answer = await flow.SendAsync(
            [
                .. new[]
                    {
                        ("RWH", 18, 0, "beds.ga.occupied", 600), ("RY4", 14, 19, "bedbase.occupied", 177),
                        ("RQW", 3, 9, "beds.ga.occupied", 176), ("RWR", 13, 2, "bedbase.occupied", 238),
                    }
                    .SelectMany(trust => new[]
                    {
                        Sent(trust.Item1, "dtoc.patients", trust.Item2, at, "nhs"), Sent(trust.Item1, "dtoc.patients", trust.Item3, at, "social"),
                        Sent(trust.Item1, trust.Item4, trust.Item5, at, null),
                    }),
            ]);
        Assert.Equal("12 0 0 0", answer.Counts);
        await flow.ShownAsync("hwe", state => state[DelayRules.Patients]?.Current == 78);

        var page = new HtmlParser().ParseDocument((await flow.GetAsync("/dtoc")).Text).Body!;

        Assert.Equal("18 0 No data 18 3.0%", RowOf(page, "RWH"));
        Assert.Equal("14 19 No data 33 18.6%", RowOf(page, "RY4"));
        Assert.Equal("3 9 No data 12 6.8%", RowOf(page, "RQW"));
        Assert.Equal("13 2 No data 15 6.3%", RowOf(page, "RWR"));
        Assert.Contains("NHS 48 + social care 30 = 78", page.TextContent);
        Assert.Contains("Over its own 5% threshold", page.QuerySelector("tr[data-place='RY4']")!.TextContent);
        Assert.All(["RWH", "RQW", "RWR"], place => Assert.DoesNotContain("threshold", page.QuerySelector($"tr[data-place='{place}']")!.TextContent));
    }

    [Fact]
    public async Task DelaysPage_ATotalWithoutASplit_IsAColumnOfItsOwn()
    {
        var page = await RenderAsync("", Screen.State("RWH01", Minute, ("dtoc.patients", 16)));

        Assert.Equal("No data No data No data 16 16 No data", RowOf(page, "RWH01"));
        Assert.Equal("16", Tile(page, "Not split"));
        Assert.Contains("not split 16 = 16", page.TextContent);
    }

    [Fact]
    public async Task DelaysPage_SplitAndTotalThatDisagree_AreBothShown()
    {
        var page = await RenderAsync("?place=RWH01", Screen.State("RWH01", Minute, ("dtoc.patients", 10), ("dtoc.patients;reason=A;attributable=nhs", 12)));

        Assert.Contains("Lister's split adds up to 12 and its total is 10. The total counts.", page.TextContent);
        Assert.Contains("NHS 12 - 2 named beyond the totals = 10", page.TextContent);
    }

    [Fact]
    public async Task DelaysPage_ASilentHospital_IsNamedAndNotZero()
    {
        var page = await RenderAsync("", Screen.State("RWG02", TimeSpan.FromHours(9), ("dtoc.patients", 40)), Screen.State("RWH01", Minute, ("dtoc.patients", 16)));

        Assert.Equal("16", Tile(page, "Delayed now"));
        Assert.Contains("Watford General (silent for 9 h)", page.QuerySelector(".flow-remarks")!.TextContent);
        Assert.StartsWith("No data", RowOf(page, "RWG02"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?by=social", "7")]
    [InlineData("?by=nhs&reason=A", "5")]
    [InlineData("?reason=Di", "7")]
    [InlineData("?by=nobody", "12")]
    public async Task DelaysPage_Narrowed_CountsThoseAlone(string query, string delayed)
    {
        var page = await RenderAsync(query, Screen.State(
            "RWH01", Minute, ("dtoc.patients", 12), ("dtoc.patients;reason=A;attributable=nhs", 5), ("dtoc.patients;reason=Di;attributable=social", 7)));

        Assert.Equal(delayed, Tile(page, "Delayed now"));
        Assert.Equal(delayed, page.QuerySelector(".flow-delays__sum td:last-child")!.TextContent);
    }

    [Fact]
    public async Task DelaysPage_APartThatAFullSplitDoesNotList_IsZeroAndNotMissing()
    {
        var page = await RenderAsync("?place=RWH01&by=both", Screen.State(
            "RWH01", Minute, ("dtoc.patients", 12), ("dtoc.patients;reason=A;attributable=nhs", 12)));

        Assert.Equal("0", Tile(page, "Delayed now"));
        Assert.Null(page.QuerySelector(".flow-remarks"));
    }

    [Fact]
    public async Task DelaysPage_AnOrganisationThatDoesNotSay_IsNamedSo()
    {
        var page = await RenderAsync("?place=RWH01&by=both", Screen.State("RWH01", Minute, ("dtoc.patients", 12)));

        Assert.Equal("No data", Tile(page, "Delayed now"));
        Assert.Contains("Lister (does not say)", page.QuerySelector(".flow-remarks")!.TextContent);
    }

    [Fact]
    public async Task DelaysPage_AReasonThatIsNone_IsNotRepeated()
    {
        var page = await RenderAsync("?reason=Lister+is+closed", Screen.State("RWH01", Minute, ("dtoc.patients", 12)));

        Assert.DoesNotContain("closed", page.TextContent);
        Assert.Equal("12", Tile(page, "Delayed now"));
    }

    [Fact]
    public async Task DelaysPage_ARateOfSome_HasItsOwnCoverageAndNoVerdict()
    {
        var page = await RenderAsync(
            "?place=RY4", Bed("RY424", 4, 40), Bed("RY402", 1, 60), Screen.State("RY412", Minute, ("dtoc.patients", 2)));

        var note = page.QuerySelector("[data-tile='Non-acute'] small")!.TextContent;
        Assert.Equal("5.0%: 5 of 100 occupied beds, at 2 of 7 organisations. 3 of 7 reporting", note);
        Assert.Contains("Not compared with its own 5% threshold: 2 of 7 organisations", page.TextContent);
        Assert.DoesNotContain("Within its own", page.TextContent);
        Assert.DoesNotContain("Over its own", page.TextContent);
    }

    [Fact]
    public async Task PlacePage_OfAProviderOfBedBases_SaysWhoIsMissingBeforeAnyVerdict()
    {
        await using var screen = new Screen();
        foreach (var state in (PlaceState[])[Bed("RY424", 40, 40), Bed("RY402", 10, 60)]) screen.Live.Changed(state);

        var page = await screen.RenderAsync<PlacePage>(("Code", "RY4"));

        var delays = page.QuerySelector("[aria-labelledby='run-delays']")!.TextContent;
        Assert.Contains("50 of 100 occupied beds, at 2 of 7 organisations", delays);
        Assert.Contains("Not compared with its own 5% threshold", delays);
        Assert.Contains("Only 2 of 7 organisations", delays);
        Assert.Contains("Queen Victoria Memorial (never received)", delays);
    }

    [Fact]
    public async Task PlacePage_OfABoard_SaysOfHowManyItsReasonsAre()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWG02", Minute, ("dtoc.patients", 12), ("dtoc.patients;reason=A;attributable=nhs", 12)));

        var page = await screen.RenderAsync<PlacePage>(("Code", "board-hv"));

        Assert.Contains("Only 1 of 4 organisations", page.QuerySelector(".flow-delays")!.Closest("section")!.TextContent);
    }

    [Fact]
    public async Task DelaysPage_NoCriteriaToReside_StandsBesideAndIsNotAdded()
    {
        var page = await RenderAsync("?place=RWH01", Screen.State("RWH01", Minute, ("dtoc.patients", 12), ("nctr.patients", 90)));

        Assert.Equal("12", Tile(page, "Delayed now"));
        Assert.Equal("90", Tile(page, "Beside it: no criteria to reside"));
    }

    private static PlaceState Bed(string place, double delayed, double occupied)
    {
        var state = Screen.State(place, Minute, ("dtoc.patients", delayed));
        var rate = Screen.Figure(place, "dtoc.rate", 100 * delayed / occupied, Minute);
        rate = rate with { Reading = rate.Reading with { Numerator = delayed, Denominator = occupied } };
        return state with { Figures = state.Figures.Add(rate.Reading.Metric, rate) };
    }

    private static object Sent(string place, string metric, double value, DateTimeOffset at, string? by) =>
        by is null ? new { place, metric, value, periodEnd = at } : new { place, metric, value, attributable = by, periodEnd = at };

    // NHS, social care, both, not split where anybody is, delayed and the share.
    private static string RowOf(IElement page, string place) => string.Join(' ', page.QuerySelectorAll($"tr[data-place='{place}'] td.flow-num")
        .Select(cell => cell.FirstChild!.TextContent.Trim() is { Length: > 0 } text ? text : cell.TextContent.Trim()));

    private static string Tile(IElement page, string title) => page.QuerySelector($"[data-tile='{title}'] dd b")!.TextContent;

    private static async Task<IElement> RenderAsync(string query, params PlaceState[] states)
    {
        await using var screen = new Screen();
        screen.Navigation.Be("dtoc" + query);
        foreach (var state in states) screen.Live.Changed(state);
        return await screen.RenderAsync<DelaysPage>();
    }
}
