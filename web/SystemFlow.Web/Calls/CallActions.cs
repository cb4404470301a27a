using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;

namespace SystemFlow.Web.Calls;

/// <summary>Joint actions as packs have them.</summary>
public sealed class CallActions(ActionLog log, Footprint footprint)
{
    /// <summary>Every action as it stands.</summary>
    public ImmutableArray<PackAction> Now => [.. log.Current.Select(Of)];

    /// <summary>Every action as it stood at a past moment.</summary>
    public async Task<ImmutableArray<PackAction>> AsAtAsync(DateTimeOffset moment, CancellationToken cancellationToken) =>
        [.. (await log.AsAtAsync(moment, cancellationToken)).Select(Of)];

    private PackAction Of(JointAction action) => new(
        action.Number, action.What, action.Owner, footprint.TryFind(action.Owner.ToString(), out var owner) ? owner.ShortName : action.Owner.ToString(),
        action.OwnerRole, action.Due, action.GivenAt, action.GivenBy, action.About, action.Alert, action.Status, action.Since, action.MovedAt,
        action.Outcome);
}
