using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Backtests;

/// <summary>
/// A made-up past of one hospital, by the hour: patients in A&amp;E, which the rule looks at, and beds occupied of 100,
/// which alone make the level: 92 is OPEL 2, 95 is OPEL 3, 98 is OPEL 4.
/// </summary>
internal static class Past
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public static readonly MetricCode InDepartment = MetricCode.Parse("ed.in-department");

    public static PressureRules Levels { get; } = PressureRules.Parse(
        """
        {"name":"Beds alone","version":"1","source":"made up","status":"for tests","mostPoints":3,"bands":[1,2,3],"leastShare":0.2,
         "parameters":[{"kind":"hospital","of":[{"metric":"beds.ga.occupancy","worse":"higher-is-worse","cuts":[92,95,98],"points":[1,2,3]}]}]}
        """);

    /// <summary>100 in A&amp;E or more for a quarter of an hour raises; below 80 for half an hour clears.</summary>
    public static AlertRule Crowded { get; } = new(
        "crowded", "A&E crowded", Severity.Warning, [PlaceKind.Hospital],
        [new Condition(ConditionKind.Threshold, InDepartment, Raise: 100, Clear: 80)], "Open the escalation area.");

    /// <summary>The moment so many hours after the start.</summary>
    public static DateTimeOffset At(double hours) => Start.AddHours(hours);

    public static BacktestRules Rules(string name, params AlertRule[] rules) =>
        new(name, new AlertRuleSet(name, "1", "made up", "for tests", [.. rules]), Levels);

    public static BacktestTerms Terms(double hours, params AlertRule[] rules) => new(Rules("Tried", rules), A.Lister, At(0), At(hours));

    /// <summary>Hourly figures; of an hour without a value nothing is sent.</summary>
    public static ImmutableArray<Reading> Of(int hours, Func<int, double?> inDepartment, Func<int, double?> occupied) =>
    [
        .. Enumerable.Range(0, hours).SelectMany(hour => new[]
        {
            Sent(InDepartment, hour, inDepartment(hour)), Sent(A.BedsOpen, hour, 100), Sent(A.BedsOccupied, hour, occupied(hour)),
        }).OfType<Reading>(),
    ];

    /// <summary>Hourly attendances since midnight, six an hour, and how many per cent of them left within four hours.</summary>
    public static IEnumerable<Reading> AtTheDoor(int hours, Func<int, double> percentWithin) =>
        Enumerable.Range(0, hours).Where(hour => hour % 24 > 0).SelectMany(hour => new[]
        {
            Sent(MetricCode.Parse("ed.attendances"), hour, 6 * (hour % 24))!,
            Sent(MetricCode.Parse("ed.within-4h"), hour, 6 * (hour % 24) * percentWithin(hour) / 100)!,
        });

    public static async Task<BacktestReport> RunAsync(BacktestTerms terms, IEnumerable<Reading> past) =>
        await new Backtest(Footprint.HertfordshireWestEssex, MetricDictionary.Standard)
            .RunAsync(terms, past.ToAsyncEnumerable(), null, TestContext.Current.CancellationToken);

    public static Reading? Sent(MetricCode metric, double hour, double? value) => value is null ? null : A.Reading with
    {
        Metric = metric,
        Value = value,
        PeriodEnd = At(hour),
        SubmittedAt = At(hour),
        Cadence = TimeSpan.FromHours(1),
    };
}
