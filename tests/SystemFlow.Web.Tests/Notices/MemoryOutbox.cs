using System.Collections.Immutable;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>An outbox that lives as long as the test, so that a notifier can end and another go on.</summary>
internal sealed class MemoryOutbox : IOutbox
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Delivery Delivery, DateTimeOffset DueAt)> _all = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public event Action? Added;

    public Task AddAsync(ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var message in messages) _all.TryAdd(message.Id, (new(message, DeliveryStatus.Waiting, 0, "", null), message.DueAt));
        }

        Added?.Invoke();
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<OutboxMessage>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        Task.FromResult(Waiting(now, isDigested: false).Take(most).ToImmutableArray());

    public Task<ImmutableArray<OutboxMessage>> WaitingDigestAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(Waiting(now, isDigested: true));

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_all.Values.Where(one => one.Delivery.Status is DeliveryStatus.Waiting).Select(one => (DateTimeOffset?)one.DueAt).Min());
        }
    }

    public Task RecordAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var (delivery, dueAt) = _all[attempt.Message];
            _all[attempt.Message] = (
                delivery with { Status = attempt.Status, Attempts = delivery.Attempts + 1, Outcome = attempt.Outcome, LastAt = attempt.At },
                attempt.NextDueAt ?? dueAt);
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Task.CompletedTask;
    }

    /// <summary>What became of a message, once it is what the test waits for.</summary>
    public async Task<Delivery> BecameAsync(string id, Func<Delivery, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_all.TryGetValue(id, out var one) && condition(one.Delivery)) return one.Delivery;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public Task<ImmutableArray<Delivery>> ReadAsync(string? episode, string? lead, int most, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_all.Values.Select(one => one.Delivery)
                .Where(one => (episode is null || one.Message.Episode == episode) && (lead is null || one.Message.Lead == lead))
                .OrderByDescending(one => one.Message.MadeAt).Take(most).ToImmutableArray());
        }
    }

    private ImmutableArray<OutboxMessage> Waiting(DateTimeOffset now, bool isDigested)
    {
        lock (_gate)
        {
            return
            [
                .. _all.Values.Where(one => one.Delivery.Status is DeliveryStatus.Waiting && one.DueAt <= now && one.Delivery.Message.IsDigested == isDigested)
                    .OrderBy(one => one.DueAt).Select(one => one.Delivery.Message),
            ];
        }
    }
}
