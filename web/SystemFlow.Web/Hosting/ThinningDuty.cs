using SystemFlow.Operations.Nodes;
using SystemFlow.Series;

namespace SystemFlow.Web.Hosting;

/// <summary>The record that the nodes share is thinned out by the one whose duty it is.</summary>
internal sealed class ThinningDuty(IDuties duties) : IThinningTurn
{
    /// <inheritdoc/>
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => duties.RunAsync(work, cancellationToken);
}
