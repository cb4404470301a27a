namespace SystemFlow.Feeds.Simulated;

/// <summary>A bed base: it takes the hospitals' patients first and people from home with what is left.</summary>
internal sealed class CommunityBeds
{
    private const double LeavingByDayShare = 3.0; // They leave in 8 of the 24 hours.

    private readonly Chance _chance;
    private readonly Delays _delays;
    private readonly List<int> _released = [];
    private readonly double _stayDays;

    private int _referred;
    private int _atHome;

    public CommunityBeds(Chance chance, int size, double stayDays)
    {
        (_chance, Open, _stayDays) = (chance, size, stayDays);
        _delays = new Delays(chance, new Community(), inHospital: false);
        Occupied = (int)(Calibration.CommunityOccupancy * size);
        var delayed = chance.Poisson(Calibration.CommunityDelayedShare * Occupied);
        for (var i = 0; i < Math.Min(delayed, Occupied); i++) _delays.Add(0);
    }

    public int Open { get; }

    public int Occupied { get; private set; }

    /// <summary>Those accepted and waiting, in hospital or at home.</summary>
    public int Queue => _referred + _atHome;

    public void Refer() => _referred++;

    /// <summary>Takes the next patient of a hospital, if there is a bed.</summary>
    public bool TryAdmitReferred()
    {
        if (Occupied >= Open || _referred == 0) return false;
        _referred--;
        Occupied++;
        return true;
    }

    /// <summary>Takes a hospital's patient off the list, for whom something else was found.</summary>
    public bool TryWithdraw()
    {
        if (_referred == 0) return false;
        _referred--;
        return true;
    }

    public void StartDay() => _delays.StartDay();

    public void Step(Minute now)
    {
        LetGo(now);
        if (!now.IsOfficeHours || now.IsWeekend) return;
        var perDay = Open * Calibration.CommunityOccupancy / _stayDays * Calibration.FromHomeShare * 7 / 5;
        if (_atHome < Math.Max(1, Open / 12)) _atHome += _chance.Poisson(perDay * LeavingByDayShare / Minute.PerDay);
        var spare = Open - Occupied - _referred - Open / 16; // Some are kept for the hospitals.
        if (now.OfDay % Minute.PerHour != 30 || spare <= 0 || _atHome == 0) return;
        _atHome--;
        Occupied++;
    }

    public IEnumerable<Gauge> Gauges() =>
    [
        Gauge.Of("bedbase.open", () => Open),
        Gauge.Of("bedbase.occupied", () => Occupied),
        Gauge.Of("bedbase.queue", () => Queue),
        .. _delays.Gauges(),
    ];

    private void LetGo(Minute now)
    {
        _released.Clear();
        _delays.Release(now, _released);
        Occupied -= _released.Count;
        if (!now.IsOfficeHours) return;
        var hurry = 1 + Queue / (double)Open; // A waiting list makes them look harder for who could go.
        var weekday = now.IsWeekend ? 0.4 : 1.24;
        var settled = Occupied - _delays.Count;
        var ready = Math.Min(
            settled, _chance.Poisson(settled * hurry * weekday * LeavingByDayShare / (_stayDays * Minute.PerDay)));
        for (var i = 0; i < ready; i++)
        {
            if (_chance.Happens(Calibration.CommunityDelayed)) _delays.Add(0);
            else Occupied--;
        }
    }
}
