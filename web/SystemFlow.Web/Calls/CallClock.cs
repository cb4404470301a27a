using Microsoft.Extensions.Options;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Nodes;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Calls;

/// <summary>
/// Freezes each call's pack shortly after its moment, once, however many programs run on one record. What it missed while it was away it
/// freezes when it is back, up to a day later; no call of before there was a log of calls. While the record or the log is away it tries
/// again. A call whose pack cannot be made is tried again for a day, and stands in no other's way.
/// </summary>
internal sealed partial class CallClock(
    CallMaker maker, CallLog log, IOptions<CallOptions> options, IDuties duties, TimeProvider time, ILogger<CallClock> logger)
    : DutyService(duties)
{
    /// <summary>
    /// How long after its moment a pack is frozen. A figure that comes up to a minute after its sender submitted it counts as known when
    /// it was submitted: frozen earlier, a pack might say less than the record does afterwards.
    /// </summary>
    public static readonly TimeSpan Grace = IntakeDesk.AtOnce + TimeSpan.FromSeconds(5);

    /// <summary>How far back it freezes what it missed before it started. From then on it misses none, however fast the clock runs.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromHours(24);

    // Calls of before there was a log of them were nobody's; the one that is on while the program first runs has its pack.
    private static readonly TimeSpan Just = TimeSpan.FromHours(1);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    private DateTimeOffset? _settled;
    private bool _isFailing;

    /// <summary>Whether a call's pack is or will be frozen here: those of before calls began to be kept are nobody's.</summary>
    /// <param name="begun">When calls began to be kept. UTC.</param>
    public static bool IsOurs(DateTimeOffset call, DateTimeOffset begun) => call > begun - Just;

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken stopped)
    {
        while (true) await Task.Delay(WaitAfter(await FreezeDueAsync(stopped)), time, stopped);
    }

    /// <summary>How long its timer runs until it looks again.</summary>
    internal TimeSpan WaitAfter(bool isDone) =>
        isDone ? time.RealTimeUntil(maker.Times.Next(time.GetUtcNow() - Grace) + Grace) : time.InReal(RetryAfter);

    /// <summary>Freezes what is due and not frozen. True where nothing is left to try again.</summary>
    internal async Task<bool> FreezeDueAsync(CancellationToken stop)
    {
        var until = time.GetUtcNow() - Grace;
        var first = log.BegunAt - Just;
        var after = _settled ??= until - Back > first ? until - Back : first;
        Exception? failed = null;
        try
        {
            foreach (var call in maker.Times.Between(after, until))
            {
                try
                {
                    var made = await FreezeAsync(call, stop);
                    if (made.IsRecordEmpty)
                    {
                        if (until - Back > _settled) _settled = until - Back;
                        return false; // Nothing has come yet: that is no fault.
                    }

                    // Before the record begins there is nothing to freeze, and never will be.
                    if (made.Outcome is not (PastOutcome.Known or PastOutcome.BeforeTheRecord)) return Fails(null);
                }
                catch (Exception error) when (!stop.IsCancellationRequested && error is not EventLogException)
                {
                    if (until - call < Back) failed ??= error;
                    else LogGivenUp(logger, error, CallId.Of(call));
                }

                if (failed is null) _settled = call;
            }
        }
        catch (EventLogException error)
        {
            return Fails(error);
        }

        if (failed is not null) return Fails(failed);
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

    [LoggerMessage(4, LogLevel.Error, "The pack of call {Call} could not be made for a day, and is not tried again.")]
    private static partial void LogGivenUp(ILogger logger, Exception error, string call);
}
