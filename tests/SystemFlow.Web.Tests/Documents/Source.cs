using System.Text.RegularExpressions;

namespace SystemFlow.Web.Tests.Documents;

/// <summary>The repository that these tests were built from, and the tests in it, of other projects too.</summary>
internal static partial class Source
{
    private static readonly Lazy<IReadOnlySet<string>> Found = new(Read);

    /// <summary>The folder of <c>SystemFlow.sln</c>.</summary>
    public static string Root { get; } = Up(AppContext.BaseDirectory);

    /// <summary>Every test, as <c>Class.Method</c>.</summary>
    public static IReadOnlySet<string> Tests => Found.Value;

    private static string Up(string folder) => File.Exists(Path.Combine(folder, "SystemFlow.sln")) ? folder
        : Path.GetDirectoryName(folder) is { } parent ? Up(parent)
        : throw new DirectoryNotFoundException($"There is no SystemFlow.sln above {AppContext.BaseDirectory}.");

    private static HashSet<string> Read()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories);
        return [.. files.SelectMany(file => TestsIn(File.ReadAllText(file)))];
    }

    // A test is a public method whose attributes say so; it belongs to the class that was declared last before it.
    private static IEnumerable<string> TestsIn(string text)
    {
        var classes = Class().Matches(text);
        foreach (Match test in Test().Matches(text))
        {
            if (classes.LastOrDefault(declared => declared.Index < test.Index) is { } owner) yield return $"{owner.Groups[1].Value}.{test.Groups[1].Value}";
        }
    }

    [GeneratedRegex(@"^[ \t]*(?:(?:public|internal|private|protected|sealed|abstract|static|partial|file) )*class (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"^[ \t]*\[(?:Fact|Theory)\b[^\n]*\n(?:[ \t]*(?:\[|//|#)[^\n]*\n|[^\n;{}]*\]\n)*[ \t]*public (?:static )?(?:async )?\w+(?:<\w+>)? (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Test();
}
