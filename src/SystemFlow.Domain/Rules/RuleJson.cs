using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemFlow.Domain.Rules;

/// <summary>Rules as text that people edit: strict about names, free about comments, and every fault at once.</summary>
internal static class RuleJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // A file, never part of a page.
        WriteIndented = true,
    };

    /// <summary>Reads rules and checks them.</summary>
    /// <param name="what">As the message calls them, with its verb: "The rota is".</param>
    /// <param name="problemsOf">Everything that is wrong with them, each in a sentence.</param>
    /// <exception cref="FormatException">They cannot be used; the message lists every fault.</exception>
    public static T Read<T>(string json, string what, Func<T, IEnumerable<string>> problemsOf) where T : class
    {
        T rules;
        try
        {
            rules = JsonSerializer.Deserialize<T>(json, Options) ?? throw new FormatException($"{what} empty.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"{what} not readable: {error.Message}", error);
        }

        var problems = problemsOf(rules).ToList();
        return problems.Count == 0 ? rules : throw new FormatException($"{what} wrong. {string.Join(" ", problems)}");
    }

    /// <summary>The text that <see cref="Read"/> reads.</summary>
    public static string Write<T>(T rules) => JsonSerializer.Serialize(rules, Options);
}
