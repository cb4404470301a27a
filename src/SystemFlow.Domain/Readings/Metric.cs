using System.Collections.Immutable;
using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Readings;

/// <summary>One entry of the metric dictionary: what is measured, in what unit, how often, by whose definition.</summary>
/// <param name="Name">As staff read it on screen.</param>
/// <param name="Cadence">How often a live feed is due to send it.</param>
/// <param name="Definition">What is counted and what is not, in a sentence.</param>
/// <param name="Origin">Whose definition it is.</param>
public sealed record Metric(
    MetricCode Code, string Name, Unit Unit, MetricKind Kind, PeriodType Period, Direction Direction, TimeSpan Cadence,
    string Definition, string Origin)
{
    private const int CadencesUntilSilent = 3;

    /// <summary>For a tile or a column's head; <see cref="Name"/> where the file gives none.</summary>
    public string ShortName { get; init; } = Name;

    /// <summary>From this age on it is no longer shown as now, nor summed. Three times the cadence unless the file says otherwise.</summary>
    public TimeSpan StaleAfter { get; init; } = CadencesUntilSilent * Cadence;

    /// <summary>The least that can be true, in the metric's unit.</summary>
    public double Min { get; init; }

    /// <summary>The most that can be true at one place; a value beyond it is a mistake, and is refused.</summary>
    public double Max { get; init; } = double.MaxValue;

    /// <summary>How a board's figure comes from its members'.</summary>
    public RollUp RollUp { get; init; } = RollUp.Sum;

    /// <summary>Whether it may be divided by a delay's reason and by who must act.</summary>
    public bool HasReasons { get; init; }

    /// <summary>For a percentage that is derived and never sent: 100 × this sum …</summary>
    public ImmutableArray<MetricCode> Numerator { get; init; } = [];

    /// <summary>… over the first of these that the place has.</summary>
    public ImmutableArray<MetricCode> Denominator { get; init; } = [];

    /// <summary>
    /// For a whole that may be sent as such or by its kinds: the metrics that add up to it, with nothing counted in two.
    /// Where a place sends all of them, and no whole as new as these, the whole is their sum.
    /// </summary>
    public ImmutableArray<MetricCode> Parts { get; init; } = [];

    /// <summary>Whether it is worked out here; a feed may not send it.</summary>
    public bool IsDerived { get; init; }

    /// <summary>The code before its first dot, such as <c>beds</c>: what <see cref="Place.Expects"/> names.</summary>
    public string Group => Code.ToString().Split('.')[0];

    /// <summary>Whether it is a mean over its period, which may have a fraction whatever it counts.</summary>
    public bool IsAverage { get; init; }

    /// <summary>Whether only whole numbers make sense.</summary>
    public bool IsWhole => !IsAverage && Unit is not (Unit.Minutes or Unit.Percent or Unit.Score);

    /// <summary>Whether it tells of a month or a quarter that is over: history to compare with, never how things are now.</summary>
    public bool IsHistory => Period is PeriodType.Month or PeriodType.Quarter;
}

/// <summary>What a value counts.</summary>
public enum Unit
{
    /// <summary>People.</summary>
    Patients,
    /// <summary>Staffed beds; for virtual beds, people who can be supported at once.</summary>
    Beds,
    /// <summary>Elapsed minutes.</summary>
    Minutes,
    /// <summary>0 to 100 and beyond, always from a numerator and a denominator.</summary>
    Percent,
    /// <summary>Ambulances at the door.</summary>
    Ambulances,
    /// <summary>Bed days lost.</summary>
    BedDays,
    /// <summary>Telephone calls.</summary>
    Calls,
    /// <summary>Places in a department, such as majors cubicles.</summary>
    Spaces,
    /// <summary>Packages of care at home.</summary>
    Packages,
    /// <summary>Referrals to a service.</summary>
    Referrals,
    /// <summary>Things that happened, such as a closure.</summary>
    Events,
    /// <summary>Points of a pressure score.</summary>
    Score,
}

/// <summary>How values behave over time, which decides how they are summed up.</summary>
public enum MetricKind
{
    /// <summary>What there is, at a moment: beds open.</summary>
    Capacity,
    /// <summary>What fills it or waits, at a moment: patients in the department.</summary>
    Queue,
    /// <summary>What happened in a period: attendances.</summary>
    EventCount,
    /// <summary>How long something took.</summary>
    Duration,
    /// <summary>What is free, at a moment: vacancies.</summary>
    Availability,
    /// <summary>A part of a whole.</summary>
    Percent,
    /// <summary>A score of this product's.</summary>
    Score,
}

/// <summary>What stretch of time one value covers.</summary>
public enum PeriodType
{
    /// <summary>A moment.</summary>
    Instant,
    /// <summary>From midnight, UK time, to the reading's moment.</summary>
    SinceMidnight,
    /// <summary>The hour up to the reading's moment.</summary>
    LastHour,
    /// <summary>A whole day, UK time.</summary>
    Day,
    /// <summary>A calendar month, UK time.</summary>
    Month,
    /// <summary>Three calendar months, UK time: the quarters of a financial year, which begins in April.</summary>
    Quarter,
}

/// <summary>Which way is good.</summary>
public enum Direction
{
    /// <summary>Neither.</summary>
    Neutral,
    /// <summary>A rise is worse.</summary>
    HigherIsWorse,
    /// <summary>A rise is better.</summary>
    HigherIsBetter,
}

/// <summary>How a figure over several places comes from theirs.</summary>
public enum RollUp
{
    /// <summary>Added up.</summary>
    Sum,
    /// <summary>The greatest of them: the longest wait.</summary>
    Max,
    /// <summary>From summed numerators and denominators, never an average of percentages.</summary>
    Ratio,
    /// <summary>It cannot be: a median of medians means nothing.</summary>
    None,
}
