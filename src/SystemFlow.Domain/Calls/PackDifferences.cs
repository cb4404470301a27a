using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SystemFlow.Domain.Calls;

/// <summary>One thing that a pack made again says otherwise.</summary>
/// <param name="Where">The path in the document, such as <c>levels[3].score</c>.</param>
/// <param name="Frozen">What the frozen pack says; null where it says nothing.</param>
/// <param name="Again">What the pack made again says; null where it says nothing.</param>
public sealed record PackDifference(string Where, string? Frozen, string? Again);

/// <summary>Compares two packs as documents, digit by digit.</summary>
public static class PackDifferences
{
    /// <summary>Differences named at most.</summary>
    public const int Most = 100;

    /// <summary>What differs; empty where they are equal.</summary>
    public static ImmutableArray<PackDifference> Of(string frozen, string again)
    {
        if (frozen == again) return [];
        return [.. Of("", JsonNode.Parse(frozen), JsonNode.Parse(again)).Take(Most)];
    }

    private static IEnumerable<PackDifference> Of(string path, JsonNode? frozen, JsonNode? again) => (frozen, again) switch
    {
        (JsonObject left, JsonObject right) => left.Select(part => part.Key).Union(right.Select(part => part.Key))
            .SelectMany(key => Of(path.Length == 0 ? key : $"{path}.{key}", left[key], right[key])),
        (JsonArray left, JsonArray right) => Enumerable.Range(0, Math.Max(left.Count, right.Count))
            .SelectMany(index => Of($"{path}[{index}]", index < left.Count ? left[index] : null, index < right.Count ? right[index] : null)),
        _ when Text(frozen) == Text(again) => [],
        _ => [new PackDifference(path, Text(frozen), Text(again))],
    };

    private static string? Text(JsonNode? node) => node?.ToJsonString(JsonSerializerOptions.Default);
}
