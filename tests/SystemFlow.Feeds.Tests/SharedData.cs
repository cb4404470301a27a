namespace SystemFlow.Feeds.Tests;

/// <summary>The published files themselves. They are not in the repository; without them the tests that need one are skipped.</summary>
internal static class SharedData
{
    private const string Variable = "SYSTEMFLOW_DATA";

    /// <summary>A file by its path in the folder.</summary>
    public static async Task<byte[]> ReadAsync(string path)
    {
        var file = Path.Combine(Folder(), path);
        if (!File.Exists(file)) Assert.Skip($"Not at hand: set {Variable} to the folder that holds {path}.");
        return await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
    }

    private static string Folder() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : Path.Combine(Repository(), "..", "shared", "data");

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SystemFlow.sln"))) folder = folder.Parent;
        return folder?.FullName ?? ".";
    }
}
