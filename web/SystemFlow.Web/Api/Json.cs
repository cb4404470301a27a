using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemFlow.Web.Api;

/// <summary>How states, readings and answers are written: camel case, enums as words, nothing for null.</summary>
internal static class Json
{
    public static void Apply(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }
}
