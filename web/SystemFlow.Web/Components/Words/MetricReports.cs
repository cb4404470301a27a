using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>A place's own figure for a metric, as it stands.</summary>
/// <param name="At">When it was true. UTC.</param>
/// <param name="Source">Who sent it; "worked out here" for a share of two that were sent.</param>
internal sealed record MetricReport(Place Place, Freshness Freshness, DateTimeOffset At, string Source);

/// <summary>Who reports a metric now, and how fresh that is.</summary>
internal static class MetricReports
{
    /// <summary>The places with a figure of their own, in the footprint's order. What is summed over members is nobody's report.</summary>
    public static ImmutableArray<MetricReport> Of(Metric metric, Footprint footprint, Func<PlaceCode, PlaceState> stateOf, DateTimeOffset now) =>
    [
        .. from place in footprint.Places
           let figure = stateOf(place.Code)[metric.Code]
           where figure is { Coverage: null, Reading: { Value: not null, Source: not Figure.RolledUp } }
           select new MetricReport(
               place, Cell.Freshness(figure, metric, now), figure.Reading.PeriodEnd,
               figure.Reading.Source is Figure.Derived ? "worked out here" : figure.Reading.Source),
    ];

    /// <summary><c>6 places report it: 5 in time, 1 late</c>. Silence is said, and so is nobody at all.</summary>
    public static string Words(ImmutableArray<MetricReport> reports, Metric metric)
    {
        if (reports.IsEmpty) return "No place reports it now";
        var places = reports.Length == 1 ? "1 place reports it" : $"{reports.Length} places report it";
        if (metric.IsHistory) return places;
        string?[] counts =
        [
            Count(reports, Freshness.Fresh, "in time"), Count(reports, Freshness.Late, "late"), Count(reports, Freshness.Silent, "silent"),
        ];
        return $"{places}: {string.Join(", ", counts.OfType<string>())}";
    }

    /// <summary>How old a report is; for a month or a quarter that is over, when that was.</summary>
    public static string Age(MetricReport report, Metric metric, DateTimeOffset now) =>
        metric.IsHistory ? $"to {UkTime.Date(report.At.AddTicks(-1))}" : AgeText.Of(report.Freshness, now - report.At);

    private static string? Count(ImmutableArray<MetricReport> reports, Freshness freshness, string words) =>
        reports.Count(report => report.Freshness == freshness) is > 0 and var count ? $"{count} {words}" : null;
}
