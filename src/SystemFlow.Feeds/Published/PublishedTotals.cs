using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Published;

/// <summary>A line of totals among the organisations: never one of them, always held against their sum.</summary>
internal static class PublishedTotals
{
    private const string Total = "TOTAL";

    public static bool IsTotal(string code) => code.Equals(Total, StringComparison.OrdinalIgnoreCase);

    /// <summary>What a total says that the lines of its period do not add up to.</summary>
    public static IEnumerable<Refusal> Mismatch(PublishedLine total, List<PublishedLine> lines, PublishedReturn published)
    {
        var parts = lines.Where(line => total.Period == PublishedPeriod.WholeFile || line.Period == total.Period).ToList();
        var wrong = published.Columns.Select(column => column.Header)
            .Where(column => total[column] is { } sum && sum != parts.Sum(line => line[column] ?? 0)).ToList();
        if (wrong.Count == 0) yield break;
        var names = wrong.Select(total.FieldOf);
        yield return total.About(wrong[0], ReportReasons.DoesNotMatchItsTrusts,
            $"The total is not the sum of its lines in '{string.Join("', '", names)}'. The lines count.");
    }
}
