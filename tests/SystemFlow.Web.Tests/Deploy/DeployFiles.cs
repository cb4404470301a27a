using System.Text.RegularExpressions;
using SystemFlow.Web.Tests.Documents;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SystemFlow.Web.Tests.Deploy;

/// <summary>What a cluster is run with, as it lies in the repository.</summary>
internal static partial class DeployFiles
{
    /// <summary>The folder of everything but docker-compose.yml.</summary>
    public static string Folder { get; } = Path.Combine(Source.Root, "web", "deploy");

    public static string Compose { get; } = File.ReadAllText(Path.Combine(Source.Root, "docker-compose.yml"));

    /// <summary>docker-compose.yml as compose sees it, what is said once for several put into each.</summary>
    public static Map Parsed { get; } = new(new Deserializer().Deserialize<Dictionary<object, object?>>(new MergingParser(new Parser(new StringReader(Compose)))));

    public static IEnumerable<(string Name, Map Service)> Services =>
        Parsed.Under("services").All.Select(one => (one.Key, new Map((Dictionary<object, object?>)one.Value!)));

    public static IEnumerable<(string Name, Map Service)> Nodes => Services.Where(service => service.Name.StartsWith("node", StringComparison.Ordinal));

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n");

    /// <summary>Names and values of a file of the environment; a line that is there as an example too.</summary>
    public static IEnumerable<(string Name, string Value)> Environment(string name) =>
        Assignment().Matches(Read(name)).Select(line => (line.Groups[1].Value, line.Groups[2].Value));

    [GeneratedRegex(@"^#?(\w+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}

/// <summary>A mapping of YAML.</summary>
internal sealed class Map(Dictionary<object, object?> values)
{
    public IEnumerable<KeyValuePair<string, object?>> All => values.Select(one => KeyValuePair.Create($"{one.Key}", one.Value));

    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>A value as text; empty where it is not there.</summary>
    public string Text(string key) => values.TryGetValue(key, out var value) ? $"{value}" : "";

    /// <summary>A mapping; an empty one where it is not there.</summary>
    public Map Under(string key) => new(values.TryGetValue(key, out var value) && value is Dictionary<object, object?> inner ? inner : []);

    /// <summary>The items of a list, or the names of a mapping.</summary>
    public IReadOnlyList<string> List(string key) => values.GetValueOrDefault(key) switch
    {
        List<object?> list => [.. list.Select(item => item is Dictionary<object, object?> map ? $"{map.GetValueOrDefault("source") ?? map.GetValueOrDefault("path")}" : $"{item}")],
        Dictionary<object, object?> map => [.. map.Keys.Select(name => $"{name}")],
        _ => [],
    };
}
