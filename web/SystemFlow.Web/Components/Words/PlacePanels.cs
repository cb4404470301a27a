using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>Figures that stand together on a place's page.</summary>
internal sealed record PlacePanel(string Title, ImmutableArray<MetricCode> Metrics)
{
    private static readonly PlacePanel EmergencyDepartment = Of(
        "A&E", "ed.in-department", "ed.arrivals-last-hour", "ed.attendances", "ed.four-hour-performance", "ed.over-4h",
        "ed.over-12h-arrival", "ed.longest-wait-minutes", "ed.dta-waiting", "ed.dta-over-12h",
        "ed.median-time-to-treatment-minutes", "ed.majors-resus.occupancy", "ed.admissions", "ed.closures", "ed.diverts");

    private static readonly PlacePanel Beds = Of(
        "Beds", "beds.ga.occupancy", "beds.ga.occupied", "beds.ga.open", "beds.void", "beds.ga.escalation",
        "beds.ga.escalation-share", "beds.ga.closed-ipc", "beds.ga.closed-ipc-unoccupied",
        "beds.expected-discharges-today", "beds.flu.ga");

    private static readonly PlacePanel CriticalCare = Of(
        "Critical care", "beds.cc-adult.occupancy", "beds.cc-adult.occupied", "beds.cc-adult.open", "beds.flu.cc");

    private static readonly PlacePanel Ambulances = Of(
        "Ambulances", "ambulance.waiting-handover", "ambulance.longest-wait-minutes", "ambulance.arrivals",
        "ambulance.handover-over-15", "ambulance.handover-over-30", "ambulance.handover-over-45",
        "ambulance.handover-over-60", "ambulance.handover-30-60", "ambulance.handover-minutes-lost",
        "ambulance.handover-mean-minutes", "ambulance.handover-minutes", "ambulance.handover-known",
        "ambulance.handover-unknown");

    private static readonly PlacePanel FlowOut = Of(
        "Flow out", "dtoc.patients", "dtoc.rate", "dtoc.days", "nctr.patients", "nctr.rate", "nctr.in-day", "nctr.discharged",
        "nctr.discharged-by-1700", "discharges.total", "discharges.by-1700");

    private static readonly PlacePanel CommunityFlowOut = Of(
        "Out of community beds", "community-nctr.patients", "community-nctr.in-day", "community-nctr.discharged");

    private static readonly PlacePanel MonthlyEmergency = Of(
        "A&E, published monthly", "monthly.ed.attendances", "monthly.ed.attendances-type-1", "monthly.ed.booked",
        "monthly.ed.four-hour-performance", "monthly.ed.over-4h", "monthly.ed.dta-4-to-12h", "monthly.ed.dta-over-12h",
        "monthly.ed.admissions", "monthly.ed.other-admissions");

    private static readonly PlacePanel MonthlyBeds = Of(
        "Beds, published monthly", "monthly.beds.ga.occupancy", "monthly.beds.ga.occupied", "monthly.beds.ga.open",
        "monthly.beds.ga-adult.occupancy", "monthly.beds.ga-paediatric.occupancy", "monthly.beds.cc-adult.occupancy",
        "monthly.beds.cc-adult.occupied", "monthly.beds.cc-adult.open", "monthly.beds.ic-paediatric.occupancy",
        "monthly.beds.ic-neonatal.occupancy");

    private static readonly PlacePanel QuarterlyBeds = Of(
        "Beds, published quarterly", "quarterly.beds.ga.occupancy", "quarterly.beds.ga.occupied", "quarterly.beds.ga.open",
        "quarterly.beds.all.occupancy", "quarterly.beds.all.occupied", "quarterly.beds.all.open");

    private static readonly PlacePanel LongStays = Of("Long stays", "los.over-7", "los.over-14", "los.over-21");

    private static readonly PlacePanel BedBase = Of(
        "Community beds", "bedbase.occupancy", "bedbase.occupied", "bedbase.open", "bedbase.queue");

    private static readonly PlacePanel Delays = Of("Delays", "dtoc.patients", "dtoc.rate", "dtoc.days");

    private static readonly PlacePanel Community = Of(
        "Community services", "carehome.vacancies", "carehome.vacancies.residential", "carehome.vacancies.nursing",
        "carehome.vacancies.dementia-residential", "carehome.vacancies.dementia-nursing", "rapid-response.capacity", "rapid-response.referrals",
        "social-care.packages-available", "virtual-ward.capacity", "virtual-ward.occupied");

    private static readonly PlacePanel Calls = Of(
        "NHS 111", "nhs111.received", "nhs111.answered", "nhs111.answered-60s-rate", "nhs111.abandoned", "nhs111.abandoned-rate", "nhs111.triaged");

    /// <summary>The panels of a kind of place, in their order.</summary>
    public static ImmutableArray<PlacePanel> For(PlaceKind kind) => kind switch
    {
        PlaceKind.Hospital or PlaceKind.Trust =>
        [
            EmergencyDepartment, Beds, Ambulances, FlowOut, CommunityFlowOut, CriticalCare, LongStays, MonthlyEmergency, MonthlyBeds,
            QuarterlyBeds,
        ],
        PlaceKind.BedBase => [BedBase, Delays],
        PlaceKind.Locality => [Community, BedBase, Delays],
        _ => [EmergencyDepartment, Beds, Ambulances, FlowOut, CriticalCare, LongStays, BedBase, CommunityFlowOut, Community, Calls],
    };

    /// <summary>What is charted for a kind of place.</summary>
    public static ImmutableArray<MetricCode> ChartsFor(PlaceKind kind) => kind switch
    {
        PlaceKind.BedBase => Codes("bedbase.occupancy", "bedbase.queue", "dtoc.patients"),
        PlaceKind.Locality => Codes("carehome.vacancies", "rapid-response.capacity", "social-care.packages-available"),
        _ => Codes("beds.ga.occupancy", "ed.in-department", "ed.four-hour-performance", "dtoc.patients"),
    };

    private static PlacePanel Of(string title, params ReadOnlySpan<string> codes) => new(title, Codes(codes));

    private static ImmutableArray<MetricCode> Codes(params ReadOnlySpan<string> codes)
    {
        var parsed = ImmutableArray.CreateBuilder<MetricCode>();
        foreach (var code in codes) parsed.Add(MetricCode.Parse(code));
        return parsed.ToImmutable();
    }
}
