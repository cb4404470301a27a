using System.Collections.Immutable;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Calls;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Calls;

/// <summary>A frozen pack held against the record.</summary>
/// <param name="Outcome">Whether the record can be read at the pack's moment.</param>
/// <param name="IsIntact">Whether the frozen text still has the hash that it was frozen with.</param>
/// <param name="Differences">What a pack made again says otherwise; empty where it says the same to the digit.</param>
public sealed record Remade(PastOutcome Outcome, bool IsIntact, ImmutableArray<PackDifference> Differences)
{
    /// <summary>Whether the record gives this very pack.</summary>
    public bool IsEqual => Outcome is PastOutcome.Known && IsIntact && Differences.IsEmpty;
}

/// <summary>
/// Makes a frozen pack again from the record. The record keeps what was known when, so late and amended figures change nothing; what
/// can is what is not kept by moments: places and metrics are today's, and alerts that ended over 400 days ago are forgotten.
/// </summary>
public sealed class CallRemake(CallMaker maker)
{
    /// <summary>Makes a pack again and compares.</summary>
    /// <exception cref="FormatException">The frozen text is no pack that this program reads.</exception>
    public async Task<Remade> OfAsync(FrozenPack frozen, CancellationToken cancellationToken)
    {
        var pack = CallPack.Parse(frozen.Json);
        var made = await maker.MakeAsync(pack.At, pack.Previous, pack.Terms, cancellationToken);
        return new Remade(made.Outcome, frozen.IsIntact, made.Pack is { } again ? PackDifferences.Of(frozen.Json, again.ToJson()) : []);
    }
}
