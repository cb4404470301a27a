using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Benchmarks.England;

/// <summary>What a place sends in one message: all that is due as often.</summary>
/// <param name="Cadence">How often, in real life.</param>
internal sealed record Message(PlaceCode Place, ImmutableArray<Metric> Metrics, TimeSpan Cadence)
{
    /// <summary>Its rows in JSON. Values move a little and stay plausible, so that it is figures that are measured and not alerts.</summary>
    public byte[] Body(DateTimeOffset moment, int turn)
    {
        var json = new StringBuilder("[");
        foreach (var metric in Metrics)
        {
            json.Append(json.Length == 1 ? "" : ",").Append(
                CultureInfo.InvariantCulture, $$"""{"place":"{{Place}}","metric":"{{metric.Code}}","value":{{EnglandFeed.ValueOf(metric, turn)}},"periodEnd":"{{moment:O}}"}""");
        }

        return Encoding.UTF8.GetBytes(json.Append(']').ToString());
    }
}

/// <summary>What all places send, and how often.</summary>
internal static class EnglandFeed
{
    /// <summary>Every message that is sent again and again: one for each place and cadence, and so much a second in real life.</summary>
    public static ImmutableArray<Message> Of(Footprint footprint, MetricDictionary dictionary) =>
    [
        .. footprint.Places.SelectMany(place => Metrics(place, dictionary)
            .GroupBy(metric => metric.Cadence).Select(due => new Message(place.Code, [.. due], due.Key))),
    ];

    /// <summary>Readings a second.</summary>
    public static double Rate(IEnumerable<Message> messages) => messages.Sum(message => message.Metrics.Length / message.Cadence.TotalSeconds);

    /// <summary>A day of readings of one message, the last of them a moment ago.</summary>
    public static IEnumerable<Reading> Day(Message message, DateTimeOffset now)
    {
        var turns = (int)(TimeSpan.FromDays(1) / message.Cadence);
        for (var turn = 0; turn < Math.Max(1, turns); turn++)
        {
            var moment = now - (message.Cadence * (Math.Max(1, turns) - 1 - turn)) - TimeSpan.FromSeconds(30);
            foreach (var metric in message.Metrics) yield return new Reading(message.Place, metric.Code, ValueOf(metric, turn), moment, "england") { SubmittedAt = moment };
        }
    }

    /// <summary>A value that can be, and that no rule is alarmed by.</summary>
    public static double ValueOf(Metric metric, int turn)
    {
        var code = metric.Code.ToString();
        var value = code.EndsWith(".open", StringComparison.Ordinal) || code.Contains("capacity", StringComparison.Ordinal) ? 500
            : code.EndsWith(".occupied", StringComparison.Ordinal) ? 420 + (turn % 7)
            : turn % 5;
        return Math.Clamp(value, metric.Min, metric.Max);
    }

    private static IEnumerable<Metric> Metrics(Place place, MetricDictionary dictionary) =>
        dictionary.Metrics.Where(metric => place.Expects.Contains(metric.Group) && !metric.IsDerived && !metric.IsHistory);
}
