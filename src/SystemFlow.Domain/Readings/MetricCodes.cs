namespace SystemFlow.Domain.Readings;

/// <summary>The metrics that code names itself; every other use goes by the dictionary.</summary>
public static class MetricCodes
{
    /// <summary>General and acute beds open.</summary>
    public static readonly MetricCode BedsOpen = MetricCode.Parse("beds.ga.open");

    /// <summary>General and acute beds occupied.</summary>
    public static readonly MetricCode BedsOccupied = MetricCode.Parse("beds.ga.occupied");

    /// <summary>Community beds open.</summary>
    public static readonly MetricCode BedBaseOpen = MetricCode.Parse("bedbase.open");
}
