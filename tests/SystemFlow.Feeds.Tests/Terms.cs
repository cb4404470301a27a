using System.Text;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests;

/// <summary>Ordinary terms, and short ways to read a body on them.</summary>
internal static class Terms
{
    public static IntakeTerms At9am { get; } = new(
        Footprint.HertfordshireWestEssex, MetricDictionary.Standard, new FeedOptions(), A.Monday9am, "test");

    public static List<IntakeRow> Rows(this IntakeTerms terms, ObservationFormat format, string body)
    {
        var read = ObservationBody.Read(Encoding.UTF8.GetBytes(body), format, terms);
        Assert.Null(read.Refused);
        return [.. read.Rows];
    }

    public static RefusedBody Refused(this IntakeTerms terms, ObservationFormat format, string body)
    {
        var read = ObservationBody.Read(Encoding.UTF8.GetBytes(body), format, terms);
        Assert.NotNull(read.Refused);
        Assert.Empty(read.Rows);
        return read.Refused;
    }

    /// <summary>One observation of Lister's occupied beds at 8:50am, as JSON, with some fields changed or added.</summary>
    public static string Observation(string? changes = null) =>
        Merge("""{"place":"RWH01","metric":"beds.ga.occupied","value":561,"periodEnd":"2026-01-05T08:50:00Z"}""", changes);

    private static string Merge(string row, string? changes)
    {
        var fields = System.Text.Json.Nodes.JsonNode.Parse(row)!.AsObject();
        var changed = System.Text.Json.Nodes.JsonNode.Parse($"{{{changes}}}")!.AsObject();
        foreach (var (name, value) in changed)
        {
            if (value?.ToString() == "(leave out)") fields.Remove(name);
            else fields[name] = value?.DeepClone();
        }

        return fields.ToJsonString();
    }
}
