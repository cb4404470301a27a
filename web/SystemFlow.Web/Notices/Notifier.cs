using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Nodes;

namespace SystemFlow.Web.Notices;

/// <summary>
/// Empties the outbox: at once when a message is added, later when one is due. A message is sent at least once, for it is
/// marked only after the receiver took it; its key tells repeats apart.
/// </summary>
internal sealed partial class Notifier(
    IOutbox outbox, NoticeSender sender, Digests digests, IOptions<NoticeOptions> options, IDuties duties, TimeProvider time, ILogger<Notifier> logger)
    : DutyService(duties)
{
    private const int MostAtOnce = 2000;
    private const int MostToLookThrough = 500;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // While something is under way, what is due next hides behind it.
    private static readonly TimeSpan WaitWhileBusy = TimeSpan.FromSeconds(1);

    // What is under way when this must stop has this long to come to its end: broken off, it would go a second time from elsewhere.
    private static readonly TimeSpan Parting = Duties.Margin * 0.6;

    private readonly Channel<bool> _wake = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Lanes _lanes = new();
    private readonly ConcurrentDictionary<(string Lead, Operations.Events.Channel Way), bool> _failing = new();
    private List<Task> _running = [];
    private CancellationToken _brokenOff;
    private bool _isBroken;

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken stopped)
    {
        using var breakOff = new CancellationTokenSource();
        using var parting = stopped.Register(() => breakOff.CancelAfter(Parting));
        _brokenOff = breakOff.Token;
        outbox.Added += Wake;
        try
        {
            while (!stopped.IsCancellationRequested)
            {
                var wait = await RoundOrPauseAsync(stopped);
                using var timer = time.CreateTimer(_ => Wake(), null, wait, Timeout.InfiniteTimeSpan);
                await _wake.Reader.ReadAsync(stopped);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The program stops, or another node goes on. What is not sent by then is sent there, or at the next start.
        }
        finally
        {
            outbox.Added -= Wake;
            await Task.WhenAll(_running);
        }
    }

    /// <summary>Starts what is due and has room, and says how long there is nothing more to do.</summary>
    internal async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var underWay = _lanes.UnderWay(); // Before reading: what ends between is then not taken for waiting.
        var due = (await outbox.DueAsync(now, MostAtOnce, cancellationToken)).Where(message => !underWay.Contains(message.Id)).ToList();
        var settled = sender.SettledOf(due);
        var done = settled.Select(one => one.Message.Id).ToHashSet(StringComparer.Ordinal);
        _running = [.. _running.Where(task => !task.IsCompleted)];
        foreach (var parcel in Parcel.Of(due.Where(message => !done.Contains(message.Id))).Where(_lanes.TryEnter))
        {
            _running.Add(RunAsync(parcel.First.Lead, () => DeliverAsync(parcel, _brokenOff), () => _lanes.Leave(parcel), _brokenOff));
        }

        if (!settled.IsEmpty)
        {
            _lanes.Take(done);
            _running.Add(RunAsync(settled[0].Message.Lead, () => SettleAsync(settled, now), () => _lanes.Release(done), _brokenOff));
        }

        await digests.GatherAsync(now, cancellationToken);
        return await outbox.NextDueAsync(cancellationToken) is not { } next ? LongestWait
            : next <= now ? WaitWhileBusy
            : Between(next - time.GetUtcNow());
    }

    private async Task<TimeSpan> RoundOrPauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            var wait = await RoundAsync(cancellationToken);
            if (_isBroken) LogMended();
            _isBroken = false;
            return wait;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isBroken) LogBroken(error);
            _isBroken = true;
            await Task.Delay(WaitWhileBusy, time, cancellationToken); // A message that is added would wake it at once.
            return LongestWait;
        }
    }

    private async Task RunAsync(string lead, Func<Task> work, Action leave, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Sent or not, it is not marked: the next start sends it with the same key.
        }
        catch (Exception error)
        {
            // Not marked, so it is taken up again; not at once, or a full disk would keep this busy.
            LogNotKept(error, lead);
            await Task.Delay(LongestWait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            leave();
            Wake();
        }
    }

    private async Task DeliverAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        var outcome = await sender.SendAsync(parcel, cancellationToken);
        foreach (var message in parcel.Messages) await KeepUntilKeptAsync(message, outcome, cancellationToken);
        Note(parcel.First, outcome);
    }

    // It has been sent: that is kept even while the program stops. Until it can be kept it does not go again, or a full disk
    // would flood a receiver; its lane stays taken.
    private async Task KeepUntilKeptAsync(OutboxMessage message, SendOutcome outcome, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await KeepAsync(message, outcome, CancellationToken.None);
                return;
            }
            catch (EventLogException error)
            {
                if (failures == 1) continue; // At once, even if this node's duty ends now: another would send what is not marked.
                if (failures == 2) LogNotKept(error, message.Lead);
                await Task.Delay(WaitWhileBusy, time, cancellationToken);
            }
        }
    }

    // Beside the sending, which a full page of them would hold up.
    private async Task SettleAsync(ImmutableArray<(OutboxMessage Message, DeliveryStatus Status, string Words)> settled, DateTimeOffset now)
    {
        foreach (var (message, status, words) in settled)
        {
            await outbox.RecordAsync(new DeliveryAttempt(message.Id, now, status, words), CancellationToken.None);
        }
    }

    private async Task KeepAsync(OutboxMessage message, SendOutcome outcome, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (outcome.Status is not DeliveryStatus.Waiting)
        {
            await outbox.RecordAsync(new DeliveryAttempt(message.Id, now, outcome.Status, outcome.Words), cancellationToken);
            return;
        }

        var before = await outbox.ReadAsync(message.Episode, message.Lead, MostToLookThrough, cancellationToken);
        var attempts = 1 + (before.FirstOrDefault(delivery => delivery.Message.Id == message.Id)?.Attempts ?? 0);
        var attempt = attempts >= options.Value.MaxAttempts
            ? new DeliveryAttempt(message.Id, now, DeliveryStatus.Failed, $"Given up after {attempts} attempts. {outcome.Words}")
            : new DeliveryAttempt(message.Id, now, DeliveryStatus.Waiting, outcome.Words,
                now + RetryRules.WaitAfter(attempts, outcome.RetryAfter, Chance(), options.Value));
        if (attempt.Status is DeliveryStatus.Failed) LogGivenUp(message.Lead, message.Channel, attempt.Outcome);
        await outbox.RecordAsync(attempt, cancellationToken);
    }

    private void Note(OutboxMessage message, SendOutcome outcome)
    {
        var way = (message.Lead, message.Channel);
        if (outcome.Status is not DeliveryStatus.Sent && _failing.TryAdd(way, true)) LogFailing(message.Lead, message.Channel, outcome.Words);
        if (outcome.Status is DeliveryStatus.Sent && _failing.TryRemove(way, out _)) LogReached(message.Lead, message.Channel);
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private static TimeSpan Between(TimeSpan wait) =>
        wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait > LongestWait ? LongestWait : wait;

    // Spreads retries; nothing secret hangs on it.
    private static double Chance() => Random.Shared.NextDouble();

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox cannot be read; messages wait. Check the event log's disk.")]
    private partial void LogBroken(Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The outbox can be read again; what waited is being sent.")]
    private partial void LogMended();

    [LoggerMessage(Level = LogLevel.Error, Message = "What became of a message to {Lead} could not be kept; that is tried again until it is.")]
    private partial void LogNotKept(Exception error, string lead);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lead} cannot be reached by {Way} and is tried again: {Words}")]
    private partial void LogFailing(string lead, Operations.Events.Channel way, string words);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Lead} is reached by {Way} again.")]
    private partial void LogReached(string lead, Operations.Events.Channel way);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message to {Lead} by {Way} is given up: {Words}")]
    private partial void LogGivenUp(string lead, Operations.Events.Channel way, string words);
}
