using System.Text.Json;
using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using SystemFlow.Feeds.Tests.Sitreps;
using static SystemFlow.Feeds.Tests.Published.PublishedFixtures;

namespace SystemFlow.Feeds.Tests.Published;

/// <summary>
/// Faults of registers and maps. The footprint is the register here: nothing imports another, so each is shown where the
/// product would meet it.
/// </summary>
public sealed class RegisterTests
{
    private const string Sites = "geo/herts-west-essex-hospital-sites.geojson";
    private const string Month = "0,0,40,0,0,0,0,0,0,0,0,0";

    [Fact]
    public void O01_ACodeThatTheFootprintLacks_IsCounted_AndNeverDropped()
    {
        var rows = Read(Ae16, $"MSitAE-APRIL-2020,RD3,X,POOLE,{Month}", $"MSitAE-APRIL-2020,RWH,X,EAST,{Month}");

        Assert.Equal([2], rows.Where(row => row.Outcome is RowOutcome.Outside).Select(row => row.Row));
    }

    [Theory]
    [InlineData("East of England")]
    [InlineData("East of England Commissioning Region")]
    [InlineData("NHS ENGLAND EAST OF ENGLAND ")]
    [InlineData("")]
    public void O02_O04_TheRegionOfATrust_IsTheFootprints_HoweverAFileSpellsItOrLeavesItOut(string region)
    {
        var rows = Read(Ae16, $"MSitAE-APRIL-2020,RWH,{region},EAST,{Month}");

        Assert.Equal(40, rows.Value("monthly.ed.attendances"));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public void O03_OneNameUnderTwoCodes_IsTwoProviders()
    {
        var rows = ReadAll(ImportOf(["NT4A1", "NVC07"]), Ae16,
            $"MSitAE-APRIL-2020,NT4A1,X,DUCHY HOSPITAL,{Month}", $"MSitAE-APRIL-2020,NVC07,X,DUCHY HOSPITAL,{Month.Replace("40", "7", StringComparison.Ordinal)}");

        Assert.Equal((40, 7), (rows.All("monthly.ed.attendances", "NT4A1").Single().Value, rows.All("monthly.ed.attendances", "NVC07").Single().Value));
        Assert.Empty(rows.Warnings());
    }

    [Fact]
    public async Task G01_G02_Sites_StandWhereTheSiteListHasThem_UnderTheFootprintsNames()
    {
        using var file = JsonDocument.Parse(await SharedData.ReadAsync(Sites));
        var sites = file.RootElement.GetProperty("features").EnumerateArray().ToDictionary(
            site => site.GetProperty("properties").GetProperty("site_code").GetString()!,
            site => (Point: site.GetProperty("geometry").GetProperty("coordinates"), Trust: site.GetProperty("properties").GetProperty("trust_name").GetString()));
        var footprint = Footprint.HertfordshireWestEssex;
        var ours = footprint.Places.Where(place => sites.ContainsKey(place.Code.ToString())).ToList();

        Assert.Equal(10, ours.Count);
        Assert.All(ours, place => Assert.Equal(
            (sites[$"{place.Code}"].Point[0].GetDouble(), sites[$"{place.Code}"].Point[1].GetDouble()), (place.Longitude, place.Latitude)));
        Assert.NotEqual(sites["RWG02"].Trust, footprint.Find(PlaceCode.Parse("RWG")).Name); // Renamed since the list.
    }

    [Theory]
    [InlineData("RWG14")]
    [InlineData("RWG99")]
    public void G03_BedsAskedOfASiteWithoutBeds_AreRefusedWithReason(string site)
    {
        var rows = Terms.At9am.Rows(ObservationFormat.Csv, $"place,metric,value,periodEnd\n{site},beds.ga.open,5,2026-01-05T08:00:00Z");

        Assert.Equal([("place", Reasons.UnknownPlace)], rows.Refusals());
    }
}
