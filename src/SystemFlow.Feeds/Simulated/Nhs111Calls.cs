namespace SystemFlow.Feeds.Simulated;

/// <summary>The area's 111 service: the busier than its roster, the longer people hold and the more give up.</summary>
internal sealed class Nhs111Calls(Chance chance)
{
    private const double Remembered = 1.0 / 20; // The load is that of the last 20 minutes or so.

    private readonly Tally _received = new();
    private readonly Tally _answered = new();
    private readonly Tally _answeredIn60s = new();
    private readonly Tally _abandoned = new();
    private readonly Tally _triaged = new();

    private double _load = 1;
    private double _swing = 1;

    public void StartDay(Minute now)
    {
        foreach (var tally in (Tally[])[_received, _answered, _answeredIn60s, _abandoned, _triaged]) tally.StartDay();
        _swing = chance.LogNormal(now.More(Calibration.WinterCalls), 0.06);
    }

    public void Step(Minute now)
    {
        var rostered = Calibration.CallsPerDay / Minute.PerDay
            * Calibration.CallsByWeekday[(int)now.Weekday] * Calibration.CallsByHour[now.Hour];
        var calls = chance.Poisson(rostered * _swing);
        _load += (calls / rostered - _load) * Remembered;
        for (var i = 0; i < calls; i++) Take();
    }

    public IEnumerable<Gauge> Gauges() =>
    [
        Gauge.Of("nhs111.received", () => _received.Today),
        Gauge.Of("nhs111.answered", () => _answered.Today),
        Gauge.Of("nhs111.answered-60s", () => _answeredIn60s.Today),
        Gauge.Of("nhs111.abandoned", () => _abandoned.Today),
        Gauge.Of("nhs111.triaged", () => _triaged.Today),
    ];

    private void Take()
    {
        var strain = Math.Max(0, _load - 0.75);
        _received.Add();
        if (chance.Happens(0.004 + 0.05 * strain))
        {
            if (chance.Happens(0.8)) _abandoned.Add(); // The others hang up within 30 seconds.
            return;
        }

        _answered.Add();
        if (chance.Happens(1 - Math.Min(0.9, 0.02 + 0.38 * strain))) _answeredIn60s.Add();
        if (chance.Happens(Calibration.TriagedShare)) _triaged.Add();
    }
}
