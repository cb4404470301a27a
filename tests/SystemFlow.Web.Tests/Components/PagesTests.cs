using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Pages;

namespace SystemFlow.Web.Tests.Components;

public sealed class PagesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task SystemPage_FirstPaint_HasTheFiguresOfNow()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH01", Minute, ("beds.ga.occupied", 561)));

        var page = await screen.RenderAsync<SystemPage>();

        Assert.Equal("561", page.QuerySelector("tr[data-place='RWH01'] td[data-metric='beds.ga.occupied']")!.TextContent);
    }

    [Fact]
    public async Task SystemPage_OneBoard_ShowsItsPlacesAndTheBorderHospitalOnly()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("?board=board-we&show=hospitals");

        var page = await screen.RenderAsync<SystemPage>();

        var places = page.QuerySelectorAll("tr[data-place]").Select(row => row.GetAttribute("data-place"));
        Assert.Equal(["RQW", "RQWG0", "RWH01"], places);
    }

    [Fact]
    public async Task SystemPage_AnAddressItDoesNotKnow_ShowsEverything()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("?board=board-xx&show=everything");

        var page = await screen.RenderAsync<SystemPage>();

        Assert.NotNull(page.QuerySelector("tr[data-place='RWG02']"));
        Assert.NotNull(page.QuerySelector("tr[data-place='loc-stevenage']"));
    }

    [Fact]
    public async Task SystemPage_SaysWhatIsMissing()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWG03", TimeSpan.FromHours(3), ("beds.ga.occupied", 30)));

        var page = await screen.RenderAsync<SystemPage>();

        var words = page.QuerySelector("#flow-missing")!.ParentElement!.TextContent;
        Assert.Contains("30 of 30 places are silent or late", words);
        Assert.Contains("No data", words);
    }

    [Fact]
    public async Task PlacePage_UnknownCode_IsNotFound()
    {
        await using var screen = new Screen();

        await screen.RenderAsync<PlacePage>(("Code", "RXX99"));

        Assert.True(screen.Navigation.WasNotFound);
    }

    [Fact]
    public async Task PlacePage_ShowsEachFigureWithUnitAgeAndDefinition()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH01", TimeSpan.FromMinutes(2), ("ed.in-department", 118)));

        var page = await screen.RenderAsync<PlacePage>(("Code", "rwh01"));

        var row = page.QuerySelector("tr[data-metric='ed.in-department']")!;
        Assert.Equal("/metrics#ed.in-department", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(["118 patients", "2 min ago"], row.QuerySelectorAll("td").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task PlacePage_APublishedMonth_StandsApartWithItsPeriod_AndNotAmongTheFiguresOfNow()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH", TimeSpan.FromDays(5), ("monthly.ed.attendances", 12_345)));

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH"));
        var without = await screen.RenderAsync<PlacePage>(("Code", "RWG"));

        var panel = page.QuerySelector("#panel-aepublishedmonthly")!.ParentElement!;
        Assert.Equal(["12,345 patients", "December 2025"], panel.QuerySelectorAll("tr[data-metric='monthly.ed.attendances'] td").Select(cell => cell.TextContent));
        Assert.Equal("A&E, published monthly", panel.QuerySelector("caption")!.TextContent);
        Assert.Contains("Nothing has ever arrived from here", page.TextContent, StringComparison.Ordinal);
        Assert.Null(without.QuerySelector("#panel-aepublishedmonthly"));
    }

    [Fact]
    public async Task PlacePage_WhyThisLevel_NamesWhatIsMissing()
    {
        await using var screen = new Screen();
        var pressure = PressureRules.Standard.Score(PlaceKind.Hospital, metric => metric.ToString() == "beds.ga.occupancy" ? 99 : null, _ => true);
        screen.Live.Changed(Screen.State("RWH01", Minute, ("beds.ga.occupied", 561)) with { Pressure = pressure });

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        var words = page.QuerySelector("#pressure-parts")!.ParentElement!;
        Assert.Contains("6 of 6", words.TextContent);
        Assert.Equal(7, words.QuerySelectorAll("td").Count(cell => cell.TextContent == "Not counted"));
    }

    [Fact]
    public async Task MetricsPage_HasAnAnchorForEveryMetric()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<MetricsPage>();

        Assert.All(MetricDictionary.Standard.Metrics, metric => Assert.NotNull(page.QuerySelector($"[id='{metric.Code}']")));
    }

    [Fact]
    public async Task PlacePage_Delays_AddUpToTheirHeadline()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State(
            "RWH01", Minute, ("dtoc.patients", 12), ("dtoc.patients;reason=A;attributable=nhs", 5),
            ("dtoc.patients;reason=A;attributable=social", 3), ("dtoc.patients;reason=Di;attributable=social", 4)));

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        Assert.Equal(
            ["A: Completion of assessment 5 3 No data 8", "Di: Residential home No data 4 No data 4", "Total 5 7 No data 12"],
            page.QuerySelectorAll(".flow-delays tbody tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim()))));
    }

    [Fact]
    public async Task PlacePage_Beds_SaysHowManyAreCore()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH01", Minute, ("beds.ga.open", 586), ("beds.ga.escalation", 24)));
        screen.Live.Changed(Screen.State("RWG02", Minute, ("beds.ga.open", 586)));

        Assert.Contains("Of 586 beds open 562 are core and 24 escalation.", (await screen.RenderAsync<PlacePage>(("Code", "RWH01"))).TextContent);
        Assert.Contains("How many of the open beds are core is not known.", (await screen.RenderAsync<PlacePage>(("Code", "RWG02"))).TextContent);
    }

    [Theory]
    [InlineData("RQWG0", "also watched by East and North Herts")]
    [InlineData("loc-stevenage", "92,000 people, January 2018")]
    [InlineData("RY4", "Bed bases that it runs, counted in their localities")]
    public async Task PlacePage_SaysWhatBelongsToThePlace(string code, string words)
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<PlacePage>(("Code", code));

        Assert.Contains(words, page.TextContent);
        Assert.NotNull(page.QuerySelector($"a[href='/flow?place={code}']"));
        Assert.NotNull(page.QuerySelector($"a[href='/dtoc?place={code}']"));
    }

    [Fact]
    public void LevelNews_SpeaksOnlyOfLevels()
    {
        var calm = Screen.State("RWH01", Minute, ("beds.ga.occupied", 540)) with { Pressure = At(OpelLevel.Two) };
        var before = new Dictionary<PlaceCode, PlaceState> { [calm.Place] = calm };

        var fuller = LevelNews.Of([calm with { Version = 2 }], before, Footprint.HertfordshireWestEssex);
        var worse = LevelNews.Of([calm with { Version = 2, Pressure = At(OpelLevel.Four) }], before, Footprint.HertfordshireWestEssex);

        Assert.Null(fuller);
        Assert.Equal("Lister is now OPEL 4, was OPEL 2.", worse);
    }

    private static Pressure At(OpelLevel level) => new(level, 20, 20, 20, [], new Coverage(8, 8));
}
