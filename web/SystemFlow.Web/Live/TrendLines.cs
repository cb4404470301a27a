using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Live;

/// <summary>Reads one series at a place at so many points; null where it has no value at any of them.</summary>
internal delegate Task<double?[]?> TrendSampling(PlaceCode place, MetricKey metric);

/// <summary>
/// A metric of a place at points in time, from whatever it is made of: its own series, else the sum of its members', with a
/// gap wherever one of them has one; a percentage from its summed parts and wholes.
/// </summary>
internal sealed class TrendLines(Footprint footprint, MetricDictionary dictionary)
{
    /// <summary>The values, none where no series has any; and for a sum how many of the places that ought to be in it are.</summary>
    public async Task<(ImmutableArray<double?> Values, Coverage? Coverage)> ReadAsync(
        Place place, MetricKey key, int points, TrendSampling sample)
    {
        var metric = dictionary[key.Metric];
        var lines = await LinesAsync(place, key, sample);
        if (lines.IsEmpty) return ([], null);
        ImmutableArray<double?> values = [.. Enumerable.Range(0, points).Select(point => AtPoint(lines, metric, point))];
        return (values, lines is [{ Place: var only }] && only == place.Code ? null : CoverageOf(place, metric, lines));
    }

    /// <summary>
    /// The same as parts and wholes, for whatever is added up over time: of a count the wholes are none. A point at which one of the
    /// places has no value is a gap in both.
    /// </summary>
    public async Task<(ImmutableArray<double?> Parts, ImmutableArray<double?> Wholes, Coverage? Coverage)> ReadHalvesAsync(
        Place place, MetricKey key, int points, TrendSampling sample)
    {
        var metric = dictionary[key.Metric];
        var lines = await LinesAsync(place, key, sample);
        if (lines.IsEmpty) return ([], [], null);
        var coverage = lines is [{ Place: var only }] && only == place.Code ? (Coverage?)null : CoverageOf(place, metric, lines);
        if (metric.Denominator.IsEmpty) return ([.. Enumerable.Range(0, points).Select(point => AtPoint(lines, metric, point))], [], coverage);
        var known = Enumerable.Range(0, points).Select(point => !lines.Any(line => line.Values[point] is null || line.Wholes![point] is null)).ToList();
        return (
            [.. known.Select((isKnown, point) => isKnown ? lines.Sum(line => line.Values[point]) : null)],
            [.. known.Select((isKnown, point) => isKnown ? lines.Sum(line => line.Wholes![point]) : null)], coverage);
    }

    private Coverage CoverageOf(Place place, Metric metric, ImmutableArray<Line> lines)
    {
        // A trust that reports for its hospitals stands for all of them.
        var reporting = lines.Sum(line => Math.Max(1, footprint.ExpectedReporters(line.Place, metric.Group)));
        return new Coverage(reporting, Math.Max(reporting, footprint.ExpectedReporters(place.Code, metric.Group)));
    }

    // A place's own line, else its members', as parts and wholes: a plain count is a part of nothing.
    private async Task<ImmutableArray<Line>> LinesAsync(Place place, MetricKey key, TrendSampling sample)
    {
        if (await OwnAsync(place.Code, key, sample) is { } own) return [own];
        if (dictionary[key.Metric].RollUp is RollUp.None) return [];
        var lines = ImmutableArray.CreateBuilder<Line>();
        foreach (var member in footprint.MembersOf(place.Code)) lines.AddRange(await LinesAsync(member, key, sample));
        return lines.ToImmutable();
    }

    private async Task<Line?> OwnAsync(PlaceCode place, MetricKey key, TrendSampling sample)
    {
        var metric = dictionary[key.Metric];
        if (metric.Denominator.IsEmpty)
        {
            return await sample(place, key) is { } values ? new Line(place, values, null) : null;
        }

        var part = metric.Numerator.Length == 1 ? await sample(place, metric.Numerator[0]) : null;
        foreach (var code in metric.Denominator)
        {
            if (part is { } shares && await sample(place, code) is { } wholes)
            {
                return new Line(place, shares, wholes);
            }
        }

        return null;
    }

    private static double? AtPoint(ImmutableArray<Line> lines, Metric metric, int point)
    {
        if (lines.Any(line => line.Values[point] is null || line.Wholes is { } wholes && wholes[point] is null)) return null;
        var values = lines.Select(line => line.Values[point]!.Value);
        if (metric.Denominator.IsEmpty) return metric.RollUp is RollUp.Max ? values.Max() : values.Sum();
        var whole = lines.Sum(line => line.Wholes![point]!.Value);
        return whole > 0 ? 100 * values.Sum() / whole : null;
    }

    private sealed record Line(PlaceCode Place, double?[] Values, double?[]? Wholes);
}
