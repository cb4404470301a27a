namespace SystemFlow.Series;

/// <summary>Whose turn it is to thin out a record that several programs keep. Whoever registers none has it always.</summary>
public interface IThinningTurn
{
    /// <summary>Runs work while it is this program's turn: waits until it is, cancels the work when it is no more, and waits again.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken);
}

/// <summary>One program keeps the record.</summary>
internal sealed class AlwaysMyTurn : IThinningTurn
{
    /// <inheritdoc/>
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => work(cancellationToken);
}
