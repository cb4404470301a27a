using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Backtests;

/// <summary>
/// What a place has shown of the figures that rules compare with, worked out again from the record: after a restart it is
/// as if it had been watched all along. Percentages and sums over members are worked out as live.
/// </summary>
public sealed class PastFigures(Footprint footprint, MetricDictionary dictionary)
{
    // What a level would have been nobody asks here.
    private static readonly PressureRules NoLevels = new("None", "0", "", "", MostPoints: 1, Bands: [1, 1, 1], LeastShare: 1, []);

    /// <summary>The series to read: of the place and all under it, those metrics and the parts of a percentage.</summary>
    public IEnumerable<(PlaceCode Place, MetricCode Metric)> SeriesOf(AlertRuleSet rules, Place place)
    {
        var metrics = rules.ChangeMetricsAt(place).Select(code => dictionary[code])
            .SelectMany(metric => metric.Numerator.Concat(metric.Denominator).Append(metric.Code)).Distinct().ToList();
        return new OwnRecord(footprint, place.Code).BottomUp.SelectMany(at => metrics.Select(metric => (at.Code, metric)));
    }

    /// <summary>Lives through readings, those of one minute together.</summary>
    /// <param name="readings">Of <see cref="SeriesOf"/>, in any order.</param>
    public RecentFigures Of(AlertRuleSet rules, Place place, IEnumerable<Reading> readings)
    {
        var record = new OwnRecord(footprint, place.Code);
        var states = new PlaceStates(footprint, dictionary, NoLevels, record);
        var recent = new RecentFigures();
        foreach (var minute in readings.GroupBy(reading => reading.PeriodEnd.UtcTicks / TimeSpan.TicksPerMinute).OrderBy(minute => minute.Key))
        {
            var changed = new HashSet<PlaceCode>();
            foreach (var reading in minute) record.Take(reading, changed);
            if (!changed.Contains(place.Code)) continue;
            states.Evaluate(changed, record.Heard, minute.Max(reading => reading.PeriodEnd));
            recent.Note(states[place.Code], rules);
        }

        return recent;
    }
}
