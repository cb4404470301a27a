namespace SystemFlow.Feeds.Simulated;

/// <summary>
/// Care in a locality: packages at home, care homes, and the crisis service that comes within the hour.
/// </summary>
internal sealed class LocalityCare
{
    private const double Hundred = 100_000; // Rates are for as many residents.

    private readonly Chance _chance;
    private readonly Tally _referrals = new();

    private int _packages;
    private int _vacancies;
    private int _underway;
    private int _slots;

    public LocalityCare(Chance chance, int population)
    {
        (_chance, Population) = (chance, population);
        _packages = chance.Poisson(Calibration.PackagesADay * population / Hundred);
        _vacancies = chance.Poisson(Calibration.CareHomeVacancies * population / Hundred);
    }

    public int Population { get; }

    public bool TryStartPackage()
    {
        if (_packages == 0) return false;
        _packages--;
        return true;
    }

    public bool TryFillVacancy()
    {
        if (_vacancies == 0) return false;
        _vacancies--;
        return true;
    }

    public void StartDay() => _referrals.StartDay();

    public void Step(Minute now)
    {
        var people = Population / Hundred;
        AnswerReferrals(now, people);
        if (!now.IsOfficeHours) return;
        // A third of the day is office hours; packages and rooms that nobody took go to people at home.
        var a = 3.0 / Minute.PerDay;
        if (!now.IsWeekend) _packages += _chance.Poisson(Calibration.PackagesADay * people * 7 / 5 * a);
        _packages -= Math.Min(_packages, _chance.Poisson(_packages * Calibration.PackagesTakenFromHome * a));
        _vacancies += _chance.Poisson(Calibration.CareHomeVacancies * people / Calibration.VacancyDays * a);
        _vacancies -= Math.Min(_vacancies, _chance.Poisson(_vacancies / Calibration.VacancyDays * a));
    }

    public IEnumerable<Gauge> Gauges() =>
    [
        Gauge.Of("carehome.vacancies", () => _vacancies),
        Gauge.Of("rapid-response.capacity", () => Math.Max(0, _slots - _underway)),
        Gauge.Of("rapid-response.referrals", () => _referrals.Today),
        Gauge.Of("social-care.packages-available", () => _packages),
    ];

    private void AnswerReferrals(Minute now, double people)
    {
        var byDay = now.Hour is >= 8 and < 20;
        _slots = (int)Math.Ceiling(people * (byDay ? Calibration.CrisisSlotsByDay : Calibration.CrisisSlotsByNight));
        var perMinute = Calibration.CrisisReferralsADay * people * (1 + 0.25 * now.Winter)
            * Calibration.ArrivalsByHour[now.Hour] / Minute.PerDay;
        var referrals = _chance.Poisson(perMinute);
        _referrals.Add(referrals);
        _underway += referrals;
        _underway -= Math.Min(_underway, _chance.Poisson(_underway / Calibration.CrisisVisitMinutes));
    }
}
