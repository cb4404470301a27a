using System.Collections.Immutable;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>A real outbox on disk that tells a test when something became of a message.</summary>
internal sealed class WatchedOutbox(EventLog log) : IOutbox
{
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>So many attempts cannot be kept from now on, as on a disk that is full.</summary>
    public int Refusals { get; set; }

    public event Action? Added
    {
        add => log.Added += value;
        remove => log.Added -= value;
    }

    public Task AddAsync(ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken) => log.AddAsync(messages, cancellationToken);

    public Task<ImmutableArray<OutboxMessage>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        log.DueAsync(now, most, cancellationToken);

    public Task<ImmutableArray<OutboxMessage>> WaitingDigestAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        log.WaitingDigestAsync(now, cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => log.NextDueAsync(cancellationToken);

    public async Task RecordAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        if (Refusals-- > 0) throw new EventLogException("The event log cannot be used.", new IOException("No space left on device."));
        await log.RecordAsync(attempt, cancellationToken);
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public Task<ImmutableArray<Delivery>> ReadAsync(string? episode, string? lead, int most, CancellationToken cancellationToken) =>
        log.ReadAsync(episode, lead, most, cancellationToken);

    /// <summary>What became of a message, once it is what the test waits for.</summary>
    public async Task<Delivery> BecameAsync(string id, Func<Delivery, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Task;
            var delivery = (await ReadAsync(null, null, 1000, cancellationToken)).FirstOrDefault(one => one.Message.Id == id);
            if (delivery is not null && condition(delivery)) return delivery;
            await changed.WaitAsync(cancellationToken);
        }
    }
}
