using System.Text.Json;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>An answer to a query: JSON, as 1.x, 2.x and 3 give it. Bounded by the LIMIT of the query.</summary>
internal sealed class QueryAnswer(JsonDocument json) : IDisposable
{
    /// <summary>What the server says is wrong with the query; null when nothing is.</summary>
    public string? Error => Text(json.RootElement, "error")
        ?? Results.Select(result => Text(result, "error")).FirstOrDefault(error => error is not null);

    /// <summary>Whether the server held rows back, though there are more.</summary>
    public bool IsPartial => Results.Any(result => IsTrue(result, "partial")
        || Series(result).Any(series => IsTrue(series, "partial")));

    public IEnumerable<AnswerRow> Rows
    {
        get
        {
            foreach (var series in Results.SelectMany(Series))
            {
                if (!series.TryGetProperty("values", out var values)) continue;
                var columns = series.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!).ToArray();
                var tags = series.TryGetProperty("tags", out var named) ? named : default;
                foreach (var row in values.EnumerateArray()) yield return new AnswerRow(columns, tags, row);
            }
        }
    }

    /// <summary>
    /// Without points that are being written at this moment: the server shows some of their fields before the others. Such a point is
    /// still in the spool.
    /// </summary>
    public IEnumerable<AnswerRow> WholeRows => Rows.Where(row => row.IsWhole);

    private IEnumerable<JsonElement> Results =>
        json.RootElement.TryGetProperty("results", out var results) ? results.EnumerateArray() : [];

    public void Dispose() => json.Dispose();

    private static IEnumerable<JsonElement> Series(JsonElement result) =>
        result.TryGetProperty("series", out var series) ? series.EnumerateArray() : [];

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static bool IsTrue(JsonElement element, string name) =>
        element.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;
}

/// <summary>One row of an answer.</summary>
internal readonly struct AnswerRow(string[] columns, JsonElement tags, JsonElement values)
{
    /// <summary>Whether it has all fields of a <see cref="Influx.Row"/>.</summary>
    public bool IsWhole => IsWholeValue && Has("submitted") && Has("known") && Has("about");

    /// <summary>Whether it has what its value needs.</summary>
    public bool IsWholeValue => Has("counted") && (Counted == 0 || Has("value"));

    /// <summary>How many values it stands for: itself alone mostly; 0 where it has none, whatever an earlier submission left in the point.</summary>
    public long Counted => Long("counted");

    /// <summary>Its value. Null where it has none.</summary>
    public double? Value => Counted > 0 ? Cell("value").GetDouble() : null;

    public long Nanoseconds => Long("time");

    public PlaceCode Place => PlaceCode.Parse(Tagged("place"));

    public MetricKey Metric => MetricKey.Parse(Tagged("metric"));

    public SeriesKey Key => new(Place, Metric);

    public bool Has(string column) => Cell(column).ValueKind != JsonValueKind.Null;

    public long Long(string column) => Cell(column).GetInt64();

    public string Text(string column) => Cell(column).GetString()!;

    /// <param name="period">In ticks.</param>
    public Row ToRow(long period) => new(
        period, Value, Long("submitted"), Long("known"), Text("about"));

    /// <summary>A reading's row.</summary>
    public Row ToRow() => ToRow(Moments.Ticks(Nanoseconds));

    private JsonElement Cell(string column) => values[Array.IndexOf(columns, column)];

    private string Tagged(string name) => Tag.Read(tags.GetProperty(name).GetString()!);
}
