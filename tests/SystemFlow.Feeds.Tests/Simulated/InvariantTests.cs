using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Tests.Simulated;

public sealed class InvariantTests
{
    private static readonly (string Part, string Whole)[] Parts =
    [
        ("ed.within-4h", "ed.attendances"),
        ("ed.over-4h", "ed.in-department"),
        ("ed.over-12h-arrival", "ed.over-4h"),
        ("ed.dta-waiting", "ed.in-department"),
        ("ed.dta-over-12h", "ed.dta-waiting"),
        ("ed.majors-resus.occupied", "ed.in-department"),
        ("ambulance.handover-over-30", "ambulance.handover-over-15"),
        ("ambulance.handover-over-45", "ambulance.handover-over-30"),
        ("ambulance.handover-over-60", "ambulance.handover-over-45"),
        ("beds.ga.occupied", "beds.ga.open"),
        ("beds.ga.escalation", "beds.ga.open"),
        ("beds.void", "beds.ga.open"),
        ("beds.ga.closed-ipc-unoccupied", "beds.ga.closed-ipc"),
        ("beds.cc-adult.occupied", "beds.cc-adult.open"),
        ("beds.flu.ga", "beds.ga.occupied"),
        ("beds.expected-discharges-today", "beds.ga.occupied"),
        ("bedbase.occupied", "bedbase.open"),
        ("nctr.patients", "beds.ga.occupied"),
        ("discharges.by-1700", "discharges.total"),
        ("los.over-21", "los.over-14"),
        ("los.over-14", "los.over-7"),
        ("los.over-7", "beds.ga.occupied"),
        ("nhs111.answered", "nhs111.received"),
        ("nhs111.answered-60s", "nhs111.answered"),
        ("nhs111.triaged", "nhs111.answered"),
        ("nhs111.abandoned", "nhs111.received"),
    ];

    [Fact]
    public void Step_OverSixtyDaysOfWinter_StaysPlausibleAndPartsWithinTheirWholes()
    {
        var system = Life.From(Life.Utc(2025, 12, 1));

        var broken = new List<string>();
        for (var hour = 0; hour < 60 * 24; hour++)
        {
            system.Advance(system.Now.AddHours(1));
            broken.AddRange(Broken(system.Snapshot()).Select(problem => $"{system.Now:u} {problem}"));
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Step_OverSixtyDays_NeitherExplodesNorEmpties()
    {
        var system = Life.SettledBy(Life.Utc(2025, 12, 1));

        var life = system.Days(60).ByFigure();

        foreach (var hospital in (string[])["RWH01", "RWG02", "RQWG0"])
        {
            var occupied = life[(hospital, "beds.ga.occupied")].Select(r => r.Value!.Value).ToList();
            Assert.InRange(occupied.Min(), 0.8 * occupied.Average(), occupied.Average());
            Assert.InRange(life[(hospital, "ed.in-department")].Max(r => r.Value!.Value), 30, 450);
            Assert.InRange(life.Mean(hospital, "nctr.patients"), 15, 150);
        }
    }

    [Fact]
    public void Step_Delays_AddUpToTheirTotal()
    {
        var system = Life.SettledBy(Life.Utc(2026, 11, 2, 9));

        var delays = system.Snapshot().Where(r => r.Metric.Metric.ToString() == "dtoc.patients").ToLookup(r => r.Place);

        Assert.All(delays, place =>
        {
            var total = Assert.Single(place, r => !r.Metric.IsPart).Value;
            Assert.Equal(total, place.Where(r => r.Metric.IsPart).Sum(r => r.Value));
        });
    }

    [Fact]
    public void Step_ADayMetric_CoversTheUkDayBefore()
    {
        var system = Life.SettledBy(Life.Utc(2026, 7, 5, 22));

        var diverts = system.Days(1).Where(r => r.Metric.ToString() == "ed.diverts").ToList();

        Assert.Equal(4, diverts.Count);
        Assert.All(diverts, r => Assert.Equal(Life.Utc(2026, 7, 5, 23), r.PeriodEnd));
        Assert.All(diverts, r => Assert.Equal(Life.Utc(2026, 7, 4, 23), r.PeriodStart));
    }

    private static IEnumerable<string> Broken(IReadOnlyList<Reading> snapshot)
    {
        foreach (var r in snapshot)
        {
            var metric = Life.Metrics[r.Metric.Metric];
            if (r.Value < metric.Min || r.Value > metric.Max) yield return $"{r.Place} {r.Metric} is {r.Value}.";
        }

        var values = snapshot.ToDictionary(r => (r.Place, r.Metric.ToString()), r => r.Value);
        foreach (var place in snapshot.Select(r => r.Place).Distinct())
        {
            foreach (var (part, whole) in Parts)
            {
                var (some, all) = (values.GetValueOrDefault((place, part)), values.GetValueOrDefault((place, whole)));
                if (some > all) yield return $"{place} {part} {some} is above {whole} {all}.";
            }
        }
    }
}
