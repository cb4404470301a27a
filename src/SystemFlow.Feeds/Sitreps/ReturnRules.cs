using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Returns;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Sitreps;

/// <summary>
/// From what a trust's screens showed to its daily situation report. A function of its arguments. A cell is blank rather than wrong:
/// what was not reported that day, what was too old at the moment that counts, an hour's or an evening's part of a day, and a sum that
/// lacks a hospital.
/// </summary>
public static class ReturnRules
{
    /// <summary>Within how long before midnight a count has to have been made that stands for the whole day: three reports of a live feed.</summary>
    public static readonly TimeSpan CountedUpTo = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan AsGoodAs8am = TimeSpan.FromHours(1);
    private static readonly MetricCode Over30 = MetricCode.Parse("ambulance.handover-over-30");
    private static readonly MetricCode Over60 = MetricCode.Parse("ambulance.handover-over-60");

    /// <summary>What has to be known at 8am.</summary>
    public static ImmutableArray<MetricCode> BedMetrics { get; } = [.. Columns(isFlow: false).Select(column => column.Metric!.Value)];

    /// <summary>What has to be known of the day before.</summary>
    public static ImmutableArray<MetricCode> EventMetrics { get; } = [.. Columns(isFlow: true).Select(column => column.Metric!.Value), Over30];

    /// <summary>A trust's return.</summary>
    /// <param name="beds">The trust at 8am.</param>
    /// <param name="events">The trust at the end of the day before.</param>
    /// <param name="now">Before 8am there are no beds yet, and a day that is not over has no events. UTC.</param>
    public static SitrepReturn Of(Place trust, DateOnly due, PlaceState beds, PlaceState events, DateTimeOffset now) => new(
        trust.Code, due,
        [.. Columns(isFlow: false).Select(column => AsAt8am(FigureOf(column, beds), due, now))],
        [
            .. Columns(isFlow: true)
                .Select(column => column.Figure is SitrepFigure.Delays30 ? Delays30(column, events) : FigureOf(column, events))
                .Select(figure => OfTheWholeDay(figure, due, now)),
        ]);

    /// <summary>
    /// Of a series' readings the one that stands for a whole day: that of the day itself, as daily returns send it (one of a Friday
    /// may cover the weekend), else the last of those that count from midnight on. Null for none.
    /// </summary>
    public static Reading? OfDay(IEnumerable<Reading> readings, DateOnly day)
    {
        var (from, to) = (UkDays.Midnight(day), UkDays.Midnight(day.AddDays(1)));
        Reading? whole = null, newest = null;
        foreach (var reading in readings)
        {
            if (reading.PeriodStart == from && reading.PeriodEnd >= to) whole ??= reading;
            else if (reading.PeriodEnd > from && reading.PeriodEnd < to && (reading.PeriodStart ?? from) == from) newest = reading;
        }

        return whole ?? newest;
    }

    /// <summary>When a daily return of this day may end: the next midnights, as far as a report of several days reaches.</summary>
    public static IEnumerable<DateTimeOffset> EndsOf(DateOnly day) => Enumerable.Range(1, 5).Select(days => UkDays.Midnight(day.AddDays(days)));

    /// <summary>When the state of the day before is looked at: its last moment.</summary>
    public static DateTimeOffset EndOfEvents(DateOnly due) => ReturnTimes.EventsOf(due).To.AddTicks(-1);

    private static IEnumerable<SitrepColumn> Columns(bool isFlow) =>
        SitrepColumn.All.Where(column => column.Metric is not null && column.IsFlow == isFlow);

    private static ReturnFigure FigureOf(SitrepColumn column, PlaceState state) => Read(column, column.Metric!.Value, state);

    private static ReturnFigure AsAt8am(ReturnFigure figure, DateOnly due, DateTimeOffset now) =>
        now < ReturnTimes.BedsAt(due) ? figure with { Value = null, Remark = "8am has not come yet", At = null }
        : figure is { Value: not null, At: { } at } && ReturnTimes.BedsAt(due) - at > AsGoodAs8am
            ? figure with { Remark = $"Counted at {Clock(at)}" }
        : figure;

    private static ReturnFigure OfTheWholeDay(ReturnFigure figure, DateOnly due, DateTimeOffset now)
    {
        var to = ReturnTimes.EventsOf(due).To;
        return now < to ? figure with { Value = null, Remark = "The day is not over", At = null }
            : figure is { Value: not null, At: { } at } && to - at > CountedUpTo ? figure with { Value = null, Remark = $"Counted up to {Clock(at)} only" }
            : figure;
    }

    private static string Clock(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, UkDays.London).ToString("HH:mm", CultureInfo.InvariantCulture);

    // The collection asks for 30 to 60 minutes; live feeds count over 30 and over 60.
    private static ReturnFigure Delays30(SitrepColumn column, PlaceState state)
    {
        var own = FigureOf(column, state);
        if (own.Value is not null) return own;
        var (over30, over60) = (Read(column, Over30, state), Read(column, Over60, state));
        return over30.Value >= over60.Value
            ? own with { Value = over30.Value - over60.Value, Remark = "Handovers over 30 minutes less those over 60", At = over30.At < over60.At ? over30.At : over60.At }
            : own;
    }

    private static ReturnFigure Read(SitrepColumn column, MetricCode metric, PlaceState state)
    {
        if (state[metric] is not { } figure) return Blank("Nothing was reported", null);
        var at = figure.Reading.PeriodEnd;
        if (figure.Freshness is Freshness.Silent or Freshness.NeverSeen) return Blank("The last report is too old for this moment", at);
        if (figure.Reading.Value is not { } value) return Blank("Reported as not known", at);
        if (figure.Coverage is { IsComplete: false } part) return Blank($"{part.Reporting} of {part.Expected} hospitals reported: a part is not the whole", at);
        return new ReturnFigure(column.Header, column.Metric!.Value, value, "", at);

        ReturnFigure Blank(string why, DateTimeOffset? last) => new(column.Header, column.Metric!.Value, null, why, last);
    }
}
