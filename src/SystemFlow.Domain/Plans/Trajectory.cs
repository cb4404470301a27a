using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Plans;

/// <summary>What a provider agreed to reach, month by month: attendances, how many of them wait over 4 hours, and the share that does not.</summary>
/// <param name="Name">As the document calls it.</param>
/// <param name="Source">The document.</param>
/// <param name="Share">The monthly metric that the share is a plan for.</param>
/// <param name="Over">The one that waits over 4 hours are a plan for.</param>
/// <param name="All">The one that attendances are a plan for.</param>
/// <param name="Beside">The metric of today beside which the share may be drawn, as that of the whole month.</param>
/// <param name="Months">In order.</param>
public sealed record Trajectory(
    PlaceCode Place, string Name, string Source, MetricCode Share, MetricCode Over, MetricCode All, MetricCode Beside,
    ImmutableArray<PlannedMonth> Months)
{
    /// <summary>By how much a month may differ, in per cent, as the document prints it; null where it does not.</summary>
    public double? TolerancePercent { get; init; }

    /// <summary>The planned value of a metric in the month of a day; null where there is none.</summary>
    public double? ValueOf(MetricCode metric, DateOnly day) => MonthOf(day) is { } month ? month.ValueOf(PartOf(metric)) : null;

    /// <summary>The plan of the month of a day; null for none.</summary>
    public PlannedMonth? MonthOf(DateOnly day) => Months.FirstOrDefault(month => month.First.Year == day.Year && month.First.Month == day.Month);

    /// <summary>Whether it has something to say about a metric.</summary>
    public bool IsFor(MetricCode metric) => PartOf(metric) is not null;

    private PlanPart? PartOf(MetricCode metric) =>
        metric == Share || metric == Beside ? PlanPart.Share
        : metric == Over ? PlanPart.Over
        : metric == All ? PlanPart.All
        : null;
}

/// <summary>One month of a trajectory. The share is worked out where both counts are given.</summary>
/// <param name="Month">Like <c>2016-10</c>.</param>
/// <param name="Kind">Whether it was planned, or reported in the plan as what had happened.</param>
public sealed record PlannedMonth(string Month, PlanKind Kind)
{
    /// <summary>Number waiting over 4 hours.</summary>
    public double? Over { get; init; }

    /// <summary>Attendances.</summary>
    public double? All { get; init; }

    /// <summary>The share within 4 hours, in per cent, where the document prints it without counts.</summary>
    public double? Percent { get; init; }

    /// <summary>Its first day.</summary>
    public DateOnly First => DateOnly.ParseExact($"{Month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A part of it; null where it does not say.</summary>
    internal double? ValueOf(PlanPart? part) => part switch
    {
        PlanPart.Over => Over,
        PlanPart.All => All,
        PlanPart.Share => Over is { } over && All is > 0 and var all ? 100 * (all - over) / all : Percent,
        _ => null,
    };

    /// <summary>What is wrong with it; null for nothing.</summary>
    internal string? Problem =>
        !DateOnly.TryParseExact($"{Month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? $"'{Month}' is not a month such as 2016-10."
        : Percent is null ? Over is null || All is not > 0 || Over > All ? $"{Month} needs attendances, and of them those over 4 hours." : null
        : Over is not null || All is not null ? $"{Month} has a share beside its counts: it is worked out from them."
        : Percent is < 0 or > 100 ? $"{Month} has a share of {Percent}%."
        : null;
}

/// <summary>Where a month's numbers come from.</summary>
public enum PlanKind
{
    /// <summary>Agreed beforehand.</summary>
    Plan,
    /// <summary>Reported in the plan as what had happened.</summary>
    Actual,
}

/// <summary>A part of a planned month.</summary>
internal enum PlanPart
{
    /// <summary>The share within 4 hours.</summary>
    Share,
    /// <summary>Those over 4 hours.</summary>
    Over,
    /// <summary>Attendances.</summary>
    All,
}
