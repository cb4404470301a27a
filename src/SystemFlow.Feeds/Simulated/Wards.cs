namespace SystemFlow.Feeds.Simulated;

/// <summary>
/// A hospital's general and acute beds: who is in them, who could leave, and what is free for those who wait in
/// A&amp;E.
/// </summary>
internal sealed class Wards
{
    private const int LongestDays = 400;

    private readonly Chance _chance;
    private readonly WardProfile _profile;
    private readonly Stays _stays;
    private readonly Delays _delays;
    private readonly PriorityQueue<Inpatient, int> _plan = new();
    private readonly int[] _byAdmission = new int[LongestDays];
    private readonly List<int> _released = [];
    private readonly Tally _discharges = new();
    private readonly Tally _dischargesBy1700 = new();

    private int _leaving;
    private int _closed;
    private int _waitingOutside;

    public Wards(Chance chance, WardProfile profile, Community community, Minute start)
    {
        (_chance, _profile) = (chance, profile);
        _stays = new Stays(chance, profile);
        _delays = new Delays(chance, community, inHospital: true);
        CriticalCare = new CriticalCare(chance, profile.CriticalCareBeds, profile.CriticalCareOccupied);
        Infections = new Infections(chance);
        for (var i = 0; i < profile.Occupied * 0.97; i++) AddInpatient(start);
    }

    public CriticalCare CriticalCare { get; }

    public Infections Infections { get; }

    public int Occupied { get; private set; }

    public int Escalation { get; private set; }

    /// <summary>Staffed beds. One that is to be closed is closed once its patient has left.</summary>
    public int Open => Math.Max(Occupied, _profile.CoreBeds + Escalation - _closed);

    /// <summary>Open beds that could take a patient now.</summary>
    public int Free => Math.Max(0, Open - Occupied - Infections.ClosedEmpty);

    public int Delayed => _delays.Count;

    /// <summary>Those who could leave: delayed, or about to go.</summary>
    public int Ready => _leaving + _delays.Count;

    private double Fullness => Math.Max(Occupied, _profile.Occupied / 2) / (double)_profile.Occupied;

    private bool IsOverfull => Occupied > _profile.EscalateAbove * Open;

    /// <summary>Takes this many beds out of use, or gives them back where it is negative.</summary>
    public void Close(int beds) => _closed = Math.Clamp(_closed + beds, 0, _profile.CoreBeds);

    public void StartDay(Minute now)
    {
        _discharges.StartDay();
        _dischargesBy1700.StartDay();
        _delays.StartDay();
        _byAdmission[now.Day % LongestDays] = 0;
        Infections.StartDay(now, Free);
    }

    /// <summary>Finds beds for those who wait for one in A&amp;E; says for how many.</summary>
    public int Place(Minute now, int waiting)
    {
        var choice = Free / (Free + _profile.ChoiceOfBeds);
        var push = 1 + waiting / Calibration.WaitingThatDoublesPace;
        var rate = Calibration.PlacingPace * _profile.FromDepartment * choice * push / Minute.PerDay;
        var placed = Math.Min(_chance.Poisson(rate), Math.Min(waiting, Free));
        for (var i = 0; i < placed; i++) Admit(now);
        return placed;
    }

    public void Step(Minute now, int waitingInDepartment)
    {
        CriticalCare.Step(now);
        LetGo(now);
        AdmitFromOutside(now);
        if (now.OfDay == 8 * Minute.PerHour) BringForward(now, waitingInDepartment);
        if (now.OfDay % (4 * Minute.PerHour) == 0) HoldBedMeeting(waitingInDepartment);
    }

    public IEnumerable<Gauge> Gauges() =>
    [
        Gauge.Of("beds.ga.open", () => Open),
        Gauge.Of("beds.ga.occupied", () => Occupied),
        Gauge.Of("beds.ga.escalation", () => Escalation),
        Gauge.Of("beds.void", () => Free),
        Gauge.Of("nctr.patients", () => Ready),
        Gauge.Of("discharges.total", () => _discharges.Today),
        Gauge.Of("discharges.by-1700", () => _dischargesBy1700.Today),
        .. _delays.Gauges(),
    ];

    /// <summary>Patients who were admitted more than so many days before this date.</summary>
    public int Over(int days, int today)
    {
        var within = 0;
        for (var i = 0; i <= days; i++) within += _byAdmission[(today - i) % LongestDays];
        return Occupied - within;
    }

