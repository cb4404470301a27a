using SystemFlow.Domain.Places;

namespace SystemFlow.Feeds.Simulated;

/// <summary>One acute site: an A&amp;E, beds, or both.</summary>
internal sealed class Hospital(Chance chance, EmergencyDepartment? department, Wards? wards, DepartmentProfile profile)
{
    private Minute _now;
    private double _flu;

    public static Hospital Create(Place place, Chance chance, Community community, Minute start)
    {
        var profile = Calibration.DepartmentOf(place.Code);
        var department = place.Expects.Contains("ed") ? new EmergencyDepartment(chance, profile) : null;
        var wards = place.Expects.Contains("beds")
            ? new Wards(chance, Calibration.WardsOf(place.Code), community, start)
            : null;
        return new Hospital(chance, department, wards, profile) { _now = start };
    }

    public EmergencyDepartment? Department => department;

    public Wards? Wards => wards;

    public void StartDay(Minute now)
    {
        department?.StartDay(now);
        wards?.StartDay(now);
        _flu = Calibration.FluShare * Math.Pow(now.Winter, 1.5) * chance.LogNormal(1, 0.1);
    }

    public void Step(Minute now)
    {
        _now = now;
        wards?.Step(now, department?.Now.AwaitingBed ?? 0);
        department?.Step(now, wards);
    }

    public IEnumerable<Gauge> Gauges() =>
    [
        .. department is null ? [] : DepartmentGauges(department),
        .. wards is null ? [] : WardGauges(wards),
    ];

    private IEnumerable<Gauge> DepartmentGauges(EmergencyDepartment ed)
    {
        var came = ed.Came;
        var handovers = ed.Handovers;
        double? IfMajors(int count) => profile.Spaces > 0 ? count : null;
        return
        [
            Gauge.Of("ed.in-department", () => ed.Now.All),
            Gauge.Of("ed.arrivals-last-hour", () => came.LastHour),
            Gauge.Of("ed.attendances", () => came.All.Today),
            Gauge.Of("ed.within-4h", () => came.All.Today - ed.BreachedToday.Today),
            Gauge.Of("ed.over-4h", () => ed.Now.Over4Hours),
            Gauge.Of("ed.over-12h-arrival", () => ed.Now.Over12Hours),
            Gauge.Of("ed.dta-waiting", () => ed.Now.AwaitingBed),
            Gauge.Of("ed.dta-over-12h", () => ed.Now.AwaitingBedOver12Hours),
            Gauge.Of("ed.longest-wait-minutes", () => ed.Now.Longest),
            Gauge.Of("ed.median-time-to-treatment-minutes", ed.MedianWait),
            Gauge.Of("ed.majors-resus.spaces", () => IfMajors(profile.Spaces)),
            Gauge.Of("ed.majors-resus.occupied", () => IfMajors(ed.Now.Majors)),
            Gauge.Of("ed.admissions", () => ed.Admitted.Today),
            Gauge.Of("ed.closures", () => came.All.Yesterday is null ? null : 0), // The simulated ones never close.
            Gauge.Of("ed.diverts", () => came.Diverts.Yesterday),
            Gauge.Of("ambulance.arrivals", () => came.Ambulances.Today),
            Gauge.Of("ambulance.waiting-handover", () => ed.Now.AtDoor),
            Gauge.Of("ambulance.longest-wait-minutes", () => ed.Now.LongestAtDoor),
            Gauge.Of("ambulance.handover-over-15", () => handovers.Over15.Today),
            Gauge.Of("ambulance.handover-over-30", () => handovers.Over30.Today),
            Gauge.Of("ambulance.handover-over-45", () => handovers.Over45.Today),
            Gauge.Of("ambulance.handover-over-60", () => handovers.Over60.Today),
            Gauge.Of("ambulance.handover-30-60", () => handovers.From30To60.Yesterday),
            Gauge.Of("ambulance.handover-minutes-lost", () => handovers.MinutesLost.Today),
        ];
    }

    private IEnumerable<Gauge> WardGauges(Wards beds)
    {
        double? IfCriticalCare(int count) => beds.CriticalCare.Open > 0 ? count : null;
        return
        [
            .. beds.Gauges(),
            Gauge.Of("beds.ga.closed-ipc", () => beds.Infections.Closed),
            Gauge.Of("beds.ga.closed-ipc-unoccupied", () => beds.Infections.ClosedEmpty),
            Gauge.Of("beds.cc-adult.open", () => IfCriticalCare(beds.CriticalCare.Open)),
            Gauge.Of("beds.cc-adult.occupied", () => IfCriticalCare(beds.CriticalCare.Occupied)),
            Gauge.Of("beds.flu.ga", () => Math.Round(_flu * beds.Occupied)),
            Gauge.Of("beds.flu.cc", () => IfCriticalCare((int)Math.Round(_flu * beds.CriticalCare.Occupied))),
            Gauge.Of("beds.expected-discharges-today", () => beds.ExpectedOut(_now)),
            Gauge.Of("los.over-7", () => beds.Over(7, _now.Day)),
            Gauge.Of("los.over-14", () => beds.Over(14, _now.Day)),
            Gauge.Of("los.over-21", () => beds.Over(21, _now.Day)),
        ];
    }
}
