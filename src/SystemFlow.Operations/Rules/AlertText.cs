using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Readings;

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

    public static AlertRuleSet Parse(string json, MetricDictionary dictionary)
    {
        try
        {
            var rules = JsonSerializer.Deserialize<AlertRuleSet>(json, Json) ?? throw new FormatException("The alert rules are empty.");
            var unknown = rules.Rules.SelectMany(rule => rule.All).Where(c => c.Metric is { } code && !dictionary.TryFind(code, out _)).ToList();
            return unknown.Count == 0
                ? rules
                : throw new FormatException($"The alert rules are wrong. {string.Join(" ", unknown.Select(c => $"{c.Metric} is not in the metric dictionary."))}");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The alert rules cannot be read: {error.Message}", error);
        }
    }

    public static string ToJson(AlertRuleSet rules) => JsonSerializer.Serialize(rules, Json);
}
