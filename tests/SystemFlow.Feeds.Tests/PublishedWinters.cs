using System.Text;

namespace SystemFlow.Feeds.Tests;

/// <summary>The published situation reports. They are not in the repository; without them these tests are skipped.</summary>
internal static class PublishedWinters
{
    private const string Variable = "SYSTEMFLOW_DATA";

    public static async Task<byte[]> ReadAsync(string winter)
    {
        var file = Path.Combine(Folder(), "winter-sitrep", $"sitrep-{winter}.csv");
        if (!File.Exists(file)) Assert.Skip($"Not at hand: set {Variable} to the folder that holds winter-sitrep/sitrep-{winter}.csv.");
        return await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
    }

    /// <summary>The codes of every trust in a report.</summary>
    public static IEnumerable<string> Codes(byte[] body) =>
        Encoding.UTF8.GetString(body).Split('\n').Skip(1)
            .Select(line => line.Split(',')[0].Trim('"')).Where(code => code is not ("" or "-")).Distinct();

    private static string Folder() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : Path.Combine(Repository(), "..", "shared", "data");

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SystemFlow.sln"))) folder = folder.Parent;
        return folder?.FullName ?? ".";
    }
}
