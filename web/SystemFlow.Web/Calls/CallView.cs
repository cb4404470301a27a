using System.Collections.Concurrent;
using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Calls;

/// <summary>A call as it was read.</summary>
/// <param name="Frozen">Its pack as it was frozen; null where none was.</param>
/// <param name="Pack">The frozen pack; null too where it is of a shape that this program does not read.</param>
public sealed record CallLook(CallRecord Record, FrozenPack? Frozen, CallPack? Pack);

/// <summary>
/// What the pages of calls show, read once for all of them: twenty people on a call cost what one does. Another program may write to the
/// same record, so nothing is kept for longer than five seconds; a frozen pack is, because it never changes.
/// </summary>
public sealed partial class CallView : IDisposable
{
    /// <summary>How many calls are listed.</summary>
    public const int Most = 60;

    private const int MostAtOnce = 16;

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastBetween = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();
    private readonly System.Threading.Channels.Channel<bool> _happened = PageLoops.Something();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Kept<CallLook>> _looks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CallLook> _packs = new(StringComparer.Ordinal);
    private readonly CallLog _log;
    private readonly CallMaker _maker;
    private readonly IEventLog _events;
    private readonly ActionLog _actions;
    private readonly TimeProvider _time;
    private readonly ILogger<CallView> _logger;
    private Kept<ImmutableArray<KeptCall>>? _newest;
    private bool _isFailing;

    /// <summary>Listens from now on, for as long as the program runs.</summary>
    public CallView(CallLog log, CallMaker maker, IEventLog events, ActionLog actions, TimeProvider time, ILogger<CallView> logger)
    {
        (_log, _maker, _events, _actions, _time, _logger) = (log, maker, events, actions, time, logger);
        log.Changed += Called;
        events.Changed += Happened;
        actions.Changed += Acted;
        _ = PageLoops.ShowEachAsync(_happened, LeastBetween, time, AnewAsync, _closed.Token);
    }

    /// <summary>Told after a call's pack was frozen or a line of it kept, with its name: do little.</summary>
    public event Action<string>? CallChanged;

    /// <summary>Told after alerts, declared levels or actions changed, at most once a second: do little.</summary>
    public event Action? SystemChanged;

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Changed -= Called;
        _events.Changed -= Happened;
        _actions.Changed -= Acted;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <summary>A call as it is.</summary>
    /// <exception cref="EventLogException">It cannot be read.</exception>
    public Task<CallLook> LookAsync(string call)
    {
        lock (_gate)
        {
            if (_looks.TryGetValue(call, out var kept) && IsGood(kept)) return kept.Answer;
            if (_looks.Count >= MostAtOnce) _looks.Clear();
            return (_looks[call] = Keep(() => ReadAsync(call))).Answer;
        }
    }

    /// <summary>The newest calls, newest first.</summary>
    /// <exception cref="EventLogException">They cannot be read.</exception>
    public Task<ImmutableArray<KeptCall>> NewestAsync()
    {
        lock (_gate)
        {
            if (_newest is not { } kept || !IsGood(kept)) _newest = kept = Keep(() => _log.NewestAsync(Most, CancellationToken.None));
            return kept.Answer;
        }
    }

    /// <summary>What the next call's pack would say now; null where it cannot be made, which is in the program's log.</summary>
    public async Task<CallPack?> NowAsync()
    {
        try
        {
            var pack = await _maker.PreviewAsync();
            _isFailing = false;
            return pack;
        }
        catch (Exception error)
        {
            if (!_isFailing) LogNoPreview(_logger, error);
            _isFailing = true;
            return null;
        }
    }

    private async Task<CallLook> ReadAsync(string call)
    {
        var record = CallRecord.Of(await _log.LinesAsync(call, CancellationToken.None));
        if (_packs.TryGetValue(call, out var known)) return known with { Record = record };
        if (await _log.FindAsync(call, CancellationToken.None) is not { } frozen) return new CallLook(record, null, null);
        if (_packs.Count >= MostAtOnce) _packs.Clear();
        return _packs[call] = new CallLook(record, frozen, ParsedOf(frozen));
    }

    private CallPack? ParsedOf(FrozenPack frozen)
    {
        try
        {
            return CallPack.Parse(frozen.Json);
        }
        catch (FormatException error)
        {
            LogUnreadable(_logger, frozen.Id, error);
            return null;
        }
    }

    private bool IsGood<T>(Kept<T> kept) =>
        kept.Answer is { IsFaulted: false, IsCanceled: false } && _time.GetElapsedTime(kept.Since) < GoodFor;

    private Kept<T> Keep<T>(Func<Task<T>> read) => new(Task.Run(read), _time.GetTimestamp());

    private void Called(string call)
    {
        lock (_gate)
        {
            _looks.Remove(call);
            _newest = null;
        }

        CallChanged?.Invoke(call);
    }

    private void Happened(PlaceCode place) => _happened.Writer.TryWrite(true);

    private void Acted(JointAction action) => _happened.Writer.TryWrite(true);

    private Task AnewAsync()
    {
        _maker.Forget();
        SystemChanged?.Invoke();
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Error, "What the next call's pack would say now cannot be made; pages say so.")]
    private static partial void LogNoPreview(ILogger logger, Exception error);

    [LoggerMessage(2, LogLevel.Error, "The frozen pack of call {Call} cannot be read.")]
    private static partial void LogUnreadable(ILogger logger, string call, Exception error);

    private sealed record Kept<T>(Task<T> Answer, long Since);
}
