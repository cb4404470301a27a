using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Simulated;

/// <summary>Why a patient who could leave has to stay, and what ends that.</summary>
/// <param name="Reason">The published letter.</param>
/// <param name="Acute">Share of the delays in hospitals; 0 where the return has no such delay.</param>
/// <param name="Community">Share of the delays elsewhere.</param>
/// <param name="Days">Days until it ends, on average, once nothing that is scarce is waited for.</param>
internal sealed record Delay(string Reason, Attribution Attributable, double Acute, double Community, double Days)
{
    public bool NeedsCommunityBed => Reason is "C";

    public bool NeedsCarePackage => Reason is "E";

    public bool NeedsCareHome => Reason is "Di" or "Dii";
}

/// <summary>
/// The patients of one place who are ready to leave and delayed, by reason and by who must act. Each of those who
/// wait for something scarce leaves when the board's community has it.
/// </summary>
internal sealed class Delays(Chance chance, Community community, bool inHospital)
{
    private const int MinutesBetweenReviews = 10;

    private readonly List<Delayed> _patients = [];
    private readonly int[] _byDelay = new int[Calibration.Delays.Length];
    private readonly int[] _atMidnight = new int[Calibration.Delays.Length];
    private readonly double[] _weights =
        [.. Calibration.Delays.Select(d => inHospital ? d.Acute / d.Days : d.Community / d.Days)];

    private bool _hasMidnight;

    public int Count => _patients.Count;

    public void Add(int admitted)
    {
        var delay = chance.Pick(_weights);
        var bed = inHospital && Calibration.Delays[delay].NeedsCommunityBed ? community.Refer() : null;
        _patients.Add(new Delayed(admitted, delay, bed));
        _byDelay[delay]++;
    }

    public void StartDay()
    {
        _byDelay.CopyTo(_atMidnight, 0);
        _hasMidnight = true;
    }

    /// <summary>Lets those go for whom all is arranged, and hands back when each was admitted.</summary>
    public void Release(Minute now, List<int> admitted)
    {
        if (!now.IsOfficeHours || now.Number % MinutesBetweenReviews != 0) return;
        for (var i = 0; i < _patients.Count; i++)
        {
            var patient = _patients[i];
            if (!CanLeave(patient, now)) continue;
            _patients.RemoveAt(i--);
            _byDelay[patient.Delay]--;
            admitted.Add(patient.Admitted);
        }
    }

    public IEnumerable<Gauge> Gauges()
    {
        yield return Gauge.Of("dtoc.patients", () => Count);
        yield return Gauge.Of("dtoc.days", () => _hasMidnight ? _atMidnight.Sum() : null);
        for (var i = 0; i < _byDelay.Length; i++)
        {
            var (delay, at) = (Calibration.Delays[i], i);
            if ((inHospital ? delay.Acute : delay.Community) == 0) continue;
            yield return new Gauge(Key("dtoc.patients", delay), () => _byDelay[at]);
            yield return new Gauge(Key("dtoc.days", delay), () => _hasMidnight ? _atMidnight[at] : null);
        }
    }

    private bool CanLeave(Delayed patient, Minute now)
    {
        var delay = Calibration.Delays[patient.Delay];
        var reviewsADay = 8.0 * Minute.PerHour / MinutesBetweenReviews;
        if (patient.Bed is { } bed)
        {
            return bed.TryAdmitReferred()
                || (chance.Happens(1 / (Calibration.DaysUntilOtherwise * reviewsADay)) && bed.TryWithdraw());
        }

        var weekend = now.IsWeekend ? Calibration.WeekendArrangements : 1;
        if (!chance.Happens(weekend / (delay.Days * reviewsADay))) return false;
        if (!inHospital) return true;
        return delay.NeedsCarePackage ? community.TryStartPackage(chance)
            : !delay.NeedsCareHome || community.TryFillVacancy(chance);
    }

    private static MetricKey Key(string metric, Delay delay) =>
        new(MetricCode.Parse(metric), delay.Reason, delay.Attributable);

    /// <param name="Bed">Where a bed is awaited, if one is.</param>
    private readonly record struct Delayed(int Admitted, int Delay, CommunityBeds? Bed);
}
