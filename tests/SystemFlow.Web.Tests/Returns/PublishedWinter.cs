namespace SystemFlow.Web.Tests.Returns;

/// <summary>The published winters themselves. They are not in the repository; without them the tests that need one are skipped.</summary>
internal static class PublishedWinter
{
    public static async Task<byte[]> ReadAsync(string winter)
    {
        var name = Path.Combine("winter-sitrep", $"sitrep-{winter}.csv");
        var folder = Environment.GetEnvironmentVariable("SYSTEMFLOW_DATA") is { Length: > 0 } named ? named : Path.Combine(Repository(), "..", "shared", "data");
        var file = Path.Combine(folder, name);
        if (!File.Exists(file)) Assert.Skip($"Not at hand: set SYSTEMFLOW_DATA to the folder that holds {name}.");
        return await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SystemFlow.sln"))) folder = folder.Parent;
        return folder?.FullName ?? ".";
    }
}
