using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages.Wall;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Wall;

public sealed class WallRulesTests
{
    private static readonly Footprint Herts = Footprint.HertfordshireWestEssex;

    [Theory]
    [InlineData(null, 20)]
    [InlineData("45", 45)]
    [InlineData("1", 8)]
    [InlineData("99999", 3_600)]
    [InlineData("-5", 20)]
    [InlineData("soon", 20)]
    public void Address_Seconds_AreWithinTheirBoundsOrTheUsual(string? said, int seconds)
    {
        Assert.Equal(seconds, WallAddress.Of(Herts, said, null, null).Seconds);
    }

    [Theory]
    [InlineData(null, "Boards Hospitals BedBases Localities News")]
    [InlineData("news,boards,news", "Boards News")]
    [InlineData("hospitals, weather", "Hospitals")]
    [InlineData("weather", "Boards Hospitals BedBases Localities News")]
    public void Address_Views_AreThoseKnownInTheWallsOrder(string? said, string views)
    {
        Assert.Equal(views, string.Join(' ', WallAddress.Of(Herts, null, said, null).Views));
    }

    [Fact]
    public void Screens_WholeSystem_HaveEveryBoardHospitalBedBaseAndLocality()
    {
        var screens = WallScreen.Of(Herts, WallAddress.Of(Herts, null, null, null));

        Assert.Equal(["System and boards", "Hospitals", "Bed bases", "Localities", "Alerts and changes"], screens.Select(screen => screen.Name));
        Assert.Equal([4, 6, 12, 11], screens.Take(4).Select(screen => screen.Places.Length));
        Assert.Equal([false, false, true, true], screens.Take(4).Select(screen => screen.IsDouble));
    }

    [Fact]
    public void Screens_OneBoard_HaveItsPlacesAndTheHospitalItWatches()
    {
        var screens = WallScreen.Of(Herts, WallAddress.Of(Herts, null, "boards,hospitals,bed-bases", "board-we"));

        Assert.Equal(["board-we", "hwe"], CodesOf(screens[0]));
        Assert.Equal(["RQWG0", "RWH01"], CodesOf(screens[1]));
        Assert.Equal(["pool-we-short-term"], CodesOf(screens[2]));
    }

    [Fact]
    public void Screens_MorePlacesThanCanBeReadAtOnce_AreSharedEvenly()
    {
        var hospitals = string.Join(',', Enumerable.Range(1, 7).Select(n => $$"""{"code":"RXX0{{n}}","kind":"hospital","parent":"all","name":"H{{n}}"}"""));
        var footprint = Footprint.Parse($$"""{"name":"All","places":[{"code":"all","kind":"footprint","name":"All"},{{hospitals}}]}""");

        var screens = WallScreen.Of(footprint, WallAddress.Of(footprint, null, "hospitals", null));

        Assert.Equal(["Hospitals, 1 of 2", "Hospitals, 2 of 2"], screens.Select(screen => screen.Name));
        Assert.Equal([4, 3], screens.Select(screen => screen.Places.Length));
    }

    [Fact]
    public void Screens_NothingOfWhatIsAskedFor_ShowTheSystem()
    {
        var footprint = Footprint.Parse("""{"name":"All","places":[{"code":"all","kind":"footprint","name":"All"}]}""");

        Assert.Equal(["all"], CodesOf(Assert.Single(WallScreen.Of(footprint, WallAddress.Of(footprint, null, "hospitals", null)))));
    }

    [Fact]
    public void Turn_EachScreenStandsItsSecondsAndTheFirstFollowsTheLast()
    {
        var turn = default(WallTurn);
        var seen = new List<int>();
        for (var second = 0; second < 24; second++, turn = turn.Second(seconds: 8, screens: 2)) seen.Add(turn.Index);

        Assert.Equal([.. Enumerable.Repeat(0, 8), .. Enumerable.Repeat(1, 8), .. Enumerable.Repeat(0, 8)], seen);
    }

    [Fact]
    public void Turn_Held_StaysUntilItGoesOnAndThenHasAFullTurn()
    {
        var held = new WallTurn(1, 7, IsHeld: false).Toggle();
        var later = After(WallTurn.LongestHold - 1, held);

        Assert.Equal(1, later.Index);
        Assert.Equal(1, later.Toggle().Second(8, 5).Index);
    }

    [Fact]
    public void Turn_HeldAndForgotten_GoesOnByItself()
    {
        var held = new WallTurn(1, 0, IsHeld: false).Toggle();

        Assert.Equal(new WallTurn(2, 0, IsHeld: false), After(WallTurn.LongestHold, held));
    }

    private static WallTurn After(int seconds, WallTurn turn) => Enumerable.Range(0, seconds).Aggregate(turn, (last, _) => last.Second(8, 5));

    [Theory]
    [InlineData(0, -1, 4)]
    [InlineData(4, +1, 0)]
    public void Turn_BeyondAnEnd_GoesAround(int from, int by, int to) =>
        Assert.Equal(to, new WallTurn(from, 3, IsHeld: true).To(from + by, 5).Index);

    [Fact]
    public void Ages_OfAScreen_NameTheOldestAndCountWhatIsMissing()
    {
        var lister = Screen.State("RWH01", TimeSpan.FromMinutes(2), ("ed.in-department", 118));
        lister = lister with { Figures = lister.Figures.Add(MetricKey.Parse("ed.dta-waiting"), Screen.Figure("RWH01", "ed.dta-waiting", 7, TimeSpan.FromMinutes(50))) };
        var screen = WallScreen.Of(Herts, WallAddress.Of(Herts, null, "hospitals", "board-we"))[0] with { Places = [Herts.Find(PlaceCode.Parse("RWH01"))] };

        var ages = WallAges.Of(screen, _ => lister, MetricDictionary.Standard, Herts, A.Monday9am);

        Assert.Equal("Newest figure: 08:58:00, 2 min ago", WallText.Newest(ages, A.Monday9am));
        Assert.Equal("Oldest: 50 min, Lister, DTA waiting. 3 figures have no data", WallText.Oldest(ages, A.Monday9am));
    }

    [Theory]
    [InlineData("1,204", "[1,204]")]
    [InlineData("6 h 20 min", "[6] h[ 20] min")]
    [InlineData("99 h 59 min", "[99] h[ 59] min")]
    [InlineData("100 h 39 min", "[100] h")]
    [InlineData("96%", "[96%]")]
    [InlineData("No data", "No data")]
    public void Pieces_NumbersStandApartFromWords(string figure, string pieces)
    {
        Assert.Equal(pieces, string.Concat(WallText.Pieces(figure).Select(piece => piece.IsNumber ? $"[{piece.Text}]" : piece.Text)));
    }

    [Theory]
    [InlineData("short enough", 20, "short enough")]
    [InlineData("Ambulances waiting, outside", 20, "Ambulances waiting…")]
    [InlineData("Unbreakablelongword", 8, "Unbreak…")]
    public void Short_LeavesOutWholeWordsAndSaysSo(string words, int most, string shorter)
    {
        Assert.Equal(shorter, WallText.Short(words, most));
        Assert.True(shorter.Length <= most);
    }

    private static IEnumerable<string> CodesOf(WallScreen screen) => screen.Places.Select(place => place.Code.ToString());
}
