using System.Collections.Immutable;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Flows;

/// <summary>
/// Draws the way through a system for a place. What no metric measures, such as who walks in or how discharges divide into
/// pathways 0 to 3, has no number.
/// </summary>
public sealed class FlowRules(Footprint footprint, MetricDictionary dictionary)
{
    private static readonly ImmutableArray<(FlowStep Step, string[] Codes)> Stages =
    [
        (FlowStep.Nhs111, ["nhs111.received", "nhs111.answered-60s-rate", "nhs111.abandoned"]),
        (FlowStep.Ambulance, ["ambulance.arrivals", "ambulance.handover-over-45"]),
        (FlowStep.WalkIn, []),
        (FlowStep.EmergencyDepartment,
            ["ed.in-department", "ed.majors-resus.occupancy", "ed.arrivals-last-hour", "ed.attendances", "ed.over-4h", "ed.over-12h-arrival"]),
        (FlowStep.Wards,
            ["beds.ga.occupancy", "beds.void", "beds.ga.escalation", "beds.cc-adult.occupancy", "beds.expected-discharges-today"]),
        (FlowStep.Pathway0, []), (FlowStep.Pathway1, []), (FlowStep.Pathway2, []), (FlowStep.Pathway3, []),
        (FlowStep.Home, []),
        (FlowStep.HomeWithSupport, ["social-care.packages-available", "rapid-response.capacity", "virtual-ward.occupied"]),
        (FlowStep.BedBases, ["bedbase.occupancy"]),
        (FlowStep.CareHomes, ["carehome.vacancies"]),
    ];

    // What a hospital has itself or not at all; everything else serves it from its board or the whole system.
    private static readonly ImmutableHashSet<string> OfHospitals = ["beds", "ed", "ambulance", "discharges", "nctr"];

    private readonly DelayRules _delays = new(footprint, dictionary);

    private Metric HospitalBeds => dictionary[MetricCode.Parse("beds.ga.occupied")];

    private Metric BedBases => dictionary[MetricCode.Parse("bedbase.occupied")];

    /// <summary>Whether a hospital has such a thing itself or not at all, so that no other place's stands in for it.</summary>
    public static bool IsOfHospitals(Metric metric) => OfHospitals.Contains(metric.Group);

    /// <summary>The places that <see cref="PictureOf"/> reads: whoever shows the picture follows these.</summary>
    public IEnumerable<Place> PlacesOf(Place place) => Above(place)
        .Concat(ServedBy(place, HospitalBeds).Concat(ServedBy(place, BedBases)).SelectMany(_delays.PlacesOf))
        .Distinct();

    /// <summary>The picture of a place, from its state and those of the places around it (<see cref="PlacesOf"/>).</summary>
    public FlowPicture PictureOf(Place place, Func<PlaceCode, PlaceState> stateOf)
    {
        var inHospital = _delays.BoardOf(FigureOf(place, HospitalBeds, stateOf).Of, stateOf);
        var elsewhere = _delays.BoardOf(place, stateOf);
        if (elsewhere.NonAcute.Coverage.Expected == 0) elsewhere = _delays.BoardOf(FigureOf(place, BedBases, stateOf).Of, stateOf);
        FlowFigure Of(string code) => FigureOf(place, dictionary[MetricCode.Parse(code)], stateOf);
        FlowDelay Waiting(string code, params string[] beside) =>
            new(Of(code), [.. beside.Select(Of)], ImmutableDictionary<Attribution, double>.Empty);
        static FlowLink Unmeasured(FlowStep from, FlowStep to) => new(from, to, null, null, []);

        var stages = Stages.Select(stage => new FlowStage(stage.Step, [.. stage.Codes.Select(Of)]));
        ImmutableArray<FlowLink> links =
        [
            Unmeasured(FlowStep.Nhs111, FlowStep.EmergencyDepartment),
            new(FlowStep.Ambulance, FlowStep.EmergencyDepartment, Of("ambulance.arrivals"), null,
                [Waiting("ambulance.waiting-handover", "ambulance.longest-wait-minutes")]),
            Unmeasured(FlowStep.WalkIn, FlowStep.EmergencyDepartment),
            new(FlowStep.EmergencyDepartment, FlowStep.Wards, Of("ed.admissions"), null, [Waiting("ed.dta-waiting", "ed.dta-over-12h")]),
            Unmeasured(FlowStep.EmergencyDepartment, FlowStep.Home),
            new(FlowStep.Wards, FlowStep.Pathway0, Of("discharges.total"), null,
                [Waiting("nctr.patients"), DelayedIn(inHospital.Place, inHospital.Acute)]),
            Unmeasured(FlowStep.Pathway0, FlowStep.Home),
            Unmeasured(FlowStep.Pathway1, FlowStep.HomeWithSupport),
            new(FlowStep.Pathway2, FlowStep.BedBases, null, null, [Waiting("bedbase.queue")]),
            Unmeasured(FlowStep.Pathway3, FlowStep.CareHomes),
            new(FlowStep.BedBases, FlowStep.Home, null, null, [DelayedIn(elsewhere.Place, elsewhere.NonAcute)]),
        ];
        ImmutableArray<DelayProvider> twice = [.. inHospital.PerhapsTwice.Concat(elsewhere.PerhapsTwice).DistinctBy(provider => provider.Name)];
        return new FlowPicture(place, [.. stages], WithWidths(links), twice);
    }

