using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Pages;

namespace SystemFlow.Web.Tests.Components;

public sealed class SystemViewTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("/")]
    [InlineData("/?board=board-enh&show=hospitals")]
    [InlineData("/?show=bed-bases&organisation=hertfordshire-community-nhs-trust&sort=occupancy&view=dense")]
    [InlineData("/?view=calm")]
    public void Address_OfAViewReadFromAnAddress_IsThatAddress(string address)
    {
        var terms = System.Web.HttpUtility.ParseQueryString(new Uri($"http://here{address}").Query);

        var view = SystemView.Of(Footprint.HertfordshireWestEssex, terms["board"], terms["show"], terms["organisation"], terms["sort"], terms["view"]);

        Assert.Equal(address, view.Address);
    }

    [Fact]
    public async Task Sorted_HospitalsOfAllBoardsStandTogether_AndWhatIsNotKnownComesLast()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH01", Minute, ("ed.in-department", 90)));
        screen.Live.Changed(Screen.State("RQWG0", Minute, ("ed.in-department", 120)));
        screen.Live.Changed(Screen.State("RWG02", TimeSpan.FromHours(5), ("ed.in-department", 300))); // Long silent: nobody knows now.
        screen.Navigation.Be("?show=hospitals&sort=department");

        var page = await screen.RenderAsync<SystemPage>();

        var places = page.QuerySelectorAll("tr[data-place]").Select(row => row.GetAttribute("data-place")).ToList();
        Assert.Equal(["RQWG0", "RWH01"], places.Take(2));
        Assert.Contains("RWG02", places.Skip(2));
        Assert.Contains("sorted by people in A&E", page.QuerySelector("#kind-hospitals")!.TextContent);
    }

    [Fact]
    public async Task OneOrganisation_ShowsWhatItRuns_WhicheverBoardThatIsUnder()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("?organisation=hertfordshire-community-nhs-trust");

        var page = await screen.RenderAsync<SystemPage>();

        var places = page.QuerySelectorAll("tr[data-place]").Select(row => row.GetAttribute("data-place")!).ToList();
        Assert.Contains("RY424", places);
        Assert.DoesNotContain("RWH01", places);
        Assert.All(places, place => Assert.Equal("Hertfordshire Community NHS Trust", Footprint.HertfordshireWestEssex.Find(PlaceCode.Parse(place)).Operator));
    }

    [Fact]
    public async Task Calm_ListsWhatOwesAFigure_AndSaysHowManyItLeavesOut()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("loc-stevenage", Minute, ("carehome.vacancies", 12), ("rapid-response.capacity", 5)));
        screen.Navigation.Be("?view=calm&show=localities");

        var page = await screen.RenderAsync<SystemPage>();

        var places = page.QuerySelectorAll("tr[data-place]").Select(row => row.GetAttribute("data-place")).ToList();
        Assert.Contains("loc-dacorum", places); // It has never sent anything.
        var left = Footprint.HertfordshireWestEssex.Places.Count(place => place.Kind is PlaceKind.Locality) - places.Count;
        Assert.True(left == 0 || page.QuerySelector(".flow-empty")!.TextContent.StartsWith($"{left} of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NothingMatches_SaysSo()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("?board=board-we&organisation=west-hertfordshire-teaching-hospitals-nhs-trust&show=localities");

        var page = await screen.RenderAsync<SystemPage>();

        Assert.Equal("No place is both of this board and of this organisation.", page.QuerySelector(".flow-columns__main .flow-empty")!.TextContent);
    }
}
