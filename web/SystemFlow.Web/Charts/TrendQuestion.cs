using System.Collections.Immutable;
using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Charts;

/// <summary>What a chart is asked to show. It is the whole of a chart's address, so that a view can be shared.</summary>
/// <param name="Span">How far back; of months and quarters always <see cref="TrendSpan.All"/>.</param>
/// <param name="With">What it is compared with; of months and quarters a year before, or nothing.</param>
/// <param name="Kind">How it is drawn; limits are for daily values alone.</param>
public sealed record TrendQuestion(Place Place, Metric Metric, TrendSpan Span, Comparison With, TrendKind Kind)
{
    private const string FirstMetric = "ed.in-department";

    private static readonly ImmutableArray<(TrendSpan Span, string Name)> Spans =
    [
        (TrendSpan.Day, "24h"), (TrendSpan.Week, "7d"), (TrendSpan.Month, "30d"), (TrendSpan.Winter, "winter"), (TrendSpan.All, "all"),
    ];

    /// <summary>Whether it has one value a day.</summary>
    public bool IsDaily => Span is TrendSpan.Winter || (Span is TrendSpan.Month && (Kind is TrendKind.Spc || Metric.Period is PeriodType.Day));

    /// <summary>The span as an address spells it.</summary>
    public string SpanName => Spans.First(pair => pair.Span == Span).Name;

    /// <summary>Its part of an address, after the question mark.</summary>
    public string Query =>
        $"place={Place.Code}&metric={Metric.Code}&range={SpanName}&compare={With.ToString().ToLowerInvariant()}&chart={Kind.ToString().ToLowerInvariant()}";

    /// <summary>Where the page is that shows it.</summary>
    public string Address => $"/trends?{Query}";

    /// <summary>
    /// Reads an address. What it leaves out is the whole system, patients in A&amp;E, 24 hours and a week before. Null where it
    /// names a place or metric that there is not.
    /// </summary>
    public static TrendQuestion? Read(
        string? place, string? metric, string? range, string? compare, string? chart, Footprint footprint, MetricDictionary dictionary)
    {
        var where = footprint.Root;
        if (place is { Length: > 0 } && !footprint.TryFind(place, out where)) return null;
        if (!dictionary.TryFind(metric is { Length: > 0 } ? metric : FirstMetric, out var what)) return null;
        var span = Spans.FirstOrDefault(pair => pair.Name == range).Span;
        var with = compare switch { "none" => Comparison.None, "year" => Comparison.Year, _ => Comparison.Week };
        return Of(where, what, span, with, chart == "spc" ? TrendKind.Spc : TrendKind.Line);
    }

    /// <summary>The question, with what cannot be together set right.</summary>
    public static TrendQuestion Of(Place place, Metric metric, TrendSpan span, Comparison with, TrendKind kind)
    {
        if (metric.IsHistory) return new(place, metric, TrendSpan.All, with is Comparison.Year ? with : Comparison.None, TrendKind.Line);
        if (span is TrendSpan.All) span = TrendSpan.Winter;
        if (metric.Period is PeriodType.Day && span is TrendSpan.Day or TrendSpan.Week) span = TrendSpan.Month;
        if (kind is TrendKind.Spc && span is TrendSpan.Day or TrendSpan.Week) span = TrendSpan.Month;
        return new(place, metric, span, with, kind);
    }

    /// <summary>The same with another span.</summary>
    public TrendQuestion Over(TrendSpan span) => Of(Place, Metric, span, With, span is TrendSpan.Day or TrendSpan.Week ? TrendKind.Line : Kind);

    /// <summary>The same compared with something else.</summary>
    public TrendQuestion Against(Comparison with) => Of(Place, Metric, Span, with, Kind);

    /// <summary>The same drawn another way. Limits are drawn alone at first: another line would hide them.</summary>
    public TrendQuestion As(TrendKind kind) => Of(Place, Metric, Span, kind is TrendKind.Spc ? Comparison.None : With, kind);
}

/// <summary>How far back a chart goes.</summary>
public enum TrendSpan
{
    /// <summary>24 hours.</summary>
    Day,
    /// <summary>7 days.</summary>
    Week,
    /// <summary>30 days.</summary>
    Month,
    /// <summary>A winter, from 1 November, one value a day.</summary>
    Winter,
    /// <summary>Every month or quarter that was published.</summary>
    All,
}

/// <summary>How a chart is drawn.</summary>
public enum TrendKind
{
    /// <summary>As a line.</summary>
    Line,
    /// <summary>With the limits of its own ordinary variation.</summary>
    Spc,
}
