using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Operations.Rules;

/// <summary>Alert rules as text, until Domain reads and checks them itself.</summary>
internal static class AlertText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
        WriteIndented = true,
    };

    public static AlertRuleSet Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<AlertRuleSet>(json, Json) ?? throw new FormatException("The alert rules are empty.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The alert rules cannot be read: {error.Message}", error);
        }
    }

    public static string ToJson(AlertRuleSet rules) => JsonSerializer.Serialize(rules, Json);
}
