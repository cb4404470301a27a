using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Tests.Components;

public sealed class MetricsPageTests
{
    private static readonly Footprint Herts = Footprint.HertfordshireWestEssex;
    private static readonly Metric InDepartment = MetricDictionary.Standard[MetricCode.Parse("ed.in-department")];
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("ED.IN-dep", true)]
    [InlineData("a&e now", true)]
    [InlineData("now  department", true)]
    [InlineData("", true)]
    [InlineData("ambulance", false)]
    public void Search_EveryWordThatWasTyped_StandsSomewhereInTheEntry(string typed, bool isFound) =>
        Assert.Equal(isFound, MetricSearch.Finds(typed, InDepartment));

    [Fact]
    public async Task Search_NarrowsThePageAndSaysHowMany()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("metrics?q=diverts");

        var page = await screen.RenderAsync<MetricsPage>();

        Assert.Equal(["ed.diverts"], page.QuerySelectorAll(".flow-metric").Select(entry => entry.Id));
        Assert.Contains("1 metric has “diverts” in it", page.TextContent, StringComparison.Ordinal);
        Assert.Equal("diverts", page.QuerySelector("input[name='q']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Search_NothingFound_SaysWhatToDo()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("metrics?q=weather");

        var page = await screen.RenderAsync<MetricsPage>();

        Assert.Contains("No metric has “weather” in it. Check the spelling, or enter fewer words.", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_OfAShare_LinksToItsPartAndItsWholeAndIsLinkedFromThem()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<MetricsPage>();

        Assert.Equal(
            ["/metrics#beds.ga.occupied", "/metrics#beds.ga.open"],
            page.QuerySelectorAll("[id='beds.ga.occupancy'] dd a").Select(link => link.GetAttribute("href")));
        Assert.Contains("/metrics#beds.ga.occupancy", page.QuerySelectorAll("[id='beds.ga.open'] dd a").Select(link => link.GetAttribute("href")));
        Assert.NotNull(page.QuerySelector("[id='beds.ga.open'] a[href='/trends?metric=beds.ga.open']"));
    }

    [Fact]
    public async Task Entry_HasEachThresholdWithItsDocument()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<MetricsPage>();

        var thresholds = page.QuerySelectorAll("[id='beds.ga.occupancy'] .flow-metric__thresholds li");
        Assert.Contains(thresholds, line => line.TextContent.Contains("Level of", StringComparison.Ordinal));
        Assert.Contains(thresholds, line => line.TextContent.Contains("Alert “", StringComparison.Ordinal));
        Assert.All(thresholds, line => Assert.NotEqual("", line.QuerySelector("small")!.TextContent));
    }

    [Fact]
    public void Reports_OfNow_LeaveOutSumsAndSayHowFreshTheyAre()
    {
        var states = Herts.Places.ToDictionary(place => place.Code, place => PlaceState.Unknown(place.Code));
        Add(Screen.State("RWH01", Minute, ("ed.in-department", 118)));
        Add(Screen.State("RWG02", TimeSpan.FromHours(5), ("ed.in-department", 90)));
        Add(Screen.State("RQWG0", Minute, ("ed.in-department", null)));
        var sum = Screen.Figure("RWH", "ed.in-department", 118, Minute);
        Add(Screen.State("RWH", Minute) with
        {
            Figures = PlaceState.Unknown(PlaceCode.Parse("RWH")).Figures.Add(InDepartment.Code, sum with { Coverage = new(1, 2), Reading = sum.Reading with { Source = Figure.RolledUp } }),
        });

        var reports = MetricReports.Of(InDepartment, Herts, code => states[code], A.Monday9am);

        Assert.Equal(["RWH01", "RWG02"], reports.Select(report => report.Place.Code.ToString()));
        var missing = MetricReports.Missing(InDepartment, Herts, code => states[code]);
        Assert.Equal("2 of 4 places report it: 1 in time, 1 silent. No figure from New QEII, Princess Alexandra", MetricReports.Words(reports, missing, InDepartment));
        Assert.Equal("2 places report it: 1 in time, 1 silent", MetricReports.Words(reports, [], InDepartment));
        Assert.Equal("No place reports it now", MetricReports.Words([], [], InDepartment));
        Assert.Equal("No place reports it now, of 2 expected", MetricReports.Words([], missing, InDepartment));

        void Add(PlaceState state) => states[state.Place] = state;
    }

    [Fact]
    public async Task Search_ItsStatus_HoldsNoClock()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<MetricsPage>();

        Assert.Equal($"{MetricDictionary.Standard.Metrics.Length} metrics.", page.QuerySelector("[role='status']")!.TextContent.Trim());
        Assert.Contains("Who reports them is as of", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryFigureOfTheSystemView_LinksToItsDefinition()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<SystemPage>();

        Assert.All(page.QuerySelectorAll(".flow-tile__figures dt"), label => Assert.StartsWith("/metrics#", label.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal));
        Assert.All(page.QuerySelectorAll("thead th.flow-num"), head => Assert.StartsWith("/metrics#", head.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal));
    }
}
