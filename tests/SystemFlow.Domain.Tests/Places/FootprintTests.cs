using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Tests.Places;

public sealed class FootprintTests
{
    private static readonly Footprint Hertfordshire = Footprint.HertfordshireWestEssex;

    [Theory]
    [InlineData(PlaceKind.Footprint, 1)]
    [InlineData(PlaceKind.Board, 3)]
    [InlineData(PlaceKind.Trust, 5)]
    [InlineData(PlaceKind.Hospital, 6)]
    [InlineData(PlaceKind.BedBase, 12)]
    [InlineData(PlaceKind.Locality, 11)]
    public void HertfordshireWestEssex_HasItsPlaces(PlaceKind kind, int count)
    {
        Assert.Equal(count, Hertfordshire.Places.Count(place => place.Kind == kind));
    }

    [Fact]
    public void HertfordshireWestEssex_TenLocalitiesHave1191000People()
    {
        Assert.Equal(1_191_000, Hertfordshire.Places.Sum(place => place.Population ?? 0));
    }

    [Fact]
    public void TryFind_ForgivesTheCaseAndGivesTheFootprintsSpelling()
    {
        Assert.True(Hertfordshire.TryFind(" rwh01", out var lister));
        Assert.True(Hertfordshire.TryFind("LOC-STEVENAGE", out var stevenage));

        Assert.Equal(["RWH01", "loc-stevenage"], [lister.Code.ToString(), stevenage.Code.ToString()]);
    }

    [Fact]
    public void AlsoWatchedBy_TheBorderHospitalIsSeenByBothBoardsAndCountedByOne()
    {
        var eastAndNorth = PlaceCode.Parse("board-enh");

        Assert.Contains(Hertfordshire.AlsoWatchedBy(eastAndNorth), place => place.Name == "The Princess Alexandra Hospital");
        Assert.Equal("RQW", Hertfordshire.Find(PlaceCode.Parse("RQWG0")).Parent.ToString());
    }

    [Theory]
    [InlineData("[]", "cannot be read")]
    [InlineData("""{"name":"x","places":[]}""", "lists no places")]
    [InlineData("""{"name":"x","places":[{"code":"abc","kind":"board","name":"A"},{"code":"ABC","kind":"board","name":"B","parent":"abc"}]}""", "abc is listed twice.")]
    [InlineData("""{"name":"x","places":[{"code":"abc","kind":"footprint","name":"A"},{"code":"def","kind":"board","name":"B","parent":"ghi"}]}""", "def has the parent ghi, which is not listed.")]
    [InlineData("""{"name":"x","places":[{"code":"abc","kind":"footprint","name":"A"},{"code":"def","kind":"board","name":"B"}]}""", "It needs one place without a parent, and has 2.")]
    [InlineData("""{"name":"x","places":[{"code":"abc","kind":"footprint","name":"A"},{"code":"def","kind":"board","name":"B","parent":"ghi"},{"code":"ghi","kind":"board","name":"C","parent":"def"}]}""", "def is among its own ancestors.")]
    [InlineData("""{"name":"x","places":[{"code":"abc","kind":"castle","name":"A"}]}""", "cannot be read")]
    public void Parse_AWrongFile_SaysWhatIsWrong(string json, string problem)
    {
        var error = Assert.Throws<FormatException>(() => Footprint.Parse(json));

        Assert.Contains(problem, error.Message);
    }
}
