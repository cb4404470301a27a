using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Rules;
using SystemFlow.Series;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Live;

/// <summary>
/// The whole system as it was known at a past moment: every place's readings as the record had them then, folded by the same
/// functions as live and scored by the pressure rules that were in force. Worked out once for all pages, in its turn
/// (<see cref="PastTurns"/>), and kept for a minute; at most <see cref="Capacity"/> moments.
/// </summary>
/// <remarks>
/// What was known when rests on <see cref="Reading.KnownAt"/>, else on <see cref="Reading.SubmittedAt"/>. Places and metrics are
/// today's. Live, a figure's freshness is looked at every ten seconds and sums over members every second; here at the very moment.
/// </remarks>
public sealed partial class PastView(
    ISeriesStore store, IEventLog events, Footprint footprint, MetricDictionary dictionary, RuleDocuments rules, RunMode mode,
    PastTurns turns, TimeProvider time, ILogger<PastView> logger)
{
    /// <summary>Moments kept.</summary>
    public const int Capacity = 64;

    /// <summary>How long a moment is kept: readings for it may still come, from a sender whose clock is behind.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // It only moves back, and seldom: where a reading comes that was known earlier than all others.
    private static readonly TimeSpan LifetimeOfBeginning = TimeSpan.FromMinutes(10);

    // What could not be read is tried again by whoever asks next.
    private readonly SharedReads<DateTimeOffset, Past> _reads = new(
        Capacity, time, static (past, age, _) => age >= Lifetime || past.Outcome is PastOutcome.Unreadable);

    private volatile Beginning? _begins;
    private volatile bool _isFailing;

    /// <summary>The system at the moment that an address asks for, or why it cannot be shown.</summary>
    /// <param name="asked">As <see cref="MomentText"/> reads it.</param>
    public Task<Past> AskAsync(string asked, CancellationToken cancellationToken) =>
        !MomentText.TryParse(asked, out var at) ? Task.FromResult(Nothing(DateTimeOffset.UnixEpoch, PastOutcome.NoMoment))
        : at > time.GetUtcNow() ? Task.FromResult(Nothing(DateTimeOffset.UnixEpoch, PastOutcome.InTheFuture))
        : AtAsync(at, cancellationToken);

    /// <summary>What a page shows while a moment is being worked out: no figures.</summary>
    public Past Reading(string asked) => Nothing(MomentText.TryParse(asked, out var at) ? at : DateTimeOffset.UnixEpoch, PastOutcome.Reading);

    /// <summary>The system at a moment that is not in the future. That it cannot be read, or not now, is an answer too.</summary>
    public async Task<Past> AtAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var moment = at.ToUniversalTime();
        try
        {
            return await _reads.OfAsync(moment, turns.Turns, stop => WorkOutAsync(moment, stop), cancellationToken);
        }
        catch (SeriesException busy) when (busy.IsBusy)
        {
            return Nothing(moment, PastOutcome.Busy);
        }
    }

    /// <summary>
    /// The same, read now, whatever was read of that moment before: for whoever keeps what it says. From
    /// <see cref="IntakeDesk.AtOnce"/> after the moment on, the answer does not change any more.
    /// </summary>
    public async Task<Past> AnewAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var moment = at.ToUniversalTime();
        try
        {
            return await turns.Turns.TakeAsync(stop => WorkOutAsync(moment, stop), cancellationToken);
        }
        catch (SeriesException busy) when (busy.IsBusy)
        {
            return Nothing(moment, PastOutcome.Busy);
        }
    }

    private async Task<Past> WorkOutAsync(DateTimeOffset at, CancellationToken stop)
    {
        try
        {
            var past = await ReadAsync(at, stop);
            if (_isFailing) LogReadable(logger);
            _isFailing = false;
            return past;
        }
        catch (Exception error) when (error is SeriesException or EventLogException or SqliteException)
        {
            if (!_isFailing) LogUnreadable(logger, error);
            _isFailing = true;
            return Nothing(at, PastOutcome.Unreadable);
        }
    }

    private async Task<Past> ReadAsync(DateTimeOffset at, CancellationToken stop)
    {
        var own = new Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>>();
        foreach (var place in footprint.Places)
        {
            stop.ThrowIfCancellationRequested(); // A store that answers at once need not look.
            var newest = OwnReadings.None;
            await foreach (var reading in store.LatestAsync(place.Code, at, stop)) newest = newest.With(reading);
            if (!newest.IsEmpty) own[place.Code] = newest;
        }

        if (own.Count == 0)
        {
            return Nothing(at, PastOutcome.BeforeTheRecord) with { Begins = await BeginsAsync(stop) };
        }

        var inForce = RulesAt(at);
        var states = new StateRules(footprint, dictionary, inForce).StatesOf(own, at);
        var version = at.ToUnixTimeMilliseconds();
        return new Past(at, states.ToImmutableDictionary(state => state.Key, state => state.Value with { Version = version }), inForce, PastOutcome.Known)
        {
            Events = await events.AsAtAsync(at, stop),
        };
    }

    private async Task<DateTimeOffset?> BeginsAsync(CancellationToken stop)
    {
        if (_begins is { } known && time.GetElapsedTime(known.Since) < LifetimeOfBeginning) return known.At;
        var at = await store.BeginsAsync(stop);
        _begins = at is { } begins ? new Beginning(begins, time.GetTimestamp()) : null;
        return at;
    }

    // No figures, and never zeros. What is no past moment stands at one of which nothing is known.
    private Past Nothing(DateTimeOffset at, PastOutcome outcome) => new(
        at, footprint.Places.ToImmutableDictionary(place => place.Code, place => PlaceState.Unknown(place.Code) with { At = at }),
        PressureRules.Standard, outcome);

    // Rules are changed by the real clock: in a replay the past is scored, as live, by today's.
    private PressureRules RulesAt(DateTimeOffset at) => mode.Now.Kind is RunKind.Replay ? rules.Current.Pressure : rules.PressureAt(at);

    [LoggerMessage(LogLevel.Warning, "The past cannot be read; pages say so until it can.")]
    private static partial void LogUnreadable(ILogger logger, Exception error);

    [LoggerMessage(LogLevel.Information, "The past can be read again.")]
    private static partial void LogReadable(ILogger logger);

    private sealed record Beginning(DateTimeOffset At, long Since);
}
