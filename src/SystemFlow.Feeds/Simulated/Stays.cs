namespace SystemFlow.Feeds.Simulated;

/// <summary>How long a hospital's patients need it, and when on a day they are found ready and leave.</summary>
internal sealed class Stays
{
    private const double Spread = 1.4; // Synthetic: gives about 4 in 10 beds to those over 7 days, as in the returns.
    private const double LongestDays = 90;
    private const double SimpleDays = 0.7; // Of those who are simply sent home. Synthetic.
    private const double WaitingDays = 0.75; // What leaving and delays add for those found ready, all in all.

    private readonly Chance _chance;
    private readonly WardProfile _profile;
    private readonly double _median;

    public Stays(Chance chance, WardProfile profile)
    {
        (_chance, _profile) = (chance, profile);
        var admissions = profile.FromDepartment + profile.Direct + profile.Planned * 5 / 7;
        var beds = profile.Occupied / admissions - (1 - profile.ReadyShare) * SimpleDays;
        var mean = Math.Max(0.5, beds / profile.ReadyShare - WaitingDays) * profile.StayFactor;
        _median = mean / Math.Exp(Spread * Spread / 2);
    }

    /// <summary>Whether a patient will be found ready on a round, and not simply sent home.</summary>
    public bool NeedsRound() => _chance.Happens(_profile.ReadyShare);

    public double SimpleStayDays() => -SimpleDays * Math.Log(1 - _chance.Next());

    public double StayDays() => Math.Min(LongestDays, _chance.LogNormal(_median, Spread));

    /// <summary>The stay of somebody whom one finds in a bed: the longer it is, the likelier.</summary>
    public double StayDaysOfAnInpatient()
    {
        double days;
        do days = StayDays();
        while (!_chance.Happens(days / LongestDays));
        return days;
    }

    /// <summary>The minute of the ward round that finds ready whoever needs <paramref name="days"/> from now.</summary>
    /// <param name="fullness">Patients in beds, for each that there usually is: a full house is in more of a
    /// hurry.</param>
    public int RoundAfter(Minute now, double days, double fullness)
    {
        days *= Math.Clamp(1 - Calibration.HurryWhenFull * (fullness - 1), 0.7, 1.3);
        days *= now.More(Calibration.WinterStays);
        var date = (int)Math.Round(days);
        var weekday = ((int)now.Weekday + date) % 7;
        if (_chance.Happens(Calibration.MovedByWeekday[weekday]))
        {
            // Of those due at a weekend, some are got ready by Friday and the others wait for the new week.
            var back = weekday is 0 ? 2 : 1;
            date += weekday is not 1 && date > back && _chance.Happens(0.5) ? -back : weekday is 6 ? 3 : 2;
        }

        var round = now.MidnightIn(date) + Math.Clamp((int)(10.75 * 60 + 100 * _chance.Normal()), 450, 1020);
        return Math.Max(round, now.Number + 2 * Minute.PerHour);
    }

    /// <summary>The minute at which whoever is found ready now and needs nobody outside will have left.</summary>
    public int LeavingAfter(Minute now)
    {
        var minutes = (int)_chance.LogNormal(_profile.LeavingHours * Minute.PerHour, 0.6);
        return Daytime(now, now.Number + minutes);
    }

    /// <summary>That minute, or the next morning where it is at night.</summary>
    public int Daytime(Minute now, int number)
    {
        var ofDay = (number - now.MidnightIn(0)) % Minute.PerDay;
        var morning = 8 * 60 + (int)(180 * _chance.Next());
        return ofDay < 8 * 60 ? number - ofDay + morning
            : ofDay > 22 * 60 ? number - ofDay + Minute.PerDay + morning
            : number;
    }
}
