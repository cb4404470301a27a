using AngleSharp.Dom;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Web.Components.Parts;

namespace SystemFlow.Web.Tests.Components;

public sealed class PlaceTableTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Row_NothingEverArrived_SaysNoDataInEveryCellAndNotKnown()
    {
        await using var screen = new Screen();

        var row = await RenderAsync(screen, PlaceState.Unknown(PlaceCode.Parse("RWH01")));

        Assert.All(row.QuerySelectorAll("td[data-metric]"), cell => Assert.Equal("No data", cell.TextContent.Trim()));
        Assert.Equal("Not known", row.QuerySelector(".flow-level")!.TextContent);
        Assert.DoesNotContain(row.QuerySelectorAll("tbody td"), cell => cell.TextContent.Trim() is "" or "0" or "-" or "–");
    }

    [Fact]
    public async Task Row_Level_ReadsWithoutColour()
    {
        await using var screen = new Screen();
        var state = Screen.State("RWH01", Minute, ("beds.ga.occupied", 561)) with
        {
            Pressure = new Pressure(OpelLevel.Three, 24, 24, 24, [], new Coverage(8, 8)),
        };

        var row = await RenderAsync(screen, state);

        Assert.Equal("OPEL 3", row.QuerySelector(".flow-level")!.TextContent);
    }

    [Fact]
    public async Task Row_ASilentFigure_IsGreyedWithItsAge()
    {
        await using var screen = new Screen();

        var row = await RenderAsync(screen, Screen.State("RWH01", TimeSpan.FromHours(3), ("beds.ga.occupied", 561)));

        var cell = CellOf(row, "beds.ga.occupied");
        Assert.Contains("flow-stale", cell.ClassName);
        Assert.Equal("5613 h old", cell.TextContent);
        Assert.Equal("Silent: 3 h", row.QuerySelector("tbody .flow-age")!.TextContent);
    }

    [Fact]
    public async Task Row_AHospitalWithoutAnEmergencyDepartment_SaysNotApplicableOnce()
    {
        await using var screen = new Screen();

        var row = await RenderAsync(screen, Screen.State("RWG08", Minute, ("beds.ga.occupied", 45)));

        var notApplicable = Assert.Single(row.QuerySelectorAll("tbody td"), cell => cell.TextContent == "Not applicable");
        Assert.Equal("7", notApplicable.GetAttribute("colspan"));
    }

    [Fact]
    public async Task Row_ATrustOfWhichDailyReturnsSpeak_ShowsItsOwnFigures()
    {
        await using var screen = new Screen();
        var state = Screen.State("RWG", Minute, ("beds.ga.occupied", 588), ("beds.ga.open", 605));

        var row = await RenderAsync(screen, state);

        Assert.Equal("588", CellOf(row, "beds.ga.occupied").TextContent);
        Assert.Contains("its own return", row.QuerySelector("tbody th")!.TextContent);
    }

    [Fact]
    public async Task Row_ATrustSummedFromItsHospitals_SaysSo()
    {
        await using var screen = new Screen();
        var figure = Screen.Figure("RWG", "beds.ga.occupied", 530, Minute);
        figure = figure with { Reading = figure.Reading with { Source = Figure.RolledUp }, Coverage = new Coverage(2, 3) };
        var state = Screen.State("RWG", Minute) with
        {
            Figures = Screen.State("RWG", Minute).Figures.Add(figure.Reading.Metric, figure),
        };

        var row = await RenderAsync(screen, state);

        Assert.Contains("sum of its hospitals", row.QuerySelector("tbody th")!.TextContent);
        Assert.Equal("5302 of 3 reporting", CellOf(row, "beds.ga.occupied").TextContent);
    }

    private static IElement CellOf(IElement row, string metric) => row.QuerySelector($"td[data-metric='{metric}']")!;

    private static async Task<IElement> RenderAsync(Screen screen, PlaceState state) => await screen.RenderAsync<PlaceTable>(
        ("Caption", "Hospitals"), ("Table", TableOfPlaces.Hospitals),
        ("Places", new[] { Footprint.HertfordshireWestEssex.Find(state.Place) }), ("StateOf", (PlaceCode _) => state));
}
