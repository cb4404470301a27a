using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Maps;

/// <summary>The districts' borders as published; without them the tests that need them are skipped.</summary>
internal static class PublishedDistricts
{
    private const string Name = "geo/herts-west-essex-districts.geojson";

    public static string Read()
    {
        var file = PublishedFile.Find(Name);
        if (file is null) Assert.Skip(PublishedFile.Missing(Name));
        return File.ReadAllText(file);
    }
}