    private FlowFigure FigureOf(Place place, Metric metric, Func<PlaceCode, PlaceState> stateOf)
    {
        foreach (var at in ServedBy(place, metric))
        {
            var figure = stateOf(at.Code)[metric.Code];
            if (figure is not null || IsExpected(at, metric)) return new FlowFigure(metric, at, figure, IsExpected(at, metric));
        }

        return new FlowFigure(metric, place, null, IsExpected: false);
    }

    // The place, and those above it up to the first that ought to have such a thing: the nearest that has it serves the place.
    private IEnumerable<Place> ServedBy(Place place, Metric metric)
    {
        var isOwnAlone = place.Kind is PlaceKind.Hospital or PlaceKind.Trust && IsOfHospitals(metric);
        foreach (var at in isOwnAlone ? [place] : Above(place))
        {
            yield return at;
            if (IsExpected(at, metric)) yield break;
        }
    }

    private IEnumerable<Place> Above(Place place) =>
        place.Parent is { } parent ? Above(footprint.Find(parent)).Prepend(place) : [place];

    private bool IsExpected(Place place, Metric metric) => footprint.ExpectedReporters(place.Code, metric.Group) > 0;

    private FlowDelay DelayedIn(Place place, DelaySum sum)
    {
        var isExpected = sum.Coverage.Expected > 0;
        var by = Enum.GetValues<Attribution>().Where(body => sum.Of(body) is not null)
            .ToImmutableDictionary(body => body, body => sum.Of(body)!.Value);
        var waiting = new FlowFigure(dictionary[DelayRules.Patients], place, isExpected ? FigureOf(place, sum) : null, isExpected);
        return new FlowDelay(waiting, [], by);
    }

    private static Figure FigureOf(Place place, DelaySum sum)
    {
        var reading = new Reading(
            place.Code, DelayRules.Patients, sum.Patients, sum.OldestAt ?? DateTimeOffset.MinValue, Figure.RolledUp)
        {
            Absent = sum.Patients is null ? Absent.Unknown : null,
        };
        return new Figure(reading, sum.Patients is null ? Freshness.Silent : sum.Freshness, sum.Coverage);
    }

    // Only counts of the same stretch of time are drawn against each other.
    private static ImmutableArray<FlowLink> WithWidths(ImmutableArray<FlowLink> links)
    {
        var rated = links.Where(link => link.Rate?.Figure?.Current is not null).ToList();
        var greatest = rated.Max(link => link.Rate!.Figure!.Current) ?? 0;
        var isComparable = greatest > 0 && rated.Select(link => (link.Rate!.Metric.Period, link.Rate.IsWholeDay)).Distinct().Count() == 1;
        return isComparable
            ? [.. links.Select(link => link with { Width = link.Rate?.Figure?.Current / greatest })]
            : links;
    }
}
