using System.Text;

namespace SystemFlow.Feeds.Tests;

/// <summary>The published situation reports.</summary>
internal static class PublishedWinters
{
    public static Task<byte[]> ReadAsync(string winter) => SharedData.ReadAsync($"winter-sitrep/sitrep-{winter}.csv");

    /// <summary>The codes of every trust in a report.</summary>
    public static IEnumerable<string> Codes(byte[] body) =>
        Encoding.UTF8.GetString(body).Split('\n').Skip(1)
            .Select(line => line.Split(',')[0].Trim('"')).Where(code => code is not ("" or "-")).Distinct();
}
