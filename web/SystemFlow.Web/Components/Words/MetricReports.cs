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
    private const int MostNames = 5;

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

    /// <summary>
    /// The places that ought to report it and have no figure: never received, or sent without a value. Nobody is expected to send a
    /// daily return or history, and who says that it has no such thing misses nothing.
    /// </summary>
    public static ImmutableArray<Place> Missing(Metric metric, Footprint footprint, Func<PlaceCode, PlaceState> stateOf) =>
        metric.Cadence >= TimeSpan.FromDays(1)
            ? []
            : [.. footprint.Places.Where(place => place.Expects.Contains(metric.Group)
                && stateOf(place.Code)[metric.Code] is null or { Reading: { Value: null, Absent: not Absent.NotApplicable } })];

    /// <summary><c>5 of 6 places report it: 4 in time, 1 late. No figure from Lister</c>. Silence is said, and so is nobody at all.</summary>
    /// <param name="missing">The places that ought to report it and do not.</param>
    public static string Words(ImmutableArray<MetricReport> reports, ImmutableArray<Place> missing, Metric metric)
    {
        if (reports.IsEmpty) return missing.IsEmpty ? "No place reports it now" : $"No place reports it now, of {missing.Length} expected";
        var many = reports.Length + missing.Length;
        var places = missing.IsEmpty ? (many == 1 ? "1 place reports it" : $"{many} places report it") : $"{reports.Length} of {many} places report it";
        if (metric.IsHistory) return places;
        string?[] counts =
        [
            Count(reports, Freshness.Fresh, "in time"), Count(reports, Freshness.Late, "late"), Count(reports, Freshness.Silent, "silent"),
        ];
        var words = $"{places}: {string.Join(", ", counts.OfType<string>())}";
        return missing.IsEmpty ? words : $"{words}. No figure from {Names(missing)}";
    }

    /// <summary>How old a report is; for a month or a quarter that is over, when that was.</summary>
    public static string Age(MetricReport report, Metric metric, DateTimeOffset now) =>
        metric.IsHistory ? $"to {UkTime.Date(report.At.AddTicks(-1))}" : AgeText.Of(report.Freshness, now - report.At);

    private static string Names(ImmutableArray<Place> places)
    {
        var names = string.Join(", ", places.Take(MostNames).Select(place => place.ShortName));
        return places.Length > MostNames ? $"{names} and {places.Length - MostNames} more" : names;
    }

    private static string? Count(ImmutableArray<MetricReport> reports, Freshness freshness, string words) =>
        reports.Count(report => report.Freshness == freshness) is > 0 and var count ? $"{count} {words}" : null;
}
