namespace SystemFlow.Operations.Nodes;

/// <summary>Which node does what must happen once, however many there are: freezing a call's pack, sending a message, reminding somebody.</summary>
public interface IDuties
{
    /// <summary>Whether it is this node that does it now.</summary>
    bool IsMine { get; }

    /// <summary>
    /// Runs work while it is this node's to do: waits until it is, cancels the work when it is no more, and then waits again. Answers when
    /// the work came to its end by itself.
    /// </summary>
    /// <param name="work">Ends soon after its token says so: another node begins <see cref="Duties.Margin"/> later.</param>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken);
}

/// <summary>The duties where there is one node: its own, at once and for good.</summary>
public sealed class SoleNode : IDuties
{
    /// <inheritdoc/>
    public bool IsMine => true;

    /// <inheritdoc/>
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => work(cancellationToken);
}
