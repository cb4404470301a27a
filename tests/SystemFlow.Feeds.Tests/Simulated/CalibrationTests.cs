using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Tests.Simulated;

/// <summary>28 days of November against published figures, which the tests name with what they allow.</summary>
public sealed class CalibrationTests(CalibrationTests.November november) : IClassFixture<CalibrationTests.November>
{
    // Publications: A&E, November 2025; handovers, November 2025 to March 2026; beds and discharges, November 2024.
    [Theory]
    [InlineData("RWH01", "ed.attendances", 310, 0.06)]
    [InlineData("RWH20", "ed.attendances", 276, 0.06)]
    [InlineData("RWG02", "ed.attendances", 561, 0.06)]
    [InlineData("RQWG0", "ed.attendances", 365, 0.06)]
    [InlineData("RWH01", "ed.admissions", 76.6, 0.08)]
    [InlineData("RWG02", "ed.admissions", 149.9, 0.08)]
    [InlineData("RQWG0", "ed.admissions", 59.7, 0.10)]
    [InlineData("RWH01", "ambulance.arrivals", 77, 0.08)]
    [InlineData("RWG02", "ambulance.arrivals", 96, 0.08)]
    [InlineData("RQWG0", "ambulance.arrivals", 67, 0.08)]
    [InlineData("hwe", "nhs111.received", 1494, 0.06)]
    public void DaysCount_IsAsPublished(string place, string metric, double published, double tolerance)
    {
        var simulated = november.Readings.DaysEnd(place, metric);

        Assert.InRange(simulated, published * (1 - tolerance), published * (1 + tolerance));
    }

    [Theory]
    [InlineData("RWH01", 527.0 / 592, 0.04)]
    [InlineData("RWG02", 576.0 / 636, 0.04)]
    [InlineData("RQWG0", 454.0 / 461, 0.03)]
    public void BedOccupancy_IsAsPublished(string place, double published, double tolerance)
    {
        var open = november.Readings.Mean(place, "beds.ga.open");
        var occupied = november.Readings.Mean(place, "beds.ga.occupied");

        Assert.InRange(occupied / open, published - tolerance, published + tolerance);
    }

    // All types at one hospital together; Lister's is type 1 alone.
    [Theory]
    [InlineData("RWH01", 0.512, 0.10)]
    [InlineData("RWH20", 0.995, 0.02)]
    [InlineData("RWG02", 0.836, 0.07)]
    [InlineData("RQWG0", 0.802, 0.10)]
    public void FourHourPerformance_IsAsPublished(string place, double published, double tolerance)
    {
        var simulated = november.FourHourPerformance[PlaceCode.Parse(place)];

        Assert.InRange(simulated, published - tolerance, published + tolerance);
    }

    [Theory]
    [InlineData("RWH01", 0.365)]
    [InlineData("RWG02", 0.219)]
    [InlineData("RQWG0", 0.475)]
    public void HandoversOver30Minutes_AreAboutThePublishedShare(string place, double published)
    {
        var over = november.Readings.DaysEnd(place, "ambulance.handover-over-30");
        var all = november.Readings.DaysEnd(place, "ambulance.arrivals");

        Assert.InRange(over / all, published - 0.12, published + 0.12);
    }

    // At night there are those who remained at the end of the day; by noon, about all who were ready on that day.
    [Theory]
    [InlineData("RWH01", 47, 122)]
    [InlineData("RWG02", 74, 166)]
    [InlineData("RQWG0", 30, 66)]
    public void NoCriteriaToReside_MovesBetweenThoseWhoRemainAndThoseOfTheDay(string place, double remained, double all)
    {
        var byHour = november.Readings[(place, "nctr.patients")].ToLookup(r => Life.LocalOf(r.PeriodEnd).Hour);

        Assert.InRange(byHour[23].Average(r => r.Value!.Value), 0.65 * remained, 1.35 * remained);
        Assert.InRange(byHour[12].Average(r => r.Value!.Value), remained, 1.2 * all);
    }

    [Fact]
    public void EmergencyArrivals_PeakEarlyInTheAfternoonAndAreFewestBeforeDawn()
    {
        var byHour = november.Readings[("RWH01", "ed.arrivals-last-hour")]
            .GroupBy(r => Life.LocalOf(r.PeriodEnd).Hour, r => r.Value!.Value)
            .OrderBy(hour => hour.Average())
            .Select(hour => hour.Key)
            .ToList();

        Assert.InRange(byHour[^1], 12, 15);
        Assert.InRange(byHour[0], 1, 7);
    }

    [Fact]
    public void Discharges_AreFewerAtTheWeekend()
    {
        var days = november.Readings[("RWG02", "discharges.total")]
            .GroupBy(r => Life.LocalOf(r.PeriodEnd).Date)
            .ToLookup(day => day.Key.DayOfWeek, day => day.Max(r => r.Value!.Value));

        var weekdays = days[DayOfWeek.Wednesday].Concat(days[DayOfWeek.Thursday]).Average();

        Assert.InRange(days[DayOfWeek.Sunday].Average(), 0.5 * weekdays, 0.9 * weekdays);
    }

    public sealed class November
    {
        public November()
        {
            var system = Life.SettledBy(Life.Utc(2025, 11, 1), seed: 1);
            var ended = new Dictionary<PlaceCode, (double Breached, double All)>();
            var readings = new List<Reading>();
            for (var day = 0; day < 28; day++)
            {
                readings.AddRange(system.Days(1));
                foreach (var (code, hospital) in system.Hospitals)
                {
                    if (hospital.Department is not { } ed) continue;
                    var (breached, all) = ended.GetValueOrDefault(code);
                    ended[code] = (breached + (ed.Breached.Yesterday ?? 0), all + (ed.Came.All.Yesterday ?? 0));
                }
            }

            Readings = readings.Where(r => r.PeriodEnd < system.Now).ByFigure();
            FourHourPerformance = ended.ToDictionary(e => e.Key, e => 1 - e.Value.Breached / e.Value.All);
        }

        public ILookup<(string Place, string Metric), Reading> Readings { get; }

        public Dictionary<PlaceCode, double> FourHourPerformance { get; }
    }
}
