using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Operations.Loads;

/// <summary>How much alerts ask of people, over a stretch of time. Counted from what was recorded; nothing is guessed.</summary>
/// <param name="Shifts">Every shift that the stretch touches, oldest first, quiet ones too.</param>
/// <param name="Day">All day shifts together.</param>
/// <param name="Night">All night shifts together.</param>
/// <param name="Leads">Everybody who was told of something, the most told first.</param>
/// <param name="Rules">Which rules fired, the most frequent first.</param>
/// <param name="Standing">Open at the end of the stretch for more than <see cref="AlertLoads.StandsAfter"/>, the oldest first.</param>
/// <param name="Busiest">The ten minutes in which most alerts fired; null when none did.</param>
public sealed record AlertLoad(
    DateTimeOffset From, DateTimeOffset To, ImmutableArray<ShiftLoad> Shifts, AlertTally All, AlertTally Day, AlertTally Night,
    ImmutableArray<LeadLoad> Leads, ImmutableArray<RuleLoad> Rules, ImmutableArray<AlertState> Standing, Burst? Busiest);

/// <summary>Alerts and what people did about them.</summary>
/// <param name="Acknowledged">Those that somebody took on.</param>
/// <param name="Acted">Those that somebody took on with a note, or put off with a reason: more was done than a click.</param>
/// <param name="MedianToAcknowledge">From firing to being taken on, of those that were; null for none.</param>
public sealed record AlertTally(int Alerts, int Acknowledged, int Acted, TimeSpan? MedianToAcknowledge)
{
    /// <summary>0 to 100; null without alerts.</summary>
    public double? AcknowledgedPercent => Percent(Acknowledged);

    /// <summary>0 to 100; null without alerts.</summary>
    public double? ActedPercent => Percent(Acted);

    private double? Percent(int part) => Alerts > 0 ? 100.0 * part / Alerts : null;
}

/// <summary>One shift: day 08:00 to 20:00 in England, night the rest.</summary>
/// <param name="Date">The day on which it begins.</param>
/// <param name="From">UTC. The night on which the clocks change is an hour longer or shorter.</param>
/// <param name="To">UTC.</param>
public sealed record ShiftLoad(DateOnly Date, bool IsNight, DateTimeOffset From, DateTimeOffset To, AlertTally Tally)
{
    /// <summary>What the norm allows: one alert per ten minutes.</summary>
    public double Norm => (To - From) / AlertLoads.NormEvery;
}

/// <summary>What one lead was told.</summary>
/// <param name="Lead">The lead's code.</param>
/// <param name="Sent">Messages that went out to them by mail or webhook, by themselves or in a digest.</param>
/// <param name="Failed">Messages given up.</param>
/// <param name="Tally">The alerts that they were told of in any way, on screen too, and what became of those.</param>
/// <param name="Busiest">The ten minutes in which they were told of most alerts.</param>
public sealed record LeadLoad(string Lead, int Sent, int Failed, AlertTally Tally, Burst? Busiest);

/// <summary>How often one rule fired.</summary>
public sealed record RuleLoad(string Rule, AlertTally Tally);

/// <summary>Alerts close together.</summary>
/// <param name="At">When the ten minutes begin. UTC.</param>
/// <param name="Alerts">How many alerts.</param>
public readonly record struct Burst(DateTimeOffset At, int Alerts)
{
    /// <summary>Whether it is a flood: more than anybody can read.</summary>
    public bool IsFlood => Alerts > AlertLoads.FloodAbove;
}
