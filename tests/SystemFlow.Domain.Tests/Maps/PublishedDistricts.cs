namespace SystemFlow.Domain.Tests.Maps;

/// <summary>The districts' borders as published. They are not in the repository; without them the tests that need them are skipped.</summary>
internal static class PublishedDistricts
{
    private const string Name = "geo/herts-west-essex-districts.geojson";

    public static string Read()
    {
        var folder = Environment.GetEnvironmentVariable("SYSTEMFLOW_DATA");
        if (folder is null || !File.Exists(Path.Combine(folder, Name))) Assert.Skip($"Not at hand: set SYSTEMFLOW_DATA to the folder that holds {Name}.");
        return File.ReadAllText(Path.Combine(folder, Name));
    }
}
