using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Charts;

/// <summary>Who sends what a chart shows.</summary>
internal static class TrendSources
{
    /// <summary>The sources of the newest figures, by name, each once; empty where none has ever come.</summary>
    public static string Of(Place place, Metric metric, Func<PlaceCode, PlaceState> stateOf, Footprint footprint)
    {
        var codes = metric.Numerator.Concat(metric.Denominator).Concat(metric.Parts).Append(metric.Code).ToList();
        return string.Join(", ", footprint.Under(place).Prepend(place)
            .SelectMany(at => codes.Select(code => stateOf(at.Code)[code]).OfType<Figure>())
            .Select(figure => figure.Reading.Source)
            .Where(source => source is not (Figure.RolledUp or Figure.Derived))
            .Distinct().Order(StringComparer.Ordinal));
    }
}
