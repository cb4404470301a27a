using Microsoft.Extensions.Options;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Calls;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Calls;

/// <summary>
/// Freezes each call's pack shortly after its moment, once, however many programs run on one record. What it missed while it was away it
/// freezes when it is back, up to a day later. While the record or the log is away it tries again.
/// </summary>
internal sealed partial class CallClock(
    CallMaker maker, CallLog log, IOptions<CallOptions> options, TimeProvider time, ILogger<CallClock> logger) : BackgroundService
{
    /// <summary>
    /// How long after its moment a pack is frozen. A figure that comes up to a minute after its sender submitted it counts as known when
    /// it was submitted: frozen earlier, a pack might say less than the record does afterwards.
    /// </summary>
    public static readonly TimeSpan Grace = IntakeDesk.AtOnce + TimeSpan.FromSeconds(5);

    /// <summary>How far back it freezes what it missed.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromHours(24);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    private DateTimeOffset _settled = DateTimeOffset.MinValue;
    private bool _isFailing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var isDone = await FreezeDueAsync(stoppingToken);
            var now = time.GetUtcNow();
            var wait = isDone ? maker.Times.Next(now - Grace) + Grace - now : RetryAfter;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), time, stoppingToken);
        }
    }

    /// <summary>Freezes what is due and not frozen. True where nothing is left to try again.</summary>
    internal async Task<bool> FreezeDueAsync(CancellationToken stop)
    {
        var until = time.GetUtcNow() - Grace;
        var after = until - Back > _settled ? until - Back : _settled;
        try
        {
            foreach (var call in maker.Times.Between(after, until))
            {
                var made = await FreezeAsync(call, stop);
                if (made.IsRecordEmpty) return false; // Nothing has come yet: that is no fault.
                if (made.Outcome is not (PastOutcome.Known or PastOutcome.BeforeTheRecord)) return Fails(null);
                _settled = call; // Before the record begins there is nothing to freeze, and never will be.
            }
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            return Fails(error);
        }

        if (_isFailing) LogRecovered(logger);
        _isFailing = false;
        return true;
    }

    private async Task<MadePack> FreezeAsync(DateTimeOffset call, CancellationToken stop)
    {
        if (await log.IsFrozenAsync(CallId.Of(call), stop)) return new MadePack(null, PastOutcome.Known);
        var made = await maker.MakeAsync(call, maker.Times.Previous(call), options.Value.Terms, stop);
        if (made.Pack is { } pack && await log.FreezeAsync(FrozenPack.Of(pack, time.GetUtcNow()), stop)) LogFrozen(logger, pack.Id);
        return made;
    }

    private bool Fails(Exception? error)
    {
        if (!_isFailing) LogFailing(logger, error);
        _isFailing = true;
        return false;
    }

    [LoggerMessage(1, LogLevel.Information, "The pack of call {Call} is frozen.")]
    private static partial void LogFrozen(ILogger logger, string call);

    [LoggerMessage(2, LogLevel.Error, "The pack of a call cannot be frozen now; it is tried again until it can.")]
    private static partial void LogFailing(ILogger logger, Exception? error);

    [LoggerMessage(3, LogLevel.Information, "Packs of calls can be frozen again.")]
    private static partial void LogRecovered(ILogger logger);
}
