using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Grains;

/// <summary>
/// What change conditions at a place compare with: read from the record when it is first asked for and when a rule looks at
/// another metric, then noted as it comes.
/// </summary>
internal sealed class PlacePast(PlaceGrainParts parts, Place place)
{
    private readonly HashSet<MetricCode> _known = [];
    private RecentFigures _figures = new();

    /// <summary>The past, with a state that has just come.</summary>
    public async Task<RecentFigures> WithAsync(PlaceState state, AlertRuleSet rules)
    {
        var metrics = rules.ChangeMetricsAt(place);
        if (!_known.IsSupersetOf(metrics))
        {
            // A record that cannot be read is not tried again at each look: such rules learn from what comes.
            _known.UnionWith(metrics);
            await ReadAsync(rules);
        }

        if (metrics.Length > 0) _figures.Note(state, rules);
        return _figures;
    }

    private async Task ReadAsync(AlertRuleSet rules)
    {
        try
        {
            var now = parts.Time.GetUtcNow();
            var readings = new Dictionary<(PlaceCode, MetricCode, long), Reading>();
            foreach (var (at, metric) in parts.Alerts.Past.SeriesOf(rules, place))
            {
                var series = parts.Store.ReadAsync(at, metric, now - RecentFigures.Kept, now, CancellationToken.None);
                await foreach (var reading in series) readings[(at, metric, reading.PeriodEnd.UtcTicks / TimeSpan.TicksPerMinute)] = reading;
            }

            _figures = parts.Alerts.Past.Of(rules, place, readings.Values);
        }
        catch (SeriesException error)
        {
            PlaceGrainParts.LogPastUnread(parts.Log, place.Code, error);
        }
    }
}
