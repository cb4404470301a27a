using System.Collections.Immutable;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>A batch on its way to the disk, and its sender's promise.</summary>
internal sealed class Append(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
{
    // Senders go on elsewhere: the thread that writes has the next group to think of.
    private readonly TaskCompletionSource<ImmutableArray<Appended>> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Reading> Batch => batch;

    /// <summary>Whether its sender has gone. Once its writing has begun it is written all the same.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    public Task<ImmutableArray<Appended>> Answer => _answer.Task;

    public void Succeed(ImmutableArray<Appended> outcome) => _answer.TrySetResult(outcome);

    public void Fail(Exception error) => _answer.TrySetException(error);

    public void Cancel() => _answer.TrySetCanceled(cancellationToken);
}
