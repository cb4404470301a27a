using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Simulated;

/// <summary>
/// Figures of one place that are sent together, so that no part arrives apart from its whole, at a second of the minute
/// and a minute of the cadence that are the family's own: the screen moves all the time and never all at once.
/// </summary>
internal sealed class Family
{
    private const double Golden = 0.6180339887; // Spreads any number of places evenly.
    private const int MorningReturn = 7 * Minute.PerHour;

    private readonly Place _place;
    private readonly (Metric Metric, Gauge Gauge)[] _gauges;
    private readonly PeriodType _period;
    private readonly int _cadence;
    private readonly int _phase;
    private readonly TimeSpan _second;

    public Family(Place place, int placeIndex, int index, IEnumerable<(Metric Metric, Gauge Gauge)> gauges)
    {
        _place = place;
        _gauges = [.. gauges];
        _period = _gauges[0].Metric.Period;
        _cadence = Math.Max(1, (int)_gauges[0].Metric.Cadence.TotalMinutes);
        _phase = (placeIndex * 7 + index) % Math.Min(_cadence, Minute.PerHour);
        _second = TimeSpan.FromSeconds(Math.Floor((placeIndex * Golden + index * Golden * 0.5) % 1 * Minute.PerHour));
    }

    /// <summary>Those metrics of a place that it is expected to send, in families.</summary>
    public static IEnumerable<Family> Of(
        Place place, int placeIndex, MetricDictionary metrics, IEnumerable<Gauge> gauges) =>
        gauges
            .Where(gauge => metrics.TryFind(gauge.Key.Metric.ToString(), out _)) // Another dictionary may have fewer.
            .Select(gauge => (Metric: metrics[gauge.Key.Metric], Gauge: gauge))
            .Where(pair => !pair.Metric.IsDerived && place.Expects.Contains(pair.Metric.Group))
            .GroupBy(pair => (pair.Metric.Group, pair.Metric.Cadence, pair.Metric.Period))
            .OrderBy(family => family.Key.Cadence)
            .Select((family, index) => new Family(place, placeIndex, index, family));

    /// <summary>Whether it is sent in this minute. Live, what changes by the minute is sent by the minute.</summary>
    public bool IsDue(Minute now, bool isLive)
    {
        if (_cadence >= Minute.PerDay)
        {
            var at = _period is PeriodType.Day ? _phase : MorningReturn + _phase;
            return now.OfDay == at;
        }

        var cadence = isLive && _cadence <= 5 ? 1 : _cadence;
        return (now.Number + _phase) % cadence == 0;
    }

    public void Read(Minute now, DateTimeOffset midnight, DateTimeOffset midnightBefore, List<Reading> into)
    {
        var at = now.Utc + _second;
        var (start, end) = _period switch
        {
            PeriodType.Instant => ((DateTimeOffset?)null, at),
            PeriodType.LastHour => (at - TimeSpan.FromHours(1), at),
            PeriodType.SinceMidnight => (midnight, at),
            _ => (midnightBefore, midnight),
        };
        foreach (var (_, gauge) in _gauges)
        {
            var value = gauge.Read();
            into.Add(new Reading(_place.Code, gauge.Key, value, end, Simulator.Source)
            {
                Absent = value is not null ? null : _period is PeriodType.Day ? Absent.Unknown : Absent.NotApplicable,
                PeriodStart = start,
                SubmittedAt = at,
                Method = Method.Automatic,
            });
        }
    }
}
