using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Editions;

/// <summary>A measure day by day, up to the end of a period.</summary>
/// <param name="First">The first of its days.</param>
/// <param name="Parts">The value of each day, or of a share its part; null for a gap.</param>
/// <param name="Wholes">Of a share the whole of each day; empty for what is no share.</param>
/// <param name="Coverage">For a sum over members, how many of them are in it; null for a place's own.</param>
public sealed record PackSeries(DateOnly First, ImmutableArray<double?> Parts, ImmutableArray<double?> Wholes, Coverage? Coverage)
{
    /// <summary>One day's value; null for a gap, and for a share of nothing.</summary>
    public double? this[int index] => Wholes.IsEmpty ? Parts[index]
        : Parts[index] is { } part && Wholes[index] is > 0 and var whole ? 100 * part / whole : null;
}

/// <summary>Works out a board pack's figures. Functions of their arguments.</summary>
public static class BoardPackRules
{
    /// <summary>Days before a week from which ordinary variation is known; a month has the month before.</summary>
    public const int DaysBeforeAWeek = 28;

    /// <summary>The organisations of a pack: the whole system and the acute trusts.</summary>
    public static ImmutableArray<Place> PlacesOf(Footprint footprint) =>
        [footprint.Root, .. footprint.Places.Where(place => place.Kind is PlaceKind.Trust && footprint.MembersOf(place.Code).Any())];

    /// <summary>The measures, in order. Those of NHS 111 are the whole system's alone.</summary>
    public static ImmutableArray<MetricCode> Metrics { get; } =
    [
        .. new[]
        {
            "ed.four-hour-performance", "ed.attendances", "ed.admissions", "ed.dta-waiting", "ed.over-12h-arrival", "ambulance.arrivals",
            "ambulance.handover-over-60", "beds.ga.occupancy", "discharges.total", "los.over-21", "nctr.patients", "dtoc.patients", "dtoc.rate",
            "nhs111.answered-60s-rate", "nhs111.abandoned-rate",
        }.Select(MetricCode.Parse),
    ];

    /// <summary>The measures that are shown day by day.</summary>
    public static ImmutableArray<MetricCode> ByDay { get; } = [Metrics[0], Metrics[1], Metrics[2], Metrics[7]];

    /// <summary>The first day whose figures a period's pack needs.</summary>
    public static DateOnly FirstDay(PackPeriod period) =>
        period.Kind is EditionKind.Weekly ? period.First.AddDays(-DaysBeforeAWeek) : period.Before.First;

    /// <summary>One measure of one organisation.</summary>
    public static PackLine LineOf(Place place, Metric metric, PackPeriod period, PackSeries series, ImmutableArray<Target> targets)
    {
        var (now, before) = (Over(series, period), Over(series, period.Before));
        var target = targets.FirstOrDefault(one => one.HoldsOn(period.Last));
        var offset = period.First.DayNumber - series.First.DayNumber;
        ImmutableArray<double?> all = [.. Enumerable.Range(0, offset + period.Days).Select(index => series[index])];
        double? total = DailyValue.IsOfWholeDay(metric) && series.Wholes.IsEmpty && now.Known == period.Days ? now.Sum : null;
        return new PackLine(
            place.Code, place.ShortName, metric.Code, now.Value, total, now.Known, before.Value, before.Known, period.Before.Days, target,
            VariationOf(XmrRules.Of(all, metric.Direction, metric.Min, target), offset), [.. all.Skip(offset)], series.Coverage);
    }

    /// <summary>Hours at each level.</summary>
    /// <param name="steps">How the level changed within the period and what it was before, oldest first.</param>
    public static PackLevels LevelsOf(Place place, PackPeriod period, IReadOnlyList<(DateTimeOffset At, OpelLevel? Level)> steps)
    {
        var hours = new double[4];
        var known = 0.0;
        for (var index = 0; index < steps.Count; index++)
        {
            var from = steps[index].At > period.From ? steps[index].At : period.From;
            var to = index + 1 < steps.Count && steps[index + 1].At < period.To ? steps[index + 1].At : period.To;
            if (to <= from || steps[index].Level is not { } level) continue;
            hours[(int)level - 1] += (to - from).TotalHours;
            known += (to - from).TotalHours;
        }

        return new PackLevels(place.Code, place.ShortName, [.. hours], Math.Max(0, (period.To - period.From).TotalHours - known));
    }

    /// <summary>Delayed days by reason and who must act.</summary>
    /// <param name="days">The whole system's delays at 8am of each day that is known.</param>
    public static PackDelays DelaysOf(IReadOnlyCollection<DelayBoard> days)
    {
        var known = days.Where(day => day.All.Patients is not null).ToList();
        var rows = known.SelectMany(day => day.Reasons).GroupBy(row => row.Reason, StringComparer.Ordinal)
            .Select(rows => new DelayReasonRow(rows.Key, Add(rows, row => row.Nhs), Add(rows, row => row.Social), Add(rows, row => row.Both), Add(rows, row => row.Unsplit)));
        return new PackDelays(
            [.. rows.OrderByDescending(row => row.Total).ThenBy(row => row.Reason, StringComparer.Ordinal)], known.Count,
            known.Count == 0 ? null : known.Select(day => day.All.Coverage).MinBy(coverage => coverage.Reporting));
    }

    /// <summary>Joint actions of a period.</summary>
    /// <param name="actions">Each in its state at the end.</param>
    public static PackActions ActionsOf(IReadOnlyCollection<JointAction> actions, PackPeriod period)
    {
        return new PackActions(
            actions.Count(action => IsWithin(action.GivenAt)), Closed(ActionStatus.Done), Closed(ActionStatus.Declined),
            actions.Count(action => action.IsOpen), actions.Count(action => action.IsOverdue(period.To)));

        int Closed(ActionStatus status) => actions.Count(action => action.Status == status && IsWithin(action.Since));
        bool IsWithin(DateTimeOffset at) => at >= period.From && at < period.To;
    }

    private static (double? Value, double Sum, int Known) Over(PackSeries series, PackPeriod period)
    {
        var (sum, whole, known) = (0.0, 0.0, 0);
        for (var day = period.First; day <= period.Last; day = day.AddDays(1))
        {
            var index = day.DayNumber - series.First.DayNumber;
            if (series[index] is null) continue;
            sum += series.Parts[index]!.Value;
            whole += series.Wholes.IsEmpty ? 1 : series.Wholes[index]!.Value;
            known++;
        }

        return known == 0 ? (null, 0, 0) : (series.Wholes.IsEmpty ? sum / whole : 100 * sum / whole, sum, known);
    }

    private static PackVariation? VariationOf(Xmr? spc, int offset)
    {
        if (spc is null) return null;
        var days = spc.Points.Skip(offset).ToList();
        return new PackVariation(
            spc.Mean, spc.Lower, spc.Upper, spc.IsTrial, days.Count(day => day.Variation is Variation.Improvement),
            days.Count(day => day.Variation is Variation.Concern), days.Count(day => day.Variation is Variation.Neutral));
    }

    private static double? Add(IEnumerable<DelayReasonRow> rows, Func<DelayReasonRow, double?> part)
    {
        var parts = rows.Select(part).OfType<double>().ToList();
        return parts.Count == 0 ? null : parts.Sum();
    }
}
