using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Editions;

/// <summary>A table of the daily dashboard: which places, and which of their figures.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Kinds">The kinds of place in it.</param>
/// <param name="Metrics">The columns.</param>
public sealed record DashboardTable(string Title, ImmutableArray<PlaceKind> Kinds, ImmutableArray<MetricCode> Metrics)
{
    private static readonly ImmutableArray<PlaceKind> Hospitals = [PlaceKind.Footprint, PlaceKind.Trust, PlaceKind.Hospital];

    /// <summary>Every table, in order.</summary>
    public static ImmutableArray<DashboardTable> All { get; } =
    [
        Of("A&E and ambulances", Hospitals,
            "ed.four-hour-performance", "ed.attendances", "ed.in-department", "ed.over-12h-arrival", "ed.longest-wait-minutes", "ed.dta-waiting",
            "ed.dta-over-12h", "ambulance.waiting-handover", "ambulance.longest-wait-minutes", "ambulance.handover-over-60"),
        Of("Beds", Hospitals,
            "beds.ga.open", "beds.ga.occupied", "beds.ga.occupancy", "beds.ga.escalation", "beds.void", "beds.cc-adult.open",
            "beds.cc-adult.occupied", "beds.cc-adult.occupancy"),
        Of("Flow out", Hospitals,
            "discharges.total", "discharges.by-1700", "los.over-7", "los.over-14", "los.over-21", "nctr.patients", "dtoc.patients", "dtoc.rate"),
        Of("Bed bases", [PlaceKind.BedBase], "bedbase.open", "bedbase.occupied", "bedbase.occupancy", "bedbase.queue", "dtoc.patients"),
        Of("Localities", [PlaceKind.Locality],
            "carehome.vacancies", "rapid-response.capacity", "rapid-response.referrals", "social-care.packages-available"),
        Of("NHS 111", [PlaceKind.Footprint],
            "nhs111.received", "nhs111.answered", "nhs111.answered-60s-rate", "nhs111.abandoned-rate", "nhs111.triaged"),
    ];

    /// <summary>Every metric that the dashboard has of a kind of place.</summary>
    public static IEnumerable<MetricCode> MetricsOf(PlaceKind kind) =>
        All.Where(table => table.Kinds.Contains(kind)).SelectMany(table => table.Metrics).Distinct();

    private static DashboardTable Of(string title, ImmutableArray<PlaceKind> kinds, params ReadOnlySpan<string> codes)
    {
        var metrics = ImmutableArray.CreateBuilder<MetricCode>();
        foreach (var code in codes) metrics.Add(MetricCode.Parse(code));
        return new DashboardTable(title, kinds, metrics.ToImmutable());
    }
}
