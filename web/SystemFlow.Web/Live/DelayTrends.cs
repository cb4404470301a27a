using System.Collections.Immutable;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Live;

/// <summary>The last 24 hours of delays, organisation by organisation, so that a headline's line is the sum of theirs too.</summary>
public sealed class DelayTrends(Trends trends, MetricDictionary dictionary)
{
    /// <summary>Each organisation's line: of all its delays, or of one reason or who must act.</summary>
    /// <param name="of">What is counted; null in it for all.</param>
    /// <param name="asAt">A past moment: the lines end there, as they were known then. Null for now.</param>
    public async ValueTask<ImmutableDictionary<PlaceCode, Trend>> OfAsync(
        IEnumerable<DelayCount> counts, DelayPart of, Func<PlaceCode, PlaceState> stateOf, CancellationToken cancellationToken,
        DateTimeOffset? asAt = null)
    {
        var lines = ImmutableDictionary.CreateBuilder<PlaceCode, Trend>();
        foreach (var place in counts.Select(count => count.Place.Code))
        {
            var parts = new List<Trend>();
            foreach (var key in KeysOf(stateOf(place), of))
            {
                parts.Add(await trends.OfAsync(place, key, TrendRange.Day, cancellationToken, asAt));
            }

            if (Sum(parts, isGapOfAny: false) is { } line) lines[place] = line;
        }

        return lines.ToImmutable();
    }

    /// <summary>Several organisations together: a gap wherever one of them has one. Null where none has a line.</summary>
    public Trend? Sum(IEnumerable<Trend?> lines) => Sum([.. lines.OfType<Trend>()], isGapOfAny: true);

    // A reason that a return no longer lists has nobody waiting: it is no gap in the sum of its organisation's reasons.
    private Trend? Sum(List<Trend> lines, bool isGapOfAny)
    {
        lines.RemoveAll(line => line.IsEmpty);
        if (lines.Count == 0) return null;
        if (lines.Count == 1) return lines[0];
        var (from, range) = (lines.Min(line => line.From), lines[0].Range);
        var values = Enumerable.Range(0, range.Points).Select(step =>
        {
            var at = lines.Select(line => line.At(from + (step * range.Step))).ToList();
            var known = at.OfType<double>().ToList();
            return known.Count == 0 || (isGapOfAny && known.Count < at.Count) ? (double?)null : known.Sum();
        });
        return new Trend(dictionary[DelayRules.Patients], range, from, [.. values]) { AsAt = lines[0].AsAt };
    }

    // The total for all; else every series by reason and by who must act that the place ever sent, or the coarser one.
    private static List<MetricKey> KeysOf(PlaceState state, DelayPart of)
    {
        if (of == default) return [DelayRules.Patients];
        var matching = state.Figures.Keys
            .Where(key => key.Metric == DelayRules.Patients && key.IsPart)
            .Where(key => (of.Reason is null || key.Reason == of.Reason) && (of.By is null || key.Attributable == of.By))
            .ToList();
        var finest = matching.Where(key => key.Reason is not null && key.Attributable is not null).ToList();
        return finest.Count > 0 ? finest : matching;
    }
}
