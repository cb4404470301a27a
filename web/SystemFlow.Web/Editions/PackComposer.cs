using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Loads;
using SystemFlow.Series;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Editions;

/// <summary>
/// Composes a board pack from the record: daily values as charts read them, each measure of each organisation in a turn of its own among
/// what else reads the past, so that a pack holds up nobody.
/// </summary>
public sealed class PackComposer(
    ISeriesStore store, PastView view, PastTurns turns, IEventLog events, ActionLog actions, Footprint footprint, MetricDictionary dictionary,
    PlanSet plans, DelayRules delays, IRunKind run)
{
    /// <summary>The most alerts of a period that are read (<see cref="IEventLog.FiredAsync"/>).</summary>
    public const int MostAlerts = 5_000;

    private static readonly TimeSpan LevelsBack = TimeSpan.FromDays(60);

    private readonly TrendLines _lines = new(footprint, dictionary);
    private readonly TrendSampler _sampler = new(store, dictionary);

    /// <summary>The pack of a period that is over; null where nothing at all is on record of it.</summary>
    /// <exception cref="SeriesException">The record cannot be read now, or too much is asked of it.</exception>
    /// <exception cref="EventLogException">The event log cannot be read now.</exception>
    public async Task<BoardPack?> ComposeAsync(PackPeriod period, CancellationToken cancellationToken)
    {
        var kept = await store.SeriesAsync(cancellationToken).ToHashSetAsync(cancellationToken: cancellationToken);
        var lines = ImmutableArray.CreateBuilder<PackLine>();
        foreach (var metric in BoardPackRules.Metrics.Select(code => dictionary[code]))
        {
            foreach (var place in BoardPackRules.PlacesOf(footprint).Where(place => footprint.ExpectedReporters(place.Code, metric.Group) > 0))
            {
                lines.Add(await LineAsync(place, metric, period, kept, cancellationToken));
            }
        }

        if (lines.All(line => line.Value is null)) return null;
        return new BoardPack(
            footprint.Name, period, run.IsExercise, lines.ToImmutable(), await LevelsAsync(period, cancellationToken),
            await DelaysAsync(period, cancellationToken), await AlertsAsync(period, cancellationToken), await ActionsAsync(period, cancellationToken));
    }

    private async Task<PackLine> LineAsync(
        Place place, Metric metric, PackPeriod period, HashSet<SeriesKey> kept, CancellationToken cancellationToken)
    {
        var first = BoardPackRules.FirstDay(period);
        ImmutableArray<DateOnly> days = [.. Enumerable.Range(0, period.Last.DayNumber - first.DayNumber + 1).Select(first.AddDays)];
        var (parts, wholes, coverage) = await turns.Turns.TakeAsync(
            stop => _lines.ReadHalvesAsync(place, metric.Code, days.Length, (member, key) => OfDaysAsync(member, key, stop)), cancellationToken);
        var series = new PackSeries(first, parts.IsEmpty ? [.. days.Select(_ => (double?)null)] : parts, wholes, coverage);
        return BoardPackRules.LineOf(place, metric, period, series, plans.TargetsFor(place, metric.Code));

        // Of what the record does not have nothing is asked: of most places most measures are not sent, and each day is a question.
        Task<double?[]?> OfDaysAsync(PlaceCode member, MetricKey key, CancellationToken stop) =>
            kept.Contains(new SeriesKey(member, key)) ? _sampler.OfDaysAsync(member, key, days, stop) : Task.FromResult<double?[]?>(null);
    }

    private async Task<ImmutableArray<PackLevels>> LevelsAsync(PackPeriod period, CancellationToken cancellationToken)
    {
        var levels = ImmutableArray.CreateBuilder<PackLevels>();
        var scored = footprint.Places.Where(place => place.Kind is PlaceKind.Footprint or PlaceKind.Board or PlaceKind.Trust or PlaceKind.Hospital
            && (place.Kind is not PlaceKind.Trust || footprint.MembersOf(place.Code).Any()));
        foreach (var place in scored)
        {
            var within = await events.LevelsAsync(place.Code, period.From, period.To, cancellationToken);
            var before = await events.LevelsAsync(place.Code, period.From - LevelsBack, period.From, cancellationToken);
            IEnumerable<LevelRecord> steps = before.IsEmpty ? within.Reverse() : within.Reverse().Prepend(before[0]);
            levels.Add(BoardPackRules.LevelsOf(place, period, [.. steps.Select(step => (step.At, step.Level))]));
        }

        return levels.ToImmutable();
    }

    // As each day was known at 8am, which is when the daily return counts.
    private async Task<PackDelays> DelaysAsync(PackPeriod period, CancellationToken cancellationToken)
    {
        var days = new List<DelayBoard>();
        for (var day = period.First; day <= period.Last; day = day.AddDays(1))
        {
            var past = await view.AtAsync(EnglandCalendar.Moment(day.ToDateTime(DailyValue.FixedTime)), cancellationToken);
            if (past.Outcome is PastOutcome.Busy or PastOutcome.Unreadable) throw new SeriesException("A day of the period cannot be read now.") { IsBusy = true };
            if (past.Outcome is PastOutcome.Known) days.Add(delays.BoardOf(footprint.Root, place => past.States[place]));
        }

        return BoardPackRules.DelaysOf(days);
    }

    private async Task<PackAlerts> AlertsAsync(PackPeriod period, CancellationToken cancellationToken)
    {
        var fired = await events.FiredAsync(period.From, period.To, cancellationToken);
        var histories = await events.HistoriesAsync(period.From, period.To, cancellationToken);
        var known = (await events.AsAtAsync(period.From, cancellationToken)).AlertsSince;
        return new PackAlerts(
            known <= period.From && fired.Length < MostAlerts,
            [
                .. Enum.GetValues<Severity>().OrderDescending().Select(severity =>
                {
                    var tally = AlertLoads.Of([.. fired.Where(alert => alert.Severity == severity)], histories, [], [], period.From, period.To).All;
                    return new PackAlertLine(severity, tally.Alerts, tally.Acknowledged, tally.MedianToAcknowledge);
                }),
            ]);
    }

    // An action that is closed is read for two weeks after: the period is looked through in such steps, the last state first.
    private async Task<PackActions> ActionsAsync(PackPeriod period, CancellationToken cancellationToken)
    {
        var found = new Dictionary<int, JointAction>();
        for (var at = period.To; at > period.From; at -= ActionLog.ClosedShown)
        {
            foreach (var action in await actions.AsAtAsync(at.AddTicks(-1), cancellationToken)) found.TryAdd(action.Number, action);
        }

        return BoardPackRules.ActionsOf(found.Values, period);
    }
}
