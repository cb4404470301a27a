using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Delays;

/// <summary>
/// Delayed patients of several organisations. <c>Patients = Nhs + Social + Both + Unsplit - Over</c>, a null counting for nothing.
/// </summary>
/// <param name="Patients">Of all that are known; null when none is.</param>
/// <param name="Nhs">Those for whom the NHS must act; null when nobody says so of any.</param>
/// <param name="Social">Those for whom social care must act.</param>
/// <param name="Both">Those for whom both must act.</param>
/// <param name="Unsplit">Those of whom that is not said.</param>
/// <param name="Over">Patients whom splits name beyond the totals of the same organisations.</param>
/// <param name="Coverage">How many organisations are known, of those that ought to be.</param>
/// <param name="RatePatients">Of the patients, those at organisations whose occupied beds are known.</param>
/// <param name="RateBeds">Those organisations' occupied beds; null where none is known.</param>
/// <param name="RateOf">How many those are.</param>
/// <param name="OldestAt">The moment of the oldest figure in it. UTC; null when there is none.</param>
/// <param name="Freshness">The worst of theirs.</param>
public sealed record DelaySum(
    double? Patients, double? Nhs, double? Social, double? Both, double? Unsplit, double Over, Coverage Coverage,
    double RatePatients, double? RateBeds, int RateOf, DateTimeOffset? OldestAt, Freshness Freshness)
{
    /// <summary>Delayed patients as a percentage of occupied beds; null where no beds are known.</summary>
    public double? Rate => RateBeds is > 0 and var beds ? 100 * RatePatients / beds : null;

    /// <summary>Patients of one attribution; null as a parameter for those of whom none is said.</summary>
    public double? Of(Attribution? by) => by switch
    {
        Attribution.Nhs => Nhs,
        Attribution.Social => Social,
        Attribution.Both => Both,
        _ => Unsplit,
    };

    /// <summary>The sum of these.</summary>
    public static DelaySum Of(IReadOnlyCollection<DelayCount> counts)
    {
        var known = counts.Where(count => count.Patients is not null).ToList();
        var rated = known.Where(count => count.Beds > 0).ToList();
        return new DelaySum(
            Sum(known, count => count.Patients),
            Sum(known, count => count.Of(Attribution.Nhs)),
            Sum(known, count => count.Of(Attribution.Social)),
            Sum(known, count => count.Of(Attribution.Both)),
            Sum(known, count => count.Of(null)),
            known.Sum(count => count.Over),
            new Coverage(known.Count, counts.Count),
            rated.Sum(count => count.Patients!.Value),
            Sum(rated, count => count.Beds),
            rated.Count,
            known.Min(count => (DateTimeOffset?)count.Total!.Reading.PeriodEnd),
            known.Count == 0 ? Freshness.NeverSeen : known.Max(count => count.Total!.Freshness));
    }

    private static double? Sum(List<DelayCount> counts, Func<DelayCount, double?> part) =>
        counts.Any(count => part(count) is not null) ? counts.Sum(count => part(count) ?? 0) : null;
}

/// <summary>One reason's delayed patients. A part that nobody sent is null, not 0.</summary>
/// <param name="Reason">The published letter; null for patients without a reason.</param>
public sealed record DelayReasonRow(string? Reason, double? Nhs, double? Social, double? Both, double? Unsplit)
{
    /// <summary>What was sent, added up.</summary>
    public double Total => (Nhs ?? 0) + (Social ?? 0) + (Both ?? 0) + (Unsplit ?? 0);

    /// <summary>Reason against who must act, for these organisations: those with a reason by letter, then those without.</summary>
    public static ImmutableArray<DelayReasonRow> Of(IEnumerable<DelayCount> counts)
    {
        var byReason = counts.Where(count => count.Patients is not null).SelectMany(count => count.Parts)
            .ToLookup(part => part.Key.Reason, StringComparer.Ordinal);
        return
        [
            .. byReason
                .OrderBy(rows => rows.Key is null).ThenBy(rows => rows.Key, StringComparer.Ordinal)
                .Select(rows => new DelayReasonRow(
                    rows.Key, Add(rows, Attribution.Nhs), Add(rows, Attribution.Social), Add(rows, Attribution.Both), Add(rows, null))),
        ];
    }

    private static double? Add(IEnumerable<KeyValuePair<DelayPart, double>> parts, Attribution? by)
    {
        var of = parts.Where(part => part.Key.By == by).ToList();
        return of.Count == 0 ? null : of.Sum(part => part.Value);
    }
}
