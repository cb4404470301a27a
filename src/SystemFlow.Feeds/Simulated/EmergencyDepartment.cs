using System.Runtime.InteropServices;

namespace SystemFlow.Feeds.Simulated;

/// <summary>
/// An A&amp;E minute by minute. Clinicians see patients in the order in which they came; those to be admitted stay
/// until the
/// wards have a bed; those who stay fill the cubicles, slow the clinicians and keep ambulances at the door.
/// </summary>
internal sealed class EmergencyDepartment(Chance chance, DepartmentProfile profile)
{
    private const int FourHours = 4 * Minute.PerHour;
    private const int TwelveHours = 12 * Minute.PerHour;
    private const int PatienceMinutes = 5 * Minute.PerHour; // Synthetic: from then on some leave unseen.

    private const double WalkingMajors = 0.35; // Synthetic: of those who walk in, the share that needs a cubicle.
    private const double MajorsLikelihood = 6; // Synthetic: how much likelier these are to be admitted than the others.

    private readonly List<Patient> _patients = [];
    private readonly Arrivals _arrivals = new(chance, profile);
    private readonly int[] _waits = new int[TwelveHours];

    private int _midnight;
    private double _canSee;
    private double _canSeeMinor;

    public Handovers Handovers { get; } = new();

    public Arrivals Came => _arrivals;

    public Tally Admitted { get; } = new();

    /// <summary>Those who came since midnight and have been here for more than 4 hours, gone or not.</summary>
    public Tally BreachedToday { get; } = new();

    /// <summary>All who passed 4 hours since midnight, whenever they came.</summary>
    public Tally Breached { get; } = new();

    /// <summary>Who is here, at the end of the minute.</summary>
    public Census Now { get; private set; }

    public void StartDay(Minute now)
    {
        _midnight = now.Number;
        _arrivals.StartDay(now);
        Handovers.StartDay();
        Admitted.StartDay();
        BreachedToday.StartDay();
        Breached.StartDay();
        Array.Clear(_waits);
    }

    public void Step(Minute now, Wards? wards)
    {
        Receive(now);
        Roster(now);
        var beds = wards?.Place(now, Now.Placeable) ?? 0;
        var census = new Census();
        var kept = 0;
        var patients = CollectionsMarshal.AsSpan(_patients);
        var majors = Now.Majors;
        for (var i = 0; i < patients.Length; i++)
        {
            var patient = patients[i];
            if (!Stays(ref patient, now, ref beds, ref majors)) continue;
            census.Count(patient, now.Number);
            if (now.Number - patient.Arrived == FourHours + 1) Breach(patient);
            patients[kept++] = patient;
        }

        _patients.RemoveRange(kept, _patients.Count - kept);
        Now = census;
    }

    /// <summary>
    /// Minutes from arrival to treatment for half of those treated since midnight; null before the first.
    /// </summary>
    public double? MedianWait()
    {
        var half = (_waits.Sum() + 1) / 2;
        if (half == 0) return null;
        var at = 0;
        for (var seen = _waits[0]; seen < half; seen += _waits[at]) at++;
        return at;
    }

    private void Receive(Minute now)
    {
        var (majors, ambulances, minors) = _arrivals.Step(now, Now.AtDoor);
        for (var i = 0; i < ambulances; i++)
        {
            var until = now.Number + (int)chance.LogNormal(Calibration.HandoverMinutes, Calibration.HandoverSpread);
            _patients.Add(New(now, Stage.AtDoor, isMajors: true) with { Until = until });
        }

        for (var i = 0; i < majors; i++) _patients.Add(New(now, Stage.Waiting, chance.Happens(WalkingMajors)));
        for (var i = 0; i < minors; i++)
        {
            _patients.Add(new Patient { Arrived = now.Number, Stage = Stage.Waiting, IsMinor = true });
        }
    }

    private Patient New(Minute now, Stage stage, bool isMajors)
    {
        var share = profile.AdmittedShare * now.More(Calibration.WinterAdmissions);
        var majors = WalkingMajors + (1 - WalkingMajors) * profile.Ambulances / profile.Majors;
        var likely = (isMajors ? MajorsLikelihood : 1) / (MajorsLikelihood * majors + 1 - majors);
        return new Patient
        {
            Arrived = now.Number,
            Stage = stage,
            IsMajors = isMajors,
            IsAdmitted = chance.Happens(share * likely),
        };
    }

