using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Testing;

/// <summary>Plausible things to test with. Change what matters with <c>with</c>; leave the rest.</summary>
public static class A
{
    public static readonly DateTimeOffset Monday9am = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static readonly PlaceCode Lister = PlaceCode.Parse("RWH01");

    public static readonly MetricCode BedsOpen = MetricCode.Parse("beds.ga.open");

    public static readonly MetricCode BedsOccupied = MetricCode.Parse("beds.ga.occupied");

    public static Reading Reading { get; } = new(Lister, BedsOccupied, Value: 561, PeriodEnd: Monday9am, Source: "test");
}
