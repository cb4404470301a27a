using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Entry;

/// <summary>Figures of one sort, asked for together.</summary>
/// <param name="Group">The part of their codes before the first dot.</param>
public sealed record EntryGroup(string Group, ImmutableArray<Metric> Metrics);

/// <summary>What a person is asked for at a place: few figures, in the order in which they are known.</summary>
public static class EntryForm
{
    private static readonly (string Group, string[] Codes)[] AtHospitals =
    [
        ("beds", ["beds.ga.open", "beds.ga.occupied", "beds.ga.escalation"]),
        ("ed", ["ed.in-department", "ed.dta-waiting", "ed.dta-over-12h", "ed.longest-wait-minutes"]),
        ("ambulance", ["ambulance.waiting-handover", "ambulance.longest-wait-minutes"]),
    ];

    private static readonly (string Group, string[] Codes)[] Elsewhere =
    [
        ("bedbase", ["bedbase.open", "bedbase.occupied", "bedbase.queue"]),
        ("dtoc", ["dtoc.patients"]),
        ("carehome", ["carehome.vacancies.residential", "carehome.vacancies.nursing", "carehome.vacancies.dementia-residential", "carehome.vacancies.dementia-nursing"]),
        ("rapid-response", ["rapid-response.capacity", "rapid-response.referrals"]),
        ("social-care", ["social-care.packages-available"]),
    ];

    private static readonly (string Group, string[] Codes)[] AtTrusts =
    [
        ("virtual-ward", ["virtual-ward.capacity", "virtual-ward.occupied"]),
    ];

    /// <summary>The groups of a place's form; empty where nobody is asked.</summary>
    public static ImmutableArray<EntryGroup> For(Place place, MetricDictionary dictionary)
    {
        var asked = place.Kind switch
        {
            PlaceKind.Hospital => AtHospitals,
            PlaceKind.Trust => AtTrusts,
            _ => Elsewhere,
        };
        return
        [
            .. from one in asked
               where place.Kind is PlaceKind.Trust || place.Expects.Contains(one.Group)
               select new EntryGroup(one.Group, [.. one.Codes.Select(code => dictionary[MetricCode.Parse(code)])]),
        ];
    }

    /// <summary>The places that have a form, in the groups that they are chosen from.</summary>
    public static ImmutableArray<(string Title, ImmutableArray<Place> Places)> Places(Footprint footprint, MetricDictionary dictionary) =>
    [
        .. from place in footprint.Places
           where !For(place, dictionary).IsEmpty
           group place by TitleOf(place) into titled
           orderby Array.IndexOf(Titles, titled.Key)
           select (titled.Key, titled.ToImmutableArray()),
    ];

    private static readonly string[] Titles = ["Community bed bases", "Pools and virtual beds", "Localities", "Virtual wards, by trust", "Hospitals, when their feed is down"];

    // A pool is not one building, so it has no town.
    private static string TitleOf(Place place) => place.Kind switch
    {
        PlaceKind.Hospital => Titles[4],
        PlaceKind.Trust => Titles[3],
        PlaceKind.Locality => Titles[2],
        _ => place.Town is null ? Titles[1] : Titles[0],
    };
}