    /// <summary>Those whom the plan has gone by midnight.</summary>
    public int ExpectedOut(Minute now)
    {
        var midnight = now.MidnightIn(1);
        return _plan.UnorderedItems.Count(item => item.Priority < midnight);
    }

    private void AddInpatient(Minute start)
    {
        var days = _stays.StayDaysOfAnInpatient();
        var gone = days * _chance.Next();
        Occupied++;
        var day = start.Day - (int)gone;
        _byAdmission[day % LongestDays]++;
        _plan.Enqueue(new Inpatient(day, Next.Round), _stays.RoundAfter(start, days - gone, Fullness));
    }

    private void Admit(Minute now)
    {
        Occupied++;
        _byAdmission[now.Day % LongestDays]++;
        if (_stays.NeedsRound())
        {
            _plan.Enqueue(new Inpatient(now.Day, Next.Round), _stays.RoundAfter(now, _stays.StayDays(), Fullness));
            return;
        }

        var leaves = now.Number + 3 * Minute.PerHour + (int)(_stays.SimpleStayDays() * Minute.PerDay);
        _plan.Enqueue(new Inpatient(now.Day, Next.Home), _stays.Daytime(now, leaves));
    }

    private void LetGo(Minute now)
    {
        while (_plan.TryPeek(out var patient, out var at) && at <= now.Number)
        {
            _plan.Dequeue();
            if (patient.Next is not Next.Round)
            {
                if (patient.Next is Next.Leaving) _leaving--;
                Leave(patient.Admitted, now);
            }
            else if (_chance.Happens(Calibration.ComplexShare))
            {
                _delays.Add(patient.Admitted);
            }
            else
            {
                _leaving++;
                _plan.Enqueue(patient with { Next = Next.Leaving }, _stays.LeavingAfter(now));
            }
        }

        _released.Clear();
        _delays.Release(now, _released);
        foreach (var admitted in _released) Leave(admitted, now);
    }

    private void Leave(int admitted, Minute now)
    {
        Occupied--;
        if (now.Day - admitted < LongestDays) _byAdmission[admitted % LongestDays]--;
        _discharges.Add();
        if (now.Hour < 17) _dischargesBy1700.Add();
    }

    /// <summary>
    /// Planned and direct admissions: a planned one is called off where there is no bed, the other waits.
    /// </summary>
    private void AdmitFromOutside(Minute now)
    {
        var winter = now.More(Calibration.WinterAttendances);
        var shape = Calibration.ArrivalsByHour[now.Hour];
        _waitingOutside += _chance.Poisson(_profile.Direct * winter * shape / Minute.PerDay);
        if (!now.IsWeekend && now.Hour is >= 7 and < 11)
        {
            var planned = _chance.Poisson(_profile.Planned / (4 * Minute.PerHour));
            for (var i = 0; i < Math.Min(planned, Free); i++) Admit(now);
        }

        for (; _waitingOutside > 0 && Free > 0; _waitingOutside--) Admit(now);
    }

    /// <summary>A full house makes the morning's rounds look for those who could go a day or two early.</summary>
    private void BringForward(Minute now, int waiting)
    {
        var over = Occupied - _profile.EscalateAbove * Open + 0.3 * waiting;
        var (early, others) = (new List<Inpatient>(), new List<(Inpatient, int)>());
        for (var i = 0; i < over * 0.5 && _plan.TryDequeue(out var patient, out var at); i++)
        {
            if (patient.Next is Next.Round && at > now.MidnightIn(1)) early.Add(patient);
            else others.Add((patient, at));
        }

        foreach (var (patient, at) in others) _plan.Enqueue(patient, at);
        foreach (var patient in early) _plan.Enqueue(patient, _stays.RoundAfter(now, 0, Fullness));
    }

    private void HoldBedMeeting(int waiting)
    {
        var step = Math.Max(1, _profile.CoreBeds / 100);
        var most = _profile.CoreBeds / 12;
        var isShort = waiting > 4 * step || (IsOverfull && (Free < step || waiting > 2 * step));
        if (isShort) Escalation = Math.Min(most, Escalation + step);
        else if (Escalation > 0 && !IsOverfull && waiting < 2 * step) Escalation = Math.Max(0, Escalation - step);
    }

    private enum Next
    {
        Round,
        Leaving,
        Home,
    }

    private readonly record struct Inpatient(int Admitted, Next Next);
}
