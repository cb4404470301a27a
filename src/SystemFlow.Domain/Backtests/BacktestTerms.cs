using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Backtests;

/// <summary>Rules to live through history with.</summary>
/// <param name="Name">As the report calls them: "In force".</param>
public sealed record BacktestRules(string Name, AlertRuleSet Alerts, PressureRules Pressure);

/// <summary>What is tried, where, and over which stretch of time.</summary>
/// <param name="Place">This place and everything under it.</param>
/// <param name="From">From here on alerts are watched; readings before it only say how things stood. UTC.</param>
/// <param name="To">The end, itself left out. UTC.</param>
public sealed record BacktestTerms(BacktestRules Candidate, PlaceCode Place, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The longest stretch that can be tried.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    /// <summary>
    /// The rules to compare with, whose levels are then the yardstick for both; null to judge the candidate by its own.
    /// </summary>
    public BacktestRules? InForce { get; init; }

    /// <summary>
    /// How long before an event a warning counts. Null for two days where the readings are daily, else a day.
    /// </summary>
    public TimeSpan? Window { get; init; }
}
