using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Handovers;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Handovers;

/// <summary>What one shift hands to the next, at a moment.</summary>
/// <param name="Since">When the shift began: at the handover before, else at 8am or 8pm. UTC.</param>
/// <param name="At">UTC.</param>
/// <param name="States">Every place's.</param>
/// <param name="Events">Declared levels and alerts as they stood.</param>
/// <param name="Steps">How calculated levels changed in the shift, newest first.</param>
/// <param name="Open">Actions that are open, what is overdue first.</param>
/// <param name="Closed">Actions that were closed in the shift, newest first.</param>
public sealed record HandoverPicture(
    DateTimeOffset Since, DateTimeOffset At, Func<PlaceCode, PlaceState> States, EventsAsAt Events, ImmutableArray<LevelStep> Steps,
    ImmutableArray<JointAction> Open, ImmutableArray<JointAction> Closed, ImmutableArray<Watch> Watch, ImmutableArray<Silence> Silences);

/// <summary>What a person writes for the next shift.</summary>
public sealed class HandoverFields
{
    /// <summary>What the next shift has to know.</summary>
    public string Happened { get; set; } = "";

    /// <summary>What to watch.</summary>
    public string Watch { get; set; } = "";
}

/// <summary>Shows what there is to hand over, keeps what is handed over and who took it.</summary>
public sealed partial class HandoverDesk(
    HandoverLog log, IEventLog events, ActionLog actions, PastView past, LiveView live, IRuleBook book, Footprint footprint,
    MetricDictionary dictionary, TimeProvider time, Permits permits, ILogger<HandoverDesk> logger)
{
    /// <summary>The longest text, in characters.</summary>
    public const int LongestText = 2_000;

    private const string NotKept = "Nothing was kept, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.";

    /// <summary>The newest handovers, newest first.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public Task<ImmutableArray<Handover>> ReadAsync(int most, CancellationToken cancellationToken) =>
        log.ReadAsync(time.GetUtcNow(), most, number: null, cancellationToken);

    /// <summary>One handover; null for none.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<Handover?> FindAsync(int number, CancellationToken cancellationToken) =>
        (await log.ReadAsync(time.GetUtcNow(), 1, number, cancellationToken)).FirstOrDefault();

    /// <summary>What there is to hand over now.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public Task<HandoverPicture> NowAsync(CancellationToken cancellationToken) =>
        PictureAsync(time.GetUtcNow(), place => live[place], () => Task.FromResult(actions.Current), isNow: true, cancellationToken);

    /// <summary>
    /// What there was to hand over at a past moment, without what there was to watch, which is kept with the handover; null where the
    /// record cannot be read.
    /// </summary>
    public async Task<HandoverPicture?> AtAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var then = await past.AtAsync(at, cancellationToken);
        return then.Outcome is PastOutcome.Known ? await PictureAsync(at, place => then.States[place], () => actions.AsAtAsync(at, cancellationToken), isNow: false, cancellationToken) : null;
    }

    /// <summary>Hands over. Answers what keeps it from being done, if anything does.</summary>
    public async Task<ImmutableArray<string>> GiveAsync(ClaimsPrincipal person, HandoverFields fields, CancellationToken cancellationToken)
    {
        var (by, refusal) = permits.Ask(person, Act.HandOver);
        string?[] found =
        [
            refusal,
            FreeText.ProblemOf(fields.Happened, "what the next shift has to know", LongestText),
            FreeText.ProblemOf(fields.Watch, "what to watch", LongestText, isNeeded: false),
        ];
        ImmutableArray<string> problems = [.. found.OfType<string>()];
        if (!problems.IsEmpty) return problems;
        return await KeptAsync(async () =>
        {
            var now = await NowAsync(cancellationToken);
            var handover = new Handover(0, now.At, by!, fields.Happened.Trim(), fields.Watch.Trim())
            {
                Ahead = [.. now.Watch.Select(watch => new HandoverWatch(watch.Place?.Code, watch.Words, watch.Link))],
            };
            await log.GiveAsync(handover, cancellationToken);
        });
    }

    /// <summary>Takes over. Answers what keeps it from being done, if anything does.</summary>
    public async Task<ImmutableArray<string>> TakeAsync(ClaimsPrincipal person, Handover handover, CancellationToken cancellationToken)
    {
        var leave = permits.Ask(person, Act.HandOver);
        if (leave.By is not { } by) return [leave.Refusal!];
        if (by == handover.By) return ["You handed this over: somebody else takes it."];
        var isTaken = false;
        var problems = await KeptAsync(async () => isTaken = await log.TakeAsync(handover.Number, by, time.GetUtcNow(), cancellationToken));
        return !problems.IsEmpty ? problems : isTaken ? [] : ["Somebody else took it over meanwhile."];
    }

    private async Task<HandoverPicture> PictureAsync(
        DateTimeOffset at, Func<PlaceCode, PlaceState> states, Func<Task<ImmutableArray<JointAction>>> read, bool isNow, CancellationToken cancellationToken)
    {
        var last = await log.ReadAsync(at.AddTicks(-1), 1, number: null, cancellationToken);
        var since = last is [var before] ? before.At : ShiftBegan(at);
        var then = await events.AsAtAsync(at, cancellationToken);
        var all = await read();
        return new HandoverPicture(
            since, at, states, then, await events.LevelStepsAsync(since, at, cancellationToken),
            [.. all.Where(action => action.IsOpen).OrderBy(action => action.Due)],
            [.. all.Where(action => !action.IsOpen && action.Since >= since).OrderByDescending(action => action.Since)],
            isNow ? new WatchRules(footprint, book.Current.Rota, states, then, at).Of(all, events.PlannedFrom(at)) : [],
            Silences.Of(footprint, dictionary, states, at));
    }

    // 8am or 8pm on the wall, whichever was last: the shifts that the rota ships with.
    private static DateTimeOffset ShiftBegan(DateTimeOffset at)
    {
        var day = EnglandCalendar.DateOf(at);
        return new[] { (day, 20), (day, 8), (day.AddDays(-1), 20) }
            .Select(shift => EnglandCalendar.Moment(shift.Item1.ToDateTime(new TimeOnly(shift.Item2, 0)))).First(began => began <= at);
    }

    private async Task<ImmutableArray<string>> KeptAsync(Func<Task> keep)
    {
        try
        {
            await keep();
            return [];
        }
        catch (EventLogException error)
        {
            LogNotKept(logger, error);
            return [NotKept];
        }
    }

    [LoggerMessage(LogLevel.Error, "A handover could not be recorded; the person was told so.")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}
