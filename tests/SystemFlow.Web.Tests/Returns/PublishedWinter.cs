using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Returns;

/// <summary>The published winters themselves; without them the tests that need one are skipped.</summary>
internal static class PublishedWinter
{
    public static async Task<byte[]> ReadAsync(string winter)
    {
        var name = Path.Combine("winter-sitrep", $"sitrep-{winter}.csv");
        var file = PublishedFile.Find(name);
        if (file is null) Assert.Skip(PublishedFile.Missing(name));
        return await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
    }
}
