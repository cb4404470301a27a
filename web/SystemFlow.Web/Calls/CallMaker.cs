using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Calls;

/// <summary>A pack, or why there is none.</summary>
/// <param name="Outcome">What the record said of the call's moment.</param>
/// <param name="IsRecordEmpty">Whether there is no record at all yet.</param>
public sealed record MadePack(CallPack? Pack, PastOutcome Outcome, bool IsRecordEmpty = false);

/// <summary>Makes packs: of a past moment from the record alone, and of now from the live view.</summary>
public sealed class CallMaker(
    PastView past, LiveView live, IEventLog events, RuleDocuments rules, RunMode mode, Footprint footprint, MetricDictionary dictionary,
    PackRules packs, CallActions actions, IOptions<CallOptions> options, TimeProvider time)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<DateTimeOffset, Preview> _previews = [];

    /// <summary>When calls are.</summary>
    public CallTimes Times { get; } = options.Value.CallTimes;

    /// <summary>The pack of a call as the record gives it. The same answer whenever it is asked, from a minute after the moment on.</summary>
    /// <param name="previous">The call before it; what has changed is said since then.</param>
    public async Task<MadePack> MakeAsync(DateTimeOffset at, DateTimeOffset previous, GripTerms terms, CancellationToken cancellationToken)
    {
        var now = await past.AnewAsync(at, cancellationToken);
        if (now.Outcome is not PastOutcome.Known) return new MadePack(null, now.Outcome, now is { Outcome: PastOutcome.BeforeTheRecord, Begins: null });
        var before = await past.AnewAsync(previous, cancellationToken);
        if (before.Outcome is not (PastOutcome.Known or PastOutcome.BeforeTheRecord)) return new MadePack(null, before.Outcome);
        var alertRules = mode.Now.Kind is RunKind.Replay ? rules.Current.Alerts : rules.AlertsAt(at); // As PastView takes its rules.
        var material = new PackMaterial(
            CallId.Of(at), MomentOf(now), previous, before.Outcome is PastOutcome.Known ? MomentOf(before) : null, now.Rules, alertRules,
            await actions.AsAtAsync(at, cancellationToken), MissingAt(place => now.States[place], at), terms);
        return new MadePack(packs.Compose(material), PastOutcome.Known);
    }

    /// <summary>What the next call's pack would say now.</summary>
    /// <inheritdoc cref="PreviewAsync(DateTimeOffset)"/>
    public Task<CallPack> PreviewAsync() => PreviewAsync(Times.Next(time.GetUtcNow()));

    /// <summary>
    /// What a call's pack would say now, held against the call before it; of one further ahead, against the last that has been. At most
    /// five seconds old, worked out once for all pages. Ages and sums are those of the live screens.
    /// </summary>
    /// <param name="call">The call's moment. UTC.</param>
    public Task<CallPack> PreviewAsync(DateTimeOffset call)
    {
        lock (_gate)
        {
            foreach (var old in _previews.Where(kept => !kept.Value.IsGood).ToList()) _previews.Remove(old.Key);
            if (_previews.TryGetValue(call, out var preview)) return preview.Pack;
            preview = new Preview(Task.Run(() => ComposeNowAsync(call)), TimeProvider.System.GetTimestamp());
            _previews[call] = preview;
            return preview.Pack;
        }
    }

    /// <summary>Lets the next look be a new one: somebody has changed something.</summary>
    public void Forget()
    {
        lock (_gate) _previews.Clear();
    }

    private async Task<CallPack> ComposeNowAsync(DateTimeOffset call)
    {
        var now = time.GetUtcNow();
        var previous = Times.Previous(call < now ? call : now);
        var before = await past.AtAsync(previous, CancellationToken.None);
        var declared = events.DeclaredAt(now).ToImmutableDictionary(held => held.Key, held => PackOf(held.Value));
        var moment = new PackMoment(now, live.All, declared, [.. events.Current.Where(alert => alert.IsOpen)], AreAlertsKnown: true);
        var book = rules.Current;
        return packs.Compose(new PackMaterial(
            CallId.Of(call), moment, previous, before.Outcome is PastOutcome.Known ? MomentOf(before) : null, book.Pressure, book.Alerts,
            actions.Now, MissingAt(place => moment[place], now), options.Value.Terms));
    }

    private ImmutableArray<PackMissing> MissingAt(Func<PlaceCode, PlaceState> stateOf, DateTimeOffset at) =>
    [
        .. Silences.Of(footprint, dictionary, stateOf, at).Select(silence => new PackMissing(
            silence.Place.Code, silence.Place.ShortName, silence.Groups, silence.Freshness, silence.LastAt)),
    ];

    private static PackMoment MomentOf(Past past) => new(
        past.At, past.States, past.Events.Declared.ToImmutableDictionary(held => held.Key, held => PackOf(held.Value)),
        [.. past.Events.Alerts.Where(alert => alert.IsOpen)], past.AreAlertsKnown);

    private static PackDeclared PackOf(DeclaredLevel declared) =>
        new(declared.Level, declared.Reason, declared.By, declared.At, declared.Until, declared.Calculated);

    private sealed record Preview(Task<CallPack> Pack, long Since)
    {
        public bool IsGood => Pack is { IsFaulted: false, IsCanceled: false } && TimeProvider.System.GetElapsedTime(Since) < GoodFor;
    }
}
