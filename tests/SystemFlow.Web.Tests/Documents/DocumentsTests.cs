using System.Globalization;
using System.Text.RegularExpressions;

namespace SystemFlow.Web.Tests.Documents;

/// <summary>What documents say can be checked: tests and files that they name are there, and scores add up.</summary>
public sealed partial class DocumentsTests
{
    private const int Hazards = 12;
    private static readonly string[] Skipped = ["bin", "obj", "artifacts", "node_modules", ".git"];

    public static IEnumerable<TheoryDataRow<string>> Documents =>
        Directory.GetFiles(Path.Combine(Source.Root, "web", "documents"), "*.md").Select(file => new TheoryDataRow<string>(Path.GetRelativePath(Source.Root, file)));

    public static IEnumerable<TheoryDataRow<string>> Linked => Files(Source.Root)
        .Where(file => Path.GetFileName(file) is "README.md" || file.Contains(Path.Combine("web", "documents"), StringComparison.Ordinal))
        .Select(file => new TheoryDataRow<string>(Path.GetRelativePath(Source.Root, file)));

    [Fact]
    public void Documents_AreThoseThatBuyersAskFor() => Assert.Equal(
        ["accessibility.md", "data-protection.md", "hazards.md", "security.md", "sizing.md"],
        Documents.Select(row => Path.GetFileName(row.Data)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryTestThatIsNamed_IsThere(string document)
    {
        var named = TestName().Matches(Read(document)).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.Equal([], named.Except(Source.Tests));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryFileThatIsNamed_IsThere(string document)
    {
        var named = FileName().Matches(Read(document)).Select(match => match.Groups[1].Value).Distinct();

        Assert.Equal([], named.Where(file => !File.Exists(Path.Combine(Source.Root, file))));
    }

    [Theory]
    [MemberData(nameof(Linked))]
    public void EveryLink_LeadsToAFile(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Source.Root, document))!;
        var links = Link().Matches(Read(document)).Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal));

        Assert.Equal([], links.Where(link => !Path.Exists(Path.Combine(folder, link))));
    }

    [Fact]
    public void EveryHazard_HasATest_AndTheClassOfItsScores()
    {
        var text = Read(Path.Combine("web", "documents", "hazards.md"));
        var classes = MatrixRow().Matches(text).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value.Split('|', StringSplitOptions.TrimEntries));
        var hazards = text.Split("\n## ").Where(part => HazardHead().IsMatch(part)).ToList();

        Assert.Equal(Enumerable.Range(1, Hazards).Select(number => $"H{number}"), hazards.Select(hazard => hazard.Split('.')[0]));
        foreach (var hazard in hazards)
        {
            var scores = Score().Matches(hazard).Select(match => match.Groups).ToList();

            Assert.Equal(2, scores.Count);
            Assert.All(scores, score => Assert.Equal(classes[score[2].Value][int.Parse(score[1].Value, CultureInfo.InvariantCulture) - 1], score[3].Value));
            Assert.True(string.CompareOrdinal(scores[1][3].Value, scores[0][3].Value) < 0, $"Nothing is better after than before: {hazard}");
            Assert.Matches(TestName(), hazard.Split("- Tests:")[1]);
            Assert.Contains("- Cause:", hazard, StringComparison.Ordinal);
            Assert.Contains("- Effect:", hazard, StringComparison.Ordinal);
            Assert.Matches(FileName(), hazard.Split("- Controls:")[1].Split("- Tests:")[0]);
        }
    }

    private static string Read(string document) => File.ReadAllText(Path.Combine(Source.Root, document)).ReplaceLineEndings("\n");

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(Directory.EnumerateDirectories(folder).Where(name => !Skipped.Contains(Path.GetFileName(name))).SelectMany(Files));

    [GeneratedRegex(@"`([A-Z]\w*(?:Tests|Contract)\.\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"`((?:src|web|grains|tests|\.ci)/[\w./-]+\.\w+)`")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| ([1-5]) \| ([1-5](?: \| [1-5]){4}) \|$", RegexOptions.Multiline)]
    private static partial Regex MatrixRow();

    [GeneratedRegex(@"\AH\d+\. ")]
    private static partial Regex HazardHead();

    [GeneratedRegex(@"(?:Before|After): severity ([1-5]), likelihood ([1-5]), risk class ([1-5])\.", RegexOptions.IgnoreCase)]
    private static partial Regex Score();
}
