using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Alerts;

/// <summary>How urgent an alert is: who is told, and whether it wakes them.</summary>
public enum Severity
{
    /// <summary>To know at the next look.</summary>
    Notice,
    /// <summary>To act on within the shift.</summary>
    Warning,
    /// <summary>To act on now; breaks through quiet hours.</summary>
    Critical,
}

/// <summary>Who answers for what a rule watches.</summary>
public enum AlertOwner
{
    /// <summary>The place's operational lead.</summary>
    Lead,
    /// <summary>Whoever keeps the feed running: silence is not the clinical lead's to mend.</summary>
    FeedOwner,
}

/// <summary>
/// When to warn, of what, and what to do then: data, not code. It raises when all of its conditions do, and clears when
/// one of them is clear again; between the two thresholds, and where nothing is known, it stays as it is.
/// </summary>
/// <param name="Code">Its name in the record, such as <c>occupancy-high</c>; never reused for another meaning.</param>
/// <param name="Name">As a lead reads it: "Bed occupancy high".</param>
/// <param name="Kinds">The kinds of place that it watches.</param>
/// <param name="All">All of these together; at least one.</param>
/// <param name="Action">What the one who is told should do. An alert without an action is noise.</param>
public sealed record AlertRule(
    string Code, string Name, Severity Severity, ImmutableArray<PlaceKind> Kinds, ImmutableArray<Condition> All, string Action)
{
    /// <summary>Only these of the kinds; empty for all.</summary>
    public ImmutableArray<PlaceCode> Places { get; init; } = [];

    /// <summary>Who is told.</summary>
    public AlertOwner Owner { get; init; }

    /// <summary>How long the conditions must hold before anybody is told. 15 minutes unless the file says otherwise.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long they must be clear before it is resolved. 30 minutes unless the file says otherwise.</summary>
    public TimeSpan ClearHold { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>After it was resolved, how long it does not fire again. An hour unless the file says otherwise.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Rules that say nothing new at the same place, and at places under it, while this one fires.</summary>
    public ImmutableArray<string> Inhibits { get; init; } = [];

    /// <summary>Other thresholds for a part of the year; the first that covers the day counts.</summary>
    public ImmutableArray<CalendarOverlay> Overlays { get; init; } = [];

    /// <summary>Whether it is in force; one that is not is kept for back-tests.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The document that the thresholds come from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Who confirmed them locally; null shows as "to be confirmed".</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>Whether it speaks of a place, in force or not.</summary>
    public bool Watches(Place place) => Kinds.Contains(place.Kind) && (Places.IsEmpty || Places.Contains(place.Code));

    /// <summary>What must hold on a day in England.</summary>
    public ImmutableArray<Condition> ConditionsOn(DateOnly day) =>
        Overlays.FirstOrDefault(overlay => overlay.Covers(day))?.All ?? All;
}

/// <summary>What a condition looks at.</summary>
public enum ConditionKind
{
    /// <summary>A figure beyond a threshold.</summary>
    Threshold,
    /// <summary>A figure that got worse by so much within so long.</summary>
    Change,
    /// <summary>The calculated level at or above one.</summary>
    Level,
    /// <summary>A group of metrics (the part of a code before its first dot) of which nothing is current although it is expected.</summary>
    Silence,
}

/// <summary>One thing to watch.</summary>
/// <param name="Metric">For <see cref="ConditionKind.Threshold"/> and <see cref="ConditionKind.Change"/>.</param>
/// <param name="Raise">
/// Threshold: reached raises, in the metric's unit. Change: how much worse, in the metric's unit, always positive.
/// Level: 2 to 4. Silence: not used.
/// </param>
/// <param name="Clear">
/// Threshold: beyond it on the good side clears. Change: a worsening below it clears. Level: a level below it clears
/// (null: below <paramref name="Raise"/>). The stretch between is neither.
/// </param>
public sealed record Condition(ConditionKind Kind, MetricCode? Metric = null, double? Raise = null, double? Clear = null)
{
    /// <summary>Which way is worse; null for the dictionary's.</summary>
    public Direction? Worse { get; init; }

    /// <summary>For a change, within how long; at most a day.</summary>
    public TimeSpan? Over { get; init; }

    /// <summary>For silence, the metrics' group, such as <c>beds</c>.</summary>
    public string? Group { get; init; }
}

/// <summary>Other thresholds on some days.</summary>
/// <param name="Name">As it is shown: "Winter 85 %".</param>
/// <param name="All">The conditions on those days, instead of the rule's.</param>
public sealed record CalendarOverlay(string Name, ImmutableArray<Condition> All)
{
    /// <summary>The first day, as month and day: <c>12-19</c>. May be after <see cref="To"/>: it runs over New Year.</summary>
    public string? From { get; init; }

    /// <summary>The last day.</summary>
    public string? To { get; init; }

    /// <summary>Whether it holds on bank holidays of England (and then needs no dates).</summary>
    public bool BankHolidays { get; init; }

    /// <summary>The document that it comes from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether it holds on a day in England.</summary>
    public bool Covers(DateOnly day)
    {
        if (BankHolidays && EnglandCalendar.IsBankHoliday(day)) return true;
        if (From is null || To is null) return false;
        var date = day.ToString("MM-dd", CultureInfo.InvariantCulture); // Compared as text: zeros in front make that right.
        var (isFrom, isTo) = (string.CompareOrdinal(date, From) >= 0, string.CompareOrdinal(date, To) <= 0);
        return string.CompareOrdinal(From, To) <= 0 ? isFrom && isTo : isFrom || isTo;
    }
}