    private void Roster(Minute now)
    {
        // Rosters follow the demand only half-way, and cubicles with somebody who waits for a bed see nobody new.
        var blocked = profile.Spaces == 0 ? 0 : Now.AwaitingBed / (1.6 * profile.Spaces);
        var shape = 0.5 + 0.5 * Calibration.ArrivalsByHour[(now.Hour + 23) % 24];
        // A long queue brings a colleague from elsewhere.
        var help = Math.Min(Calibration.MostHelp, Now.Unseen / Calibration.UnseenForDouble);
        var pace = Math.Max(0.45, 1 - blocked) * (1 + help);
        _canSee = Math.Min(2, _canSee + profile.Majors * profile.Staffing * shape * pace / Minute.PerDay);
        var minors = 0.15 + Calibration.MinorsByHour[now.Hour];
        _canSeeMinor = Math.Min(3, _canSeeMinor + 1.02 * profile.Minors * minors / Minute.PerDay);
    }

    private bool Stays(ref Patient patient, Minute now, ref int beds, ref int majors)
    {
        switch (patient.Stage)
        {
            case Stage.AtDoor:
                if (now.Number < patient.Until || !CanTakeIn(majors)) return true;
                majors++;
                patient.Stage = Stage.Waiting;
                Handovers.Add(now.Number - patient.Arrived);
                return true;
            case Stage.Waiting:
                return StaysWaiting(ref patient, now);
            case Stage.InTreatment when now.Number >= patient.Until:
                if (!patient.IsAdmitted) return false;
                patient.Stage = Stage.AwaitingBed;
                patient.Until = now.Number; // From here on, when the decision was made.
                return true;
            case Stage.AwaitingBed when beds > 0 && now.Number - patient.Until >= Census.MinutesToPrepare:
                beds--;
                Admitted.Add();
                return false;
            default:
                return true;
        }
    }

    private bool CanTakeIn(int majors) =>
        majors < profile.FullAt * profile.Spaces || chance.Happens(1.0 / Calibration.MinutesWhenFull);

    private bool StaysWaiting(ref Patient patient, Minute now)
    {
        ref var canSee = ref patient.IsMinor ? ref _canSeeMinor : ref _canSee;
        var waited = now.Number - patient.Arrived;
        if (canSee < 1) return waited < PatienceMinutes || patient.IsMajors || !chance.Happens(1.0 / 90);
        canSee--;
        _waits[Math.Min(waited, _waits.Length - 1)]++;
        var median = patient.IsMinor ? Calibration.MinorTreatmentMinutes : profile.TreatmentMinutes;
        patient.Stage = Stage.InTreatment;
        median *= now.More(Calibration.WinterTreatment);
        patient.Until = now.Number + (int)chance.LogNormal(median, patient.IsMinor ? 0.5 : 0.6);
        return true;
    }

    private void Breach(in Patient patient)
    {
        Breached.Add();
        if (patient.Arrived >= _midnight) BreachedToday.Add();
    }

    internal enum Stage
    {
        AtDoor,
        Waiting,
        InTreatment,
        AwaitingBed,
    }

    internal record struct Patient
    {
        public int Arrived;
        public int Until;
        public Stage Stage;
        public bool IsMajors;
        public bool IsMinor;
        public bool IsAdmitted;
    }

    /// <summary>Who is in the department in one minute.</summary>
    internal record struct Census
    {
        public const int MinutesToPrepare = 30;

        public int All;
        public int Over4Hours;
        public int Over12Hours;
        public int Longest;
        public int Majors;
        public int AtDoor;
        public int LongestAtDoor;
        public int Unseen;
        public int AwaitingBed;
        public int AwaitingBedOver12Hours;
        public int Placeable;

        public void Count(in Patient patient, int now)
        {
            var minutes = now - patient.Arrived;
            All++;
            if (minutes > FourHours) Over4Hours++;
            if (minutes > TwelveHours) Over12Hours++;
            Longest = Math.Max(Longest, minutes);
            if (patient.Stage is Stage.AtDoor)
            {
                AtDoor++;
                LongestAtDoor = Math.Max(LongestAtDoor, minutes);
                return;
            }

            if (patient.IsMajors) Majors++;
            if (patient is { Stage: Stage.Waiting, IsMinor: false }) Unseen++;
            if (patient.Stage is not Stage.AwaitingBed) return;
            AwaitingBed++;
            if (now - patient.Until > TwelveHours) AwaitingBedOver12Hours++;
            if (now - patient.Until >= MinutesToPrepare) Placeable++;
        }
    }
}
