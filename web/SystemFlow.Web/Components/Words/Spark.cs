using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Words;

/// <summary>A trend as a small line, and in words for who cannot see it.</summary>
internal sealed class Spark
{
    /// <summary>The drawing's height; its width is the number of points.</summary>
    public const int Height = 24;

    private const int Margin = 2;

    private static readonly MarkupString NoData = new("""<td class="flow-trend flow-none">No data</td>""");

    // Pages that show the same trend share one drawing.
    private static readonly ConditionalWeakTable<Trend, Spark> Drawn = [];

    private Spark(Trend trend)
    {
        var known = trend.Values.OfType<double>().ToList();
        Path = known.Count == 0 ? "" : Draw(trend, known.Min(), known.Max());
        Words = known.Count == 0 ? $"{trend.Metric.Name}: no data" : Say(trend, known);
        Drawing = known.Count == 0 ? NoData : new MarkupString(
            $"""<td class="flow-trend"><svg class="flow-spark" viewBox="0 0 {trend.Values.Length} {Height}" preserveAspectRatio="none" role="img">"""
            + $"""<title>{WebUtility.HtmlEncode(Words)}</title><path d="{Path}"></path></svg></td>""");
    }

    /// <summary>An SVG path with a break at each gap; empty when there is nothing to draw.</summary>
    public string Path { get; }

    /// <summary><c>G&amp;A beds occupied, last 24 hours: lowest 540, highest 566, now 561.</c></summary>
    public string Words { get; }

    /// <summary>The table cell that holds it.</summary>
    private MarkupString Drawing { get; }

    /// <summary>A trend in a table cell; one that is not there, or empty, is "No data".</summary>
    public static MarkupString Cell(Trend? trend) => trend is null ? NoData : Of(trend).Drawing;

    /// <summary>The drawing of a trend.</summary>
    public static Spark Of(Trend trend) => Drawn.GetValue(trend, trend => new Spark(trend));

    private static string Draw(Trend trend, double lowest, double highest)
    {
        var span = Math.Max(highest - lowest, Math.Max(1, highest / 20)); // Noise of 1 in 500 is drawn flat.
        var middle = (lowest + highest) / 2;
        var path = new StringBuilder();
        for (var step = 0; step < trend.Values.Length; step++)
        {
            if (trend.Values[step] is not { } value) continue;
            var y = (Height / 2.0) - ((value - middle) / span * (Height - (2 * Margin)));
            var isNew = step == 0 || trend.Values[step - 1] is null;
            path.Append(isNew ? 'M' : 'L').Append(CultureInfo.InvariantCulture, $"{step} {y:0.#}");
            if (isNew) path.Append("h.1"); // So that a point between two gaps is seen.
        }

        return path.ToString();
    }

    private static string Say(Trend trend, List<double> known)
    {
        string In(double value) => FigureText.Of(value, trend.Metric.Unit);
        var end = trend.AsAt is null ? "now" : "then";
        var now = trend.Values[^1] is { } last ? $"{end} {In(last)}" : $"no figure {end}";
        var isBroken = trend.Values.SkipWhile(v => v is null).Any(v => v is null);
        var gaps = isBroken && trend.Values[^1] is not null ? ", with gaps" : "";
        return $"{trend.Metric.Name}, {trend.RangeWords}: lowest {In(known.Min())}, highest {In(known.Max())}, {now}{gaps}.";
    }
}
