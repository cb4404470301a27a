using SystemFlow.Domain.Maps;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Pages.Map;
using SystemFlow.Web.Maps;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Maps;

public sealed class MapPageTests
{
    private const string Square = """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Northshire"},"geometry":{"type":"Polygon","coordinates":[[[-0.6,51.6],[0.3,51.6],[0.3,52],[-0.6,51.6]]]}}]}""";
    private static readonly Footprint Herts = Footprint.HertfordshireWestEssex;

    [Fact]
    public void Drawing_WholeSystem_HasEverySiteWithAPositionAndALabelEach()
    {
        var view = MapView.Of(Herts, null, null);

        var drawing = MapDrawing.Of(view, [], _ => 600)!;

        Assert.Equal(10, drawing.Marks.Length);
        Assert.Equal(8, drawing.Unplaced.Length);
        Assert.All(drawing.Marks, mark => Assert.NotNull(mark.Label));
        Assert.All(drawing.Boards, board => Assert.NotNull(board.Label));
        Assert.Equal(["board-enh", "board-hv", "board-we"], drawing.Boards.Select(board => board.Board.Code.ToString()));
    }

    [Theory]
    [InlineData("board-enh")]
    [InlineData("board-hv")]
    [InlineData("board-we")]
    public void Drawing_OneBoard_FillsTheMapAndLosesNoLabel(string board)
    {
        var drawing = MapDrawing.Of(MapView.Of(Herts, board, null), [], _ => null)!;

        var counted = Herts.Places.Count(place => place.Latitude is not null && Web.Alerts.AlertFilter.IsUnder(Herts, place.Code, PlaceCode.Parse(board)));
        Assert.Equal(counted, Assert.Single(drawing.Boards).Sites.Length);
        Assert.All(drawing.Marks, mark => Assert.NotNull(mark.Label));
    }

    [Fact]
    public void Drawing_ABedMoreOrLess_MovesNothing()
    {
        var view = MapView.Of(Herts, null, null);

        Assert.Equal(MapDrawing.Of(view, [], _ => 561)!.Marks, MapDrawing.Of(view, [], _ => 562)!.Marks);
    }

    [Fact]
    public void Drawing_NoSiteWithAPosition_IsNone()
    {
        var footprint = Footprint.Parse("""{"name":"All","places":[{"code":"all","kind":"footprint","name":"All"},{"code":"RXX01","kind":"hospital","parent":"all","name":"H"}]}""");

        Assert.Null(MapDrawing.Of(MapView.Of(footprint, null, null), [], _ => null));
    }

    [Fact]
    public void View_OneBoard_HasTheHospitalItWatchesAndAChosenSiteOfItsOwnOnly()
    {
        var west = MapView.Of(Herts, "board-we", "RWH01");

        Assert.Equal(["RQWG0", "pool-we-short-term", "RWH01"], west.Sites.Select(site => site.Code.ToString()));
        Assert.Equal("RWH01", west.Chosen!.Code.ToString());
        Assert.Null(MapView.Of(Herts, "board-we", "RWG02").Chosen);
        Assert.Null(MapView.Of(Herts, "board-xx", "nowhere").Board);
    }

    [Fact]
    public async Task Page_SitesAreLinksWithTheirLevelInWords_AndTheListHasThemAll()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH01", TimeSpan.FromMinutes(1), ("beds.ga.occupancy", 97)));

        var page = await screen.RenderAsync<MapPage>();

        var lister = page.QuerySelector("svg a[data-place='RWH01']")!;
        Assert.Equal("/map?place=RWH01", lister.GetAttribute("href"));
        Assert.Equal("Lister Not known, hospital. Show its figures", lister.GetAttribute("aria-label"));
        Assert.Contains("97%", page.QuerySelector(".flow-maplist tr[data-place='RWH01']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(18, page.QuerySelectorAll(".flow-maplist tr[data-place]").Length);
        Assert.Contains("Harpenden Memorial", page.QuerySelector(".flow-panel__note")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".flow-map__licence"));
    }

    [Fact]
    public async Task Page_SiteChosen_ShowsItsFiguresWithUnitsAndTheWayToItsPage()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("map?place=RWH01");
        screen.Live.Changed(Screen.State("RWH01", TimeSpan.FromMinutes(2), ("ed.in-department", 118)));

        var page = await screen.RenderAsync<MapPage>();

        var panel = page.QuerySelector(".flow-mapchosen")!;
        Assert.Equal(["118 patients", "2 min ago"], panel.QuerySelectorAll("tr[data-metric='ed.in-department'] td").Select(cell => cell.TextContent));
        Assert.NotNull(panel.QuerySelector("a[href='/places/RWH01']"));
        Assert.Equal("true", page.QuerySelector("svg a[data-place='RWH01']")!.GetAttribute("aria-current"));
    }

    [Fact]
    public async Task Page_WithDistricts_DrawsThemAndSaysWhatTheirLicenceAsks()
    {
        await using var screen = new Screen { Districts = new Districts(OutlineFile.Parse(Square), "Contains Northshire data") };

        var page = await screen.RenderAsync<MapPage>();

        Assert.Equal("Northshire", page.QuerySelector("path.flow-map__district title")!.TextContent);
        Assert.Equal("Borders: Contains Northshire data", page.QuerySelector(".flow-map__licence")!.TextContent);
    }

    [Theory]
    [InlineData("{}", "FeatureCollection")]
    [InlineData(null, "Could not find")]
    public void Districts_FileThatCannotBeUsed_EndsTheStartNamingTheSetting(string? text, string words)
    {
        var folder = Directory.CreateTempSubdirectory("systemflow-map-").FullName;
        var file = Path.Combine(folder, "districts.geojson");
        if (text is not null) File.WriteAllText(file, text);
        using var app = new FlowApp { Settings = new() { ["Map:Districts"] = file } };

        var error = Assert.ThrowsAny<Exception>(() => app.Server);

        Assert.Contains($"Map:Districts names {file}", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Districts_FileTooLarge_IsRefusedBeforeItIsRead()
    {
        var folder = Directory.CreateTempSubdirectory("systemflow-map-").FullName;
        var path = Path.Combine(folder, "districts.geojson");
        using (var file = File.Create(path)) file.SetLength(OutlineFile.MaxBytes + 1);

        var error = Assert.Throws<FormatException>(() => DistrictsFile.Read(new MapOptions { Districts = path }));

        Assert.Contains("larger than 5 MB", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
