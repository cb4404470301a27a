using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Kit;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.FeedKit;

/// <summary>Requests that a partner can try as they stand, for one place and with this server's own address.</summary>
public sealed class FeedExamples(
    Footprint footprint, MetricDictionary dictionary, TimeProvider time, NavigationManager navigation)
{
    /// <summary>What stands for a key that is not shown.</summary>
    public const string NoKey = "$SYSTEMFLOW_FEED_KEY";

    private const int FiguresShown = 2;

    /// <summary>Observations as JSON.</summary>
    /// <param name="place">For which place; null for any.</param>
    /// <param name="key">The feed's key, or <see cref="NoKey"/>.</param>
    public string Json(Place? place, string key) => Curl(
        "api/v1/observations", key, "application/json",
        $"[{string.Join(",\n ", Figures(place).Select(figure => $"{{\"place\":\"{figure.Place}\",\"metric\":\"{figure.Metric}\",\"value\":{figure.Value},\"periodEnd\":\"{figure.At}\"}}"))}]");

    private string Curl(string route, string key, string type, string body) =>
        $"curl -X POST {navigation.BaseUri}{route} \\\n  -H \"X-Api-Key: {key}\" -H \"Content-Type: {type}\" \\\n  -d '{body}'";

    private IEnumerable<(PlaceCode Place, MetricCode Metric, double Value, string At)> Figures(Place? place)
    {
        var about = place ?? footprint.Places.First(one => one.Kind is PlaceKind.Hospital);
        var at = UkTime.Machine(time.GetUtcNow());
        return PlaceMetrics.Of(about, footprint, dictionary).Take(FiguresShown)
            .Select(metric => (about.Code, metric.Code, SampleFigures.Of(metric), at));
    }
}
