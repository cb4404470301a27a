using SystemFlow.Domain.Maps;

namespace SystemFlow.Domain.Tests.Maps;

public sealed class OutlineFileTests
{
    private const string Square = "[[0,50],[1,50],[1,51],[0,51],[0,50]]";
    private const string Hole = "[[0.2,50.2],[0.8,50.2],[0.5,50.8],[0.2,50.2]]";

    [Fact]
    public void Parse_Polygon_HasItsNameAndItsRingLatitudeFromTheSecondNumber()
    {
        var outline = Assert.Single(OutlineFile.Parse(Collection(Feature("Polygon", $"[{Square}]", "Northshire"))));

        Assert.Equal("Northshire", outline.Name);
        Assert.Equal(new GeoPoint(50, 1), Assert.Single(outline.Rings)[1]);
    }

    [Fact]
    public void Parse_HoleAndIsland_AreRingsOfTheirOwn()
    {
        var outlines = OutlineFile.Parse(Collection(
            Feature("Polygon", $"[{Square},{Hole}]"), Feature("MultiPolygon", $"[[{Square},{Hole}],[{Hole}]]")));

        Assert.Equal([2, 3], outlines.Select(outline => outline.Rings.Length));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("ltla21_name")]
    [InlineData("LAD21NM")]
    public void Parse_TheNameOfAPublisher_IsFound(string property)
    {
        var outline = OutlineFile.Parse(Collection(
            $$$"""{"type":"Feature","properties":{"code":"E1","{{{property}}}":"Northshire"},"geometry":{"type":"Polygon","coordinates":[{{{Square}}}]}}"""));

        Assert.Equal("Northshire", Assert.Single(outline).Name);
    }

    [Fact]
    public void Parse_CrsAltitudeAndAnUnplacedFeature_ArePassedOver()
    {
        var json = """
            {"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[
              {"type":"Feature","properties":null,"geometry":null},
              {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,50,12],[1,50,12],[1,51,12],[0,50,12]]]}}]}
            """;

        Assert.Equal("", Assert.Single(OutlineFile.Parse(json)).Name);
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "FeatureCollection")]
    [InlineData("""{"type":"\ud800"}""", "not Unicode")]
    [InlineData("""{"type":"Feature"}""", "FeatureCollection")]
    [InlineData("""{"type":"FeatureCollection","features":{}}""", "FeatureCollection")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "no borders")]
    [InlineData("""{"type":"FeatureCollection","features":[7]}""", "Feature 1 must have the type Feature")]
    public void Parse_NotACollectionOfBorders_SaysSo(string json, string words)
    {
        Assert.Contains(words, Assert.Throws<FormatException>(() => OutlineFile.Parse(json)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Point", "[0,50]", "has the geometry Point")]
    [InlineData("Polygon", "[[[0,50],[1,50],[1,51],[0,51]]]", "ring 1, is not closed")]
    [InlineData("Polygon", "[[[0,50],[1,50],[0,50]]]", "ring 1, has 3 points")]
    [InlineData("Polygon", "[[[530000,190000],[540000,190000],[540000,200000],[530000,190000]]]", "530000, 190000")]
    [InlineData("Polygon", "[[[0,90.1],[1,50],[1,51],[0,90.1]]]", "0, 90.1")]
    [InlineData("Polygon", "[[[1e999,50],[1,50],[1,51],[1e999,50]]]", "in degrees")]
    [InlineData("Polygon", "[[[0],[1,50],[1,51],[0]]]", "not a longitude and a latitude")]
    [InlineData("Polygon", """[[["0","50"],[1,50],[1,51],["0","50"]]]""", "not a longitude and a latitude")]
    [InlineData("Polygon", "[[0,50],[1,50],[1,51],[0,50]]", "wrong depth")]
    [InlineData("MultiPolygon", "[[[0,50],[1,50],[1,51],[0,50]]]", "wrong depth")]
    [InlineData("Polygon", "7", "wrong depth")]
    [InlineData("Polygon", "[]", "no ring")]
    [InlineData("MultiPolygon", "[]", "no ring")]
    public void Parse_BorderThatCannotBe_SaysWhereAndWhy(string type, string coordinates, string words)
    {
        var message = Assert.Throws<FormatException>(() => OutlineFile.Parse(Collection(Feature(type, coordinates, "Northshire")))).Message;

        Assert.StartsWith("Feature 1 (Northshire)", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_MorePointsThanAPageCanCarry_IsRefused()
    {
        var ring = $"[{string.Join(',', Enumerable.Range(0, OutlineFile.MaxPoints).Select(n => $"[{n % 90},50]").Append("[0,50]"))}]";

        Assert.Contains("20,000 points", Assert.Throws<FormatException>(() => OutlineFile.Parse(Collection(Feature("Polygon", $"[{ring}]")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_PublishedDistricts_AreThirteenAroundTheSites()
    {
        var outlines = OutlineFile.Parse(PublishedDistricts.Read());

        Assert.Equal(13, outlines.Length);
        Assert.Contains(outlines, outline => outline.Name == "Stevenage");
        Assert.All(outlines.SelectMany(outline => outline.Rings).SelectMany(ring => ring), point => Assert.InRange(point.Latitude, 51.5, 52.2));
    }

    private static string Collection(params string[] features) => $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    private static string Feature(string type, string coordinates, string name = "") =>
        $$$"""{"type":"Feature","properties":{"name":"{{{name}}}"},"geometry":{"type":"{{{type}}}","coordinates":{{{coordinates}}}}}""";
}
