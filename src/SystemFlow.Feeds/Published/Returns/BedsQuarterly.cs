using System.Collections.Immutable;
using SystemFlow.Feeds.Intake;
using static SystemFlow.Feeds.Published.PublishedColumn;

namespace SystemFlow.Feeds.Published.Returns;

/// <summary>
/// KH03: beds open overnight, averaged over a quarter of a financial year. The averages are not rounded, so shares are
/// worked out from them.
/// </summary>
internal static class BedsQuarterly
{
    private const double PerCent = 100;
    private const double Apart = 0.1; // Of a hundred.

    private static readonly ImmutableArray<(string Beds, string Metric)> Kinds =
        [("total", "quarterly.beds.all"), ("ga", "quarterly.beds.ga")];

    public static PublishedReturn Return { get; } = new(
        "Bed availability and occupancy (KH03), quarterly",
        [
            .. Kinds.SelectMany(kind => new[]
            {
                Of($"{kind.Beds}_available", $"{kind.Metric}.open"), Of($"{kind.Beds}_occupied", $"{kind.Metric}.occupied"),
                Part($"{kind.Beds}_pct", $"{kind.Metric}.occupancy") with { Scale = PerCent },
            }),
        ],
        ["period", "year"], texts => PublishedPeriod.Quarter(texts["year"], texts["period"]),
        "The year must be a financial year like 2010-11, and the period the last month of one of its quarters, like March.")
    {
        Code = "trust_code",
        Unused = ["file", "sheet", "trust_name"],
        Judge = line =>
        {
            foreach (var (beds, _) in Kinds) Judge(line, $"{beds}_available", $"{beds}_occupied", $"{beds}_pct");
        },
    };

    private static void Judge(PublishedLine line, string open, string occupied, string share)
    {
        line.LookAtBeds(open, occupied);
        if (line.Value(occupied) is > 0 and var full && full == line.Value(open))
        {
            line.Warn(occupied, ReportReasons.OccupiedEqualsOpen, $"{full:0.##} beds occupied and just as many open, to the last digit. Kept as sent.");
        }

        if (Math.Abs((PerCent * line.Value(occupied) / line.Value(open) - line.Value(share)) ?? 0) > Apart)
        {
            line.Warn(share, ReportReasons.RateNotUsed, $"The share is not that of the beds. It is worked out from them instead.");
        }
    }
}
