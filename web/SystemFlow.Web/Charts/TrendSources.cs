using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Charts;

/// <summary>Who sends what a chart shows.</summary>
internal static class TrendSources
{
    /// <summary>The sources of the newest figures, by name, each once; empty where none has ever come.</summary>
    public static string Of(Place place, Metric metric, LiveView live, Footprint footprint)
    {
        var codes = metric.Numerator.Concat(metric.Denominator).Concat(metric.Parts).Append(metric.Code).ToList();
        return string.Join(", ", Under(place, footprint)
            .SelectMany(at => codes.Select(code => live[at][code]).OfType<Figure>())
            .Select(figure => figure.Reading.Source)
            .Where(source => source is not (Figure.RolledUp or Figure.Derived))
            .Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<PlaceCode> Under(Place place, Footprint footprint) =>
        footprint.MembersOf(place.Code).SelectMany(member => Under(member, footprint)).Prepend(place.Code);
}
