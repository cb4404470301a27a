using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Simulated;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.Simulated;

public sealed class CausalityTests
{
    private const string Over30 = "ambulance.handover-over-30";

    private static readonly string[] Acute = ["RWH01", "RWG02", "RQWG0"];

    [Fact]
    public void Winter_IsWorseThanSeptember()
    {
        var september = Life.SettledBy(Life.Utc(2025, 9, 1)).Days(28).ByFigure();
        var january = Life.SettledBy(Life.Utc(2026, 1, 1)).Days(28).ByFigure();

        Assert.True(FourHour(january, Acute) < FourHour(september, Acute) - 0.02);
        Assert.True(Occupied(january) > Occupied(september));
        Assert.True(january.DaysEnd("hwe", "nhs111.received") > september.DaysEnd("hwe", "nhs111.received"));
        Assert.True(january.Mean("RWH01", "beds.flu.ga") > september.Mean("RWH01", "beds.flu.ga") + 5);
    }

    [Fact]
    public void Disturb_AThirdOfTheBedsClosed_MakesAandEWaitWithinADay()
    {
        var start = Life.Utc(2026, 10, 12, 23); // UK midnight.
        var (usual, disturbed) = (Life.SettledBy(start), Life.SettledBy(start));

        disturbed.Disturb(A.Lister, bedsClosed: 586 / 3);
        usual.Advance(start.AddHours(6));
        disturbed.Advance(start.AddHours(6));

        var (before, after) = (usual.Minutes(18 * 60 - 2).ByFigure(), disturbed.Minutes(18 * 60 - 2).ByFigure());
        Assert.True(after.Mean("RWH01", "ed.dta-waiting") > 3 * before.Mean("RWH01", "ed.dta-waiting"));
        Assert.True(after.Mean("RWH01", "ed.in-department") > before.Mean("RWH01", "ed.in-department"));
        Assert.True(FourHour(after, ["RWH01"]) < FourHour(before, ["RWH01"]) - 0.05);
        Assert.True(after.DaysEnd("RWH01", Over30) > before.DaysEnd("RWH01", Over30));
    }

    [Fact]
    public void Disturb_BedsGivenBack_LetsAandERecover()
    {
        var system = Life.SettledBy(Life.Utc(2026, 6, 1));
        system.Disturb(A.Lister, bedsClosed: 200);
        system.Advance(system.Now.AddDays(2));
        var worst = DtaWaiting(system);

        system.Disturb(A.Lister, bedsClosed: -200);
        system.Advance(system.Now.AddDays(4));

        Assert.InRange(DtaWaiting(system), 0, worst / 3);
    }

    [Fact]
    public void BedBases_WhoseBedsAreTaken_HoldPatientsInHospital()
    {
        var system = Life.SettledBy(Life.Utc(2026, 6, 1));

        var hours = Enumerable.Range(0, 24 * 14).Select(_ => Waiting(system)).ToList();

        // Whoever waits in hospital for a community bed is on a base's list, and the list has others too.
        Assert.Contains(hours, hour => hour.ForABed > 0);
        Assert.All(hours, hour => Assert.True(hour.OnTheLists >= hour.ForABed));
    }

    private static (double ForABed, double OnTheLists) Waiting(SimulatedSystem system)
    {
        system.Advance(system.Now.AddHours(1));
        var now = system.Snapshot();
        return (
            now.Where(r => r.Metric.ToString() == "dtoc.patients;reason=C;attributable=nhs" && IsHospital(r))
                .Sum(r => r.Value!.Value),
            now.Where(r => r.Metric.ToString() == "bedbase.queue").Sum(r => r.Value!.Value));
    }

    private static bool IsHospital(Reading reading) => Acute.Contains(reading.Place.ToString());

    private static double DtaWaiting(SimulatedSystem system) =>
        system.Snapshot().Single(r => r.Place == A.Lister && r.Metric.ToString() == "ed.dta-waiting").Value!.Value;

    private static double Occupied(ILookup<(string, string), Reading> life) =>
        Acute.Sum(hospital => life.Mean(hospital, "beds.ga.occupied"));

    private static double FourHour(ILookup<(string, string), Reading> life, string[] hospitals) =>
        hospitals.Sum(h => LastOfDay(life, h, "ed.within-4h"))
        / hospitals.Sum(h => LastOfDay(life, h, "ed.attendances"));

    private static double LastOfDay(ILookup<(string, string), Reading> life, string place, string metric) =>
        life[(place, metric)].GroupBy(r => Life.LocalOf(r.PeriodEnd).Date).Sum(day => day.Last().Value!.Value);
}
