using System.Globalization;
using System.Text;

namespace SystemFlow.Series.Influx;

/// <summary>
/// Writes points as lines. Of the protocol only what 1.x, 2.x and 3 share. A point that is written again replaces the fields that it
/// has and keeps the others, so every point has all its fields, but for the value of one that has none, which says so.
/// </summary>
internal static class LineProtocol
{
    public static void AddReading(StringBuilder lines, SeriesKey key, Row row)
    {
        Start(lines, InfluxQl.Readings, key);
        Fields(lines, row);
        Number(lines, ",lag=", row.Known - row.Period);
        End(lines, Moments.Nanoseconds(row.Period));
    }

    /// <param name="by">When what replaced it was submitted, in ticks.</param>
    /// <param name="at">When it was replaced, in nanoseconds: no two at once.</param>
    public static void AddAmendment(StringBuilder lines, SeriesKey key, Row replaced, long by, long at)
    {
        Start(lines, InfluxQl.Amendments, key);
        Fields(lines, replaced);
        Number(lines, ",period=", replaced.Period);
        Number(lines, ",by=", by);
        End(lines, at);
    }

    /// <summary>A tag's value: a comma, an equals sign and a space end it unless escaped. <see cref="Tag"/> leaves nothing else.</summary>
    public static string Escape(string tag) => tag
        .Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal).Replace(" ", "\\ ", StringComparison.Ordinal);

    /// <summary>The text of a field, in its quotes. It has no newline: it is JSON.</summary>
    public static string Quote(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    private static void Start(StringBuilder lines, string measurement, SeriesKey key) => lines
        .Append(measurement)
        .Append(",metric=").Append(Escape(Tag.Write(key.Metric.ToString())))
        .Append(",place=").Append(Escape(Tag.Write(key.Place.ToString())));

    private static void Fields(StringBuilder lines, Row row)
    {
        lines.Append(" about=").Append(Quote(row.About));
        Number(lines, ",counted=", row.Summary?.Count ?? 0);
        if (row.Value is { } value) lines.Append(CultureInfo.InvariantCulture, $",value={value:R}");
        Number(lines, ",submitted=", row.Submitted);
        Number(lines, ",known=", row.Known);
    }

    private static void Number(StringBuilder lines, string name, long value) =>
        lines.Append(name).Append(CultureInfo.InvariantCulture, $"{value}").Append('i');

    private static void End(StringBuilder lines, long nanoseconds) =>
        lines.Append(' ').Append(CultureInfo.InvariantCulture, $"{nanoseconds}").Append('\n');
}
