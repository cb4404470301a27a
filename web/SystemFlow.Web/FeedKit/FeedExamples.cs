using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Kit;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.FeedKit;

/// <summary>One format with a message that this server takes as it stands.</summary>
/// <param name="Path">Where it is sent, from the root.</param>
/// <param name="Type">The content type.</param>
/// <param name="Words">When to use it, in a sentence or two.</param>
/// <param name="Body">The message; null for a file that is sent as published.</param>
public sealed record FeedExample(string Title, string Path, string Type, string Words, string? Body);

/// <summary>Requests that a partner can try as they stand, for one place and with this server's own address.</summary>
public sealed class FeedExamples(
    Footprint footprint, MetricDictionary dictionary, TimeProvider time, NavigationManager navigation)
{
    /// <summary>What stands for a key that is not shown.</summary>
    public const string NoKey = "$SYSTEMFLOW_FEED_KEY";

    private const string Observations = "/api/v1/observations";
    private const int FiguresShown = 2;

    /// <summary>Every format, with the codes of a place.</summary>
    public IEnumerable<FeedExample> Of(Place place)
    {
        yield return Json(place);
        yield return new FeedExample(
            "CSV", Observations, "text/csv",
            "For a spreadsheet or a report writer: the header, then a figure a line. The template above has the lines of this place.",
            $"place,metric,value,periodEnd\n{Lines(place, "\n", figure => $"{figure.Place},{figure.Metric},{figure.Value},{figure.At}")}");
        yield return new FeedExample(
            "NDJSON", Observations, "application/x-ndjson",
            "One JSON object a line: for a stream, because a broken line is refused alone.",
            Lines(place, "\n", ObjectOf));
        yield return new FeedExample(
            "Daily situation report", "/api/v1/sitrep", "text/csv",
            "NHS England's UEC daily situation report as published, whichever winter's header it has. The codes are trusts'.",
            null);
    }

    /// <summary>A request in one line of a shell, for a secret that was just made.</summary>
    /// <param name="place">For which place; null for any.</param>
    public string First(Place? place, string key) =>
        Curl(Json(place ?? footprint.Places.First(one => one.Kind is PlaceKind.Hospital)), key);

    /// <summary>A format's request for a shell.</summary>
    public string Curl(FeedExample example, string key = NoKey)
    {
        var start = $"curl -X POST {navigation.BaseUri.TrimEnd('/')}{example.Path} \\\n  -H \"X-Api-Key: {key}\" -H \"Content-Type: {example.Type}\" \\\n  ";
        return example.Body is { } body ? $"{start}--data-binary '{body}'" : $"{start}--data-binary @the-file.csv";
    }

    private FeedExample Json(Place place) => new(
        "JSON", Observations, "application/json",
        "For a program: an array of figures, or {\"observations\": […]}.",
        $"[{Lines(place, ",\n ", ObjectOf)}]");

    private static string ObjectOf((PlaceCode Place, MetricCode Metric, double Value, string At) figure) =>
        FormattableString.Invariant($"{{\"place\":\"{figure.Place}\",\"metric\":\"{figure.Metric}\",\"value\":{figure.Value},\"periodEnd\":\"{figure.At}\"}}");

    private string Lines(Place place, string between, Func<(PlaceCode Place, MetricCode Metric, double Value, string At), string> line)
    {
        var at = UkTime.Machine(time.GetUtcNow());
        var asked = PlaceMetrics.Of(place, footprint, dictionary).Take(FiguresShown);
        return string.Join(between, asked.Select(metric => line((place.Code, metric.Code, SampleFigures.Of(metric), at))));
    }
}
