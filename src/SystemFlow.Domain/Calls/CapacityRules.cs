using System.Collections.Immutable;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Calls;

/// <summary>
/// Capacity now, prospective and potential (NHS England, system co-ordination centre specification, August 2023). Organisation by
/// organisation: one with a figure of its own counts once, one without as its members. Who is missing is counted, never taken as zero.
/// Of a provider that reports beside the bed bases that it runs, the bases count: the same beds would be in both. An organisation with
/// more patients than beds has no free bed, and takes none from the others.
/// </summary>
internal sealed class CapacityRules(Footprint footprint, MetricDictionary dictionary)
{
    private readonly DelayRules _delays = new(footprint, dictionary);

    /// <summary>Each kind for the whole system, then for each board.</summary>
    public ImmutableArray<PackCapacity> Of(PackMoment now)
    {
        ImmutableArray<Place> places = [footprint.Root, .. footprint.Places.Where(place => place.Kind is PlaceKind.Board)];
        return [.. Enum.GetValues<CapacityKind>().SelectMany(kind => places.Select(place => Of(kind, place, now)))];
    }

    private PackCapacity Of(CapacityKind kind, Place place, PackMoment now)
    {
        PackFigure Sum(string code) => SumOf(dictionary[MetricCode.Parse(code)].Name, code, place, now, state => Own(state, code));
        PackFigure Free(string name, string? free, string open, string occupied) => SumOf(
            name, open, place, now, state => (free is null ? null : Own(state, free)) ?? Less(Own(state, open), Own(state, occupied)));
        var board = _delays.BoardOf(place, code => now[code]);
        return kind switch
        {
            CapacityKind.Acute => new PackCapacity(
                kind, place.Code, place.ShortName, Free("Beds open and free", "beds.void", "beds.ga.open", "beds.ga.occupied"),
                [Sum("beds.expected-discharges-today")],
                [
                    Delayed("Beds that delayed transfers hold", board.Acute), Sum("nctr.patients") with { Name = "Beds that patients with no criteria to reside hold" },
                    Sum("beds.ga.closed-ipc-unoccupied"), Sum("beds.ga.escalation"),
                ],
                Sum("ed.dta-waiting")),
            CapacityKind.Community => new PackCapacity(
                kind, place.Code, place.ShortName, Free("Beds open and free", null, "bedbase.open", "bedbase.occupied"), [],
                [Delayed("Beds that delayed transfers hold", board.NonAcute)], Sum("bedbase.queue")),
            CapacityKind.CareHomes => new PackCapacity(kind, place.Code, place.ShortName, Sum("carehome.vacancies"), [], [], null),
            _ => new PackCapacity(
                kind, place.Code, place.ShortName,
                Free("Places free", null, "virtual-ward.capacity", "virtual-ward.occupied"), [], [], null),
        };
    }

    private static PackFigure Delayed(string name, DelaySum sum) =>
        new(name, Unit.Patients, sum.Patients, sum.OldestAt, sum.Patients is null ? Freshness.NeverSeen : sum.Freshness, sum.Coverage);

    private PackFigure SumOf(string name, string code, Place place, PackMoment now, Func<PlaceState, Part?> partOf)
    {
        var metric = dictionary[MetricCode.Parse(code)];
        List<Part> parts = [];
        var expected = 0;
        DateTimeOffset? heard = null;
        Walk(place);
        var oldest = parts.Count > 0 ? parts.Min(part => part.At) : heard;
        return new PackFigure(
            name, metric.Unit, parts.Count > 0 ? parts.Sum(part => part.Value) : null, oldest,
            parts.Count > 0 ? parts.Max(part => part.Freshness) : heard is null ? Freshness.NeverSeen : Freshness.Silent,
            new Coverage(parts.Count, expected))
        { Over = parts.Sum(part => part.Over) is > 0 and var over ? over : null };

        void Walk(Place at)
        {
            var state = now[at.Code];
            if (partOf(state) is { } part)
            {
                if (footprint.RunBy(at).Any(run => run != at && partOf(now[run.Code]) is not null)) return;
                parts.Add(part);
                expected++;
                return;
            }

            if (footprint.MembersOf(at.Code).ToList() is { Count: > 0 } members)
            {
                members.ForEach(Walk);
                if (!at.Expects.Contains(metric.Group)) return;
            }

            var figure = state[metric.Code];
            if (figure is { Reading.Absent: Absent.NotApplicable }) return;
            if (figure is { Coverage: null, Reading.Value: not null } silent && !(silent.Reading.PeriodEnd < heard)) heard = silent.Reading.PeriodEnd;
            if (figure is { Coverage: null } || (figure is null && at.Expects.Contains(metric.Group))) expected++;
        }
    }

    private static Part? Own(PlaceState state, string code) =>
        state[MetricCode.Parse(code)] is { Coverage: null, Current: { } value } figure ? new Part(value, figure.Reading.PeriodEnd, figure.Freshness) : null;

    private static Part? Less(Part? open, Part? occupied) => open is { } all && occupied is { } taken
        ? new Part(Math.Max(0, all.Value - taken.Value), all.At < taken.At ? all.At : taken.At, all.Freshness > taken.Freshness ? all.Freshness : taken.Freshness,
            Math.Max(0, taken.Value - all.Value))
        : null;

    private readonly record struct Part(double Value, DateTimeOffset At, Freshness Freshness, double Over = 0);
}
