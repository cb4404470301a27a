using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Published;

/// <summary>A line of totals among the organisations: never one of them, always held against their sum.</summary>
internal static class PublishedTotals
{
    private const string Total = "TOTAL";

    public static bool IsTotal(string code) => code.Equals(Total, StringComparison.OrdinalIgnoreCase);

    /// <summary>A row for each total: what its lines do not add up to, or that its period has a total already.</summary>
    public static IEnumerable<IntakeRow> Rows(List<PublishedLine> totals, List<PublishedLine> lines, PublishedReturn published)
    {
        var first = new Dictionary<PublishedPeriod, int>();
        var byPeriod = lines.ToLookup(line => line.Period);
        foreach (var total in totals)
        {
            if (!first.TryAdd(total.Period, total.Row))
            {
                yield return IntakeRow.Refused(total.Row, total.About(published.PeriodFrom[0], Reasons.ConflictingDuplicate,
                    $"Line {first[total.Period]} is a total of the same period. Send one of them."));
                continue;
            }

            var parts = total.Period == PublishedPeriod.WholeFile ? lines : byPeriod[total.Period];
            yield return IntakeRow.National(total.Row, [.. Mismatch(total, parts, published)]);
        }
    }

    private static IEnumerable<Refusal> Mismatch(PublishedLine total, IEnumerable<PublishedLine> parts, PublishedReturn published)
    {
        var wrong = published.Columns.Select(column => column.Header)
            .Where(column => total[column] is { } sum && sum != parts.Sum(line => line[column] ?? 0)).ToList();
        if (wrong.Count == 0) yield break;
        var names = wrong.Select(total.FieldOf);
        yield return total.About(wrong[0], ReportReasons.DoesNotMatchItsTrusts,
            $"The total is not the sum of its lines in '{string.Join("', '", names)}'. The lines count.");
    }
}
