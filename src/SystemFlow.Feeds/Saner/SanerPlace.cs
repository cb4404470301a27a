using System.Text.Json;

namespace SystemFlow.Feeds.Saner;

/// <summary>Which place a report is about: its subject; its reporter only where it names no subject.</summary>
internal static class SanerPlace
{
    /// <summary>The place's code as sent; null when the report names none.</summary>
    public static string? Of(JsonElement report) =>
        report.Member("subject") is { } subject ? Code(subject, report)
        : report.Member("reporter") is { } reporter ? Code(reporter, report)
        : null;

    private static string? Code(JsonElement reference, JsonElement report) =>
        reference.Member("identifier")?.Text("value")
        ?? (reference.Text("reference") is { } link ? Id(link, report) : null);

    /// <summary>The identifier of a resource within the report, or the last part of <c>Location/RWH01</c>.</summary>
    private static string? Id(string link, JsonElement report)
    {
        if (link.StartsWith('#'))
        {
            return report.Items("contained").Where(one => one.Text("id") == link[1..])
                .SelectMany(one => one.Items("identifier")).Select(one => one.Text("value")).FirstOrDefault();
        }

        var version = link.IndexOf("/_history/", StringComparison.Ordinal);
        var plain = version < 0 ? link : link[..version];
        return plain[(plain.LastIndexOf('/') + 1)..];
    }
}
