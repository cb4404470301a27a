using System.Text.Json;

namespace SystemFlow.Feeds.Saner;

/// <summary>Reads FHIR's JSON without trusting its shape: what is not as it should be is not there.</summary>
internal static class SanerJson
{
    /// <summary>A property that is a string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A property, whatever it is.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    /// <summary>A property of a property.</summary>
    public static JsonElement? Member(this JsonElement? element, string name) => element?.Member(name);

    /// <summary>The elements of a property that is an array; none when it is not.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <inheritdoc cref="Items(JsonElement?, string)"/>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => ((JsonElement?)element).Items(name);
}
