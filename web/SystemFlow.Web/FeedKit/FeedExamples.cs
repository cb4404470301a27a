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
/// <param name="Body">The message; null for a file that is sent as it is.</param>
public sealed record FeedExample(string Title, string Path, string Type, string Words, string? Body)
{
    /// <summary>What the file is called, where the message is one.</summary>
    public string File { get; init; } = "the-file.csv";
}

/// <summary>Requests that a partner can try as they stand, for one place and with this server's own address.</summary>
public sealed class FeedExamples(
    Footprint footprint, MetricDictionary dictionary, TimeProvider time, NavigationManager navigation)
{
    /// <summary>What stands for a key that is not shown.</summary>
    public const string NoKey = "$SYSTEMFLOW_FEED_KEY";

    private const string Observations = "/api/v1/observations";
    private const int FiguresShown = 2;

    /// <summary>Every format, with the codes of a place; of one that is asked for nothing, with a hospital's.</summary>
    public IEnumerable<FeedExample> Of(Place about)
    {
        var place = PlaceMetrics.Of(about, footprint, dictionary).IsEmpty ? AnyHospital : about;
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
            "InfluxDB line protocol", "/api/v2/write", "text/plain",
            "For Telegraf, Node-RED and every InfluxDB client, unchanged: the measurement is the metric, the tag the place. The key may also be the token. /write is there for version 1.",
            Lines(place, "\n", figure => FormattableString.Invariant($"{figure.Metric},place={figure.Place} value={figure.Value} {Nanoseconds}")));
        if (place.Kind is PlaceKind.Hospital or PlaceKind.Trust)
        {
            yield return new FeedExample(
                "FHIR MeasureReport (SANER)", "/api/v1/fhir/MeasureReport", "application/fhir+json",
                "For a system that reports by HL7's SANER guide: beds and occupied beds under its codes, or any metric under urn:systemflow:metric.",
                $$$"""
                {"resourceType":"MeasureReport","status":"complete","type":"summary","measure":"http://hl7.org/fhir/uv/saner/Measure/Beds",
                 "subject":{"identifier":{"value":"{{{place.Code}}}"}},"date":"{{{Now}}}","period":{"start":"{{{Now}}}","end":"{{{Now}}}"},
                 "group":[{"population":[{"code":{"coding":[{"system":"http://hl7.org/fhir/uv/saner/CodeSystem/MeasuredValues","code":"numImpBedsOcc"}]},"count":19}]}]}
                """);
            yield return new FeedExample(
                "EDXL-HAVE", "/api/v1/have", "application/xml",
                "OASIS EDXL-HAVE 1.0 or 2.0, for emergency-management systems: available and baseline beds.",
                $"""
                <have:HospitalStatus xmlns:have="urn:oasis:names:tc:emergency:EDXL:HAVE:1.0" xmlns:xnl="urn:oasis:names:tc:ciq:xnl:3"><have:Hospital>
                  <have:Organization><have:OrganizationInformation><xnl:OrganisationName xnl:ID="{place.Code}"/></have:OrganizationInformation></have:Organization>
                  <have:HospitalBedCapacityStatus><have:BedCapacity><have:BedType>MedicalSurgical</have:BedType><have:Capacity>
                    <have:CapacityStatus>Vacant/Available</have:CapacityStatus><have:AvailableCount>5</have:AvailableCount><have:BaselineCount>24</have:BaselineCount>
                  </have:Capacity></have:BedCapacity></have:HospitalBedCapacityStatus>
                  <have:LastUpdateTime>{Now}</have:LastUpdateTime></have:Hospital></have:HospitalStatus>
                """);
            yield return new FeedExample(
                "HL7 v2 ADT", "/api/v1/adt", "application/hl7-v2",
                "Admission, discharge and transfer messages as a patient administration system sends them, segments ending in a carriage return. Each is folded into counts at the door; nothing about a person is kept. The answer is an HL7 ACK.",
                null)
            {
                File = "the-message.hl7",
            };
        }

        yield return new FeedExample(
            "Daily situation report", "/api/v1/sitrep", "text/csv",
            "NHS England's UEC daily situation report as published, whichever winter's header it has. The codes are trusts'.",
            null);
        yield return new FeedExample(
            "Other published returns", "/api/v1/published", "text/csv",
            "A&E and beds monthly, discharges, handovers and 111 calls daily, as NHS England publishes them; known by their headers.",
            null);
    }

    /// <summary>A request in one line of a shell, for a secret that was just made.</summary>
    /// <param name="place">For which place; null for any.</param>
    public string First(Place? place, string key) =>
        Curl(Json(place ?? AnyHospital), key);

    /// <summary>A format's request for a shell.</summary>
    public string Curl(FeedExample example, string key = NoKey)
    {
        var start = $"curl -X POST {navigation.BaseUri.TrimEnd('/')}{example.Path} \\\n  -H \"X-Api-Key: {key}\" -H \"Content-Type: {example.Type}\" \\\n  ";
        return example.Body is { } body ? $"{start}--data-binary '{body}'" : $"{start}--data-binary @{example.File}";
    }

    private Place AnyHospital => footprint.Places.First(place => place.Kind is PlaceKind.Hospital);

    private string Now => UkTime.Machine(time.GetUtcNow());

    private long Nanoseconds => time.GetUtcNow().ToUnixTimeSeconds() * 1_000_000_000;

    private FeedExample Json(Place place) => new(
        "JSON", Observations, "application/json",
        "For a program: an array of figures, or {\"observations\": […]}.",
        $"[{Lines(place, ",\n ", ObjectOf)}]");

    private static string ObjectOf((PlaceCode Place, MetricCode Metric, double Value, string At) figure) =>
        FormattableString.Invariant($"{{\"place\":\"{figure.Place}\",\"metric\":\"{figure.Metric}\",\"value\":{figure.Value},\"periodEnd\":\"{figure.At}\"}}");

    private string Lines(Place place, string between, Func<(PlaceCode Place, MetricCode Metric, double Value, string At), string> line)
    {
        var asked = PlaceMetrics.Of(place, footprint, dictionary).Take(FiguresShown);
        return string.Join(between, asked.Select(metric => line((place.Code, metric.Code, SampleFigures.Of(metric), Now))));
    }
}
