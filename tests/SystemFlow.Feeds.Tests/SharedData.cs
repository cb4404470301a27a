using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests;

/// <summary>The published files themselves; without them the tests that need one are skipped.</summary>
internal static class SharedData
{
    /// <summary>A file by its path in the folder.</summary>
    public static async Task<byte[]> ReadAsync(string path)
    {
        var file = PublishedFile.Find(path);
        if (file is null) Assert.Skip(PublishedFile.Missing(path));
        return await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
    }
}
