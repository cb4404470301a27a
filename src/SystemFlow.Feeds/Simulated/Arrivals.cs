namespace SystemFlow.Feeds.Simulated;

/// <summary>Who comes to an A&amp;E: on foot, by ambulance, and for urgent treatment.</summary>
internal sealed class Arrivals(Chance chance, DepartmentProfile profile)
{
    private const int DivertMinutes = 2 * Minute.PerHour;

    private readonly int[] _lastHour = new int[Minute.PerHour];
    private double _swing = 1;
    private int _divertedUntil;

    public Tally All { get; } = new();

    public Tally Ambulances { get; } = new();

    public Tally Diverts { get; } = new();

    public int LastHour { get; private set; }

    public void StartDay(Minute now)
    {
        All.StartDay();
        Ambulances.StartDay();
        Diverts.StartDay();
        // Days differ by more than chance alone, and a busy one is rather followed by another.
        var winter = now.More(Calibration.WinterAttendances);
        _swing = winter * Math.Exp(0.4 * Math.Log(_swing / winter) + 0.045 * chance.Normal());
    }

    /// <summary>Who comes in this minute, while so many ambulances wait at the door.</summary>
    public (int Walking, int Ambulances, int Minors) Step(Minute now, int atDoor)
    {
        var perMinute = _swing * Calibration.ArrivalsByWeekday[(int)now.Weekday] / Minute.PerDay;
        var shape = Calibration.ArrivalsByHour[now.Hour];
        var diverted = Divert(now, atDoor) ? 0.5 : 1;
        var walking = chance.Poisson((profile.Majors - profile.Ambulances) * shape * perMinute);
        // Ambulances come at night too.
        var ambulances = chance.Poisson(profile.Ambulances * (0.5 + 0.5 * shape) * diverted * perMinute);
        var minors = chance.Poisson(profile.Minors * Calibration.MinorsByHour[now.Hour] * perMinute);

        ref var slot = ref _lastHour[now.Number % Minute.PerHour];
        var all = walking + ambulances + minors;
        LastHour += all - slot;
        slot = all;
        All.Add(all);
        Ambulances.Add(ambulances);
        return (walking, ambulances, minors);
    }

    private bool Divert(Minute now, int atDoor)
    {
        if (now.Number < _divertedUntil) return true;
        if (atDoor < Calibration.AmbulancesUntilDivert) return false;
        _divertedUntil = now.Number + DivertMinutes;
        Diverts.Add();
        return true;
    }
}
