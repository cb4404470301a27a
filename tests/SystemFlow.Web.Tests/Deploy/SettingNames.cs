using System.Reflection;
using System.Text.RegularExpressions;
using SystemFlow.Web.Tests.Documents;

namespace SystemFlow.Web.Tests.Deploy;

/// <summary>The settings that the program has: every property of a class that says which section it is.</summary>
internal static partial class SettingNames
{
    // Not ours, or read by name.
    private static readonly string[] Others = ["ASPNETCORE_URLS", "AllowedHosts", "DOTNET_EnableDiagnostics", "Secrets__Directory", "SYSTEMFLOW_ADMIN_PASSWORD", "SYSTEMFLOW_FEED_KEY"];

    private static readonly Lazy<HashSet<string>> Known = new(() => [.. Others, .. OfClasses(), .. OfCluster()]);

    /// <summary>As in the environment: <c>Series__Influx__Url</c>.</summary>
    public static bool Has(string name) => Known.Value.Contains(name);

    private static IEnumerable<string> OfClasses()
    {
        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "SystemFlow.*.dll").Select(Path.GetFileNameWithoutExtension)
            .Where(name => !name!.Contains("Test", StringComparison.Ordinal)).Select(name => Assembly.Load(name!));
        return assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(type =>
            type.GetField("Section")?.GetRawConstantValue() is string section ? Under(section.Replace(":", "__", StringComparison.Ordinal), type) : []);
    }

    private static IEnumerable<string> Under(string name, Type type) => type.GetProperties().SelectMany(property =>
        property.PropertyType is { IsClass: true } inner && inner.Assembly == type.Assembly
            ? Under($"{name}__{property.Name}", inner)
            : [$"{name}__{property.Name}"]);

    // Only the build on Orleans has that class.
    private static IEnumerable<string> OfCluster() => Property()
        .Matches(File.ReadAllText(Path.Combine(Source.Root, "grains", "SystemFlow.Grains", "Hosting", "Cluster", "NodeOptions.cs")))
        .Select(property => $"Cluster__{property.Groups[1].Value}");

    [GeneratedRegex(@"public \w+ (\w+) \{ get;")]
    private static partial Regex Property();
}
