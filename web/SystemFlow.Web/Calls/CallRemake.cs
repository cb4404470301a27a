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
public sealed class CallRemake(CallMaker maker, TimeProvider time)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private (string Hash, Task<Remade> Answer, long Since)? _last;

    /// <summary>
    /// Makes a pack again and compares. Whoever asks for the same one within a minute has the same answer: it reads the whole record, and
    /// the freezing of the next pack waits behind it.
    /// </summary>
    /// <exception cref="FormatException">The frozen text is no pack that this program reads.</exception>
    public Task<Remade> OfAsync(FrozenPack frozen, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_last is not { Answer: { IsFaulted: false, IsCanceled: false } } last || last.Hash != frozen.Hash
                || time.GetElapsedTime(last.Since) >= GoodFor)
            {
                _last = last = (frozen.Hash, Task.Run(() => MakeAsync(frozen), CancellationToken.None), time.GetTimestamp());
            }

            return last.Answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<Remade> MakeAsync(FrozenPack frozen)
    {
        var pack = CallPack.Parse(frozen.Json);
        var made = await maker.MakeAsync(pack.At, pack.Previous, pack.Terms, CancellationToken.None);
        return new Remade(made.Outcome, frozen.IsIntact, made.Pack is { } again ? PackDifferences.Of(frozen.Json, again.ToJson()) : []);
    }
}
