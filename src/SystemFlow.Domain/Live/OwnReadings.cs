using System.Collections.Immutable;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Live;

/// <summary>The newest reading of each series that a place has sent itself.</summary>
public static class OwnReadings
{
    /// <summary>Nothing yet.</summary>
    public static ImmutableDictionary<MetricKey, Reading> None => ImmutableDictionary<MetricKey, Reading>.Empty;

    /// <summary>
    /// The newest readings after one more. A late arrival changes nothing; for the same moment the later submission
    /// counts.
    /// </summary>
    public static ImmutableDictionary<MetricKey, Reading> With(
        this ImmutableDictionary<MetricKey, Reading> newest, Reading reading) =>
        newest.TryGetValue(reading.Metric, out var seen) && !Overtakes(reading, seen)
            ? newest
            : newest.SetItem(reading.Metric, reading);

    private static bool Overtakes(Reading reading, Reading seen) =>
        reading.PeriodEnd > seen.PeriodEnd
        || (reading.PeriodEnd == seen.PeriodEnd && reading.SubmittedAt >= seen.SubmittedAt);
}
