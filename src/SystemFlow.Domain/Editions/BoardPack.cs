using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Editions;

/// <summary>
/// A weekly or monthly board pack, in the manner of "Performance on a Page" (East and North Hertfordshire CCG operational plan 2017 to
/// 2019): each measure with its target, the same period before, and whether that is better or worse.
/// </summary>
/// <param name="System">The system's name.</param>
/// <param name="IsExercise">Whether its figures are a simulator's or a replay's.</param>
/// <param name="Lines">Each measure at each organisation, measure by measure.</param>
public sealed record BoardPack(
    string System, PackPeriod Period, bool IsExercise, ImmutableArray<PackLine> Lines, ImmutableArray<PackLevels> Levels, PackDelays Delays,
    PackAlerts Alerts, PackActions Actions);

/// <summary>One measure of one organisation over a period.</summary>
/// <param name="PlaceName">As said aloud on a call.</param>
/// <param name="Value">
/// Of a share, from the parts and wholes of all known days; of anything else the mean of the known days. Null where no day is known.
/// </param>
/// <param name="Total">What was counted over the whole period; null unless every day is known, and for what is not counted over a day.</param>
/// <param name="DaysKnown">Of the period's days.</param>
/// <param name="Before">The same of the period before.</param>
/// <param name="BeforeDaysKnown">Of the days of the period before.</param>
/// <param name="BeforeDays">How many days that had.</param>
/// <param name="Target">The one that held at the period's end; null for none.</param>
/// <param name="Variation">What ordinary variation says; null where no two days follow each other.</param>
/// <param name="Daily">One value for each day of the period; null for a day that is missing.</param>
/// <param name="Coverage">For a sum over members, how many of them are in it; null for a place's own.</param>
public sealed record PackLine(
    PlaceCode Place, string PlaceName, MetricCode Metric, double? Value, double? Total, int DaysKnown, double? Before, int BeforeDaysKnown,
    int BeforeDays, Target? Target, PackVariation? Variation, ImmutableArray<double?> Daily, Coverage? Coverage);

/// <summary>What an XmR chart says of the days of a period.</summary>
/// <param name="IsTrial">Whether there were too few days yet for limits that can be relied on.</param>
/// <param name="Improvements">Days of the period with a special cause for the better.</param>
/// <param name="Concerns">Days with one for the worse.</param>
/// <param name="Others">Days with one where neither way is better.</param>
public sealed record PackVariation(double Mean, double Lower, double Upper, bool IsTrial, int Improvements, int Concerns, int Others);

/// <summary>How long an organisation was at each calculated level.</summary>
/// <param name="Hours">Hours at OPEL 1, 2, 3 and 4.</param>
/// <param name="Unknown">Hours at which the level was not known, or nobody watched.</param>
public sealed record PackLevels(PlaceCode Place, string PlaceName, ImmutableArray<double> Hours, double Unknown);

/// <summary>Delayed days by reason and who must act: patients delayed at 8am, added up over the days that are known.</summary>
/// <param name="Least">The fewest organisations that were known on one of those days, of those that ought to be; null for no day.</param>
public sealed record PackDelays(ImmutableArray<DelayReasonRow> Reasons, int DaysKnown, Coverage? Least);

/// <summary>Alerts that fired in the period.</summary>
/// <param name="AreKnown">Whether every alert of the period is known.</param>
public sealed record PackAlerts(bool AreKnown, ImmutableArray<PackAlertLine> Lines);

/// <summary>Alerts of one severity.</summary>
/// <param name="Acknowledged">Those that somebody took on.</param>
/// <param name="Median">From firing to being taken on; null where none was.</param>
public sealed record PackAlertLine(Severity Severity, int Fired, int Acknowledged, TimeSpan? Median);

/// <summary>Joint actions of the period.</summary>
/// <param name="Given">Given within it.</param>
/// <param name="Done">Done within it.</param>
/// <param name="Declined">Declined within it.</param>
/// <param name="Open">Open at its end.</param>
/// <param name="Overdue">Of those, the ones whose time was over.</param>
public sealed record PackActions(int Given, int Done, int Declined, int Open, int Overdue);
