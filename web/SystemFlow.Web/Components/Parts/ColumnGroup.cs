using System.Collections.Immutable;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Columns of a table of places that stand under one heading.</summary>
/// <param name="Title">The heading; null where the columns speak for themselves.</param>
public sealed record ColumnGroup(string? Title, ImmutableArray<Metric> Metrics)
{
    /// <summary>For hospitals, trusts and whatever sums them up.</summary>
    public static ImmutableArray<ColumnGroup> OfHospitals(MetricDictionary dictionary) =>
    [
        Of(dictionary, "Beds", "beds.ga.occupied", "beds.ga.open", "beds.ga.occupancy", "beds.void"),
        Of(dictionary, "A&E", "ed.in-department", "ed.four-hour-performance", "ed.longest-wait-minutes", "ed.dta-waiting"),
        Of(dictionary, "Ambulance", "ambulance.waiting-handover"),
        Of(dictionary, "Flow out", "dtoc.patients", "nctr.patients"),
    ];

    /// <summary>For bed bases.</summary>
    public static ImmutableArray<ColumnGroup> OfBedBases(MetricDictionary dictionary) =>
        [Of(dictionary, null, "bedbase.occupied", "bedbase.open", "bedbase.occupancy", "bedbase.queue", "dtoc.patients")];

    /// <summary>For localities.</summary>
    public static ImmutableArray<ColumnGroup> OfLocalities(MetricDictionary dictionary) =>
    [
        Of(dictionary, null, "carehome.vacancies", "rapid-response.capacity", "rapid-response.referrals", "social-care.packages-available"),
        Of(dictionary, "Its bed bases", "bedbase.occupied", "bedbase.open", "bedbase.occupancy"),
    ];

    private static ColumnGroup Of(MetricDictionary dictionary, string? title, params ReadOnlySpan<string> codes)
    {
        var metrics = ImmutableArray.CreateBuilder<Metric>();
        foreach (var code in codes) metrics.Add(dictionary[MetricCode.Parse(code)]);
        return new ColumnGroup(title, metrics.ToImmutable());
    }
}
