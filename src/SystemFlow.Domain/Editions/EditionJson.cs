using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemFlow.Domain.Editions;

/// <summary>Editions as they are kept: what is written is read again to the letter.</summary>
public static class EditionJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>A document as text.</summary>
    public static string Of<T>(T document) where T : class => JsonSerializer.Serialize(document, Options);

    /// <summary>The document again.</summary>
    /// <exception cref="JsonException">The text is none.</exception>
    public static T Read<T>(string text) where T : class =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("The edition is empty.");
}
