using Microsoft.Extensions.Hosting;

namespace SystemFlow.Operations.Nodes;

/// <summary>Something in the background that must happen once, however many nodes there are: it works on the one whose duty it is.</summary>
public abstract class DutyService(IDuties duties) : BackgroundService
{
    /// <inheritdoc/>
    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken) => duties.RunAsync(WorkAsync, stoppingToken);

    /// <summary>
    /// Works until the program ends or the duty is another node's, and is called again when it is this one's anew. Meanwhile another may have gone
    /// on: what is done and what is not is what is on record, never what was remembered here.
    /// </summary>
    /// <param name="stopped">Said when it must stop; <see cref="Duties.Margin"/> later another node begins.</param>
    protected abstract Task WorkAsync(CancellationToken stopped);
}
