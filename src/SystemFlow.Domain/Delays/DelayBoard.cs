using System.Collections.Immutable;
using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Delays;

/// <summary>Who is delayed at a place and under it, organisation by organisation: each patient counted in one of them.</summary>
/// <param name="Place">The place looked at: the whole system, a board, a trust or one site.</param>
/// <param name="Counts">The organisations that add up to it, and those that ought to and are missing.</param>
/// <param name="Beside">Hospitals of a trust that has a return of its own: shown, and not counted again.</param>
public sealed record DelayBoard(Place Place, ImmutableArray<DelayCount> Counts, ImmutableArray<DelayCount> Beside)
{
    /// <summary>Everybody.</summary>
    public DelaySum All => DelaySum.Of(Counts);

    /// <summary>Those in hospital beds.</summary>
    public DelaySum Acute => DelaySum.Of([.. Counts.Where(count => count.IsAcute)]);

    /// <summary>Those in community, virtual and mental health beds.</summary>
    public DelaySum NonAcute => DelaySum.Of([.. Counts.Where(count => !count.IsAcute)]);

    /// <summary>Reason against who must act.</summary>
    public ImmutableArray<DelayReasonRow> Reasons => DelayReasonRow.Of(Counts);

    /// <summary>The organisations by who runs them, in the order of their first.</summary>
    public ImmutableArray<DelayProvider> Providers =>
        [.. Counts.GroupBy(count => ProviderOf(count.Place)).Select(group => new DelayProvider(group.Key, [.. group]))];

    /// <summary>Those whose total and split disagree.</summary>
    public ImmutableArray<DelayCount> Disagreeing => [.. Counts.Where(count => count.Disagrees)];

    /// <summary>
    /// Providers that count for themselves beside sites that they run and that count too: the same patients may be in both.
    /// </summary>
    public ImmutableArray<DelayProvider> PerhapsTwice =>
    [
        .. Providers.Where(provider => provider.Counts.Any(count => count.Patients is not null && count.Place.Name == provider.Name)
            && provider.Counts.Any(count => count.Patients > 0 && count.Place.Name != provider.Name)),
    ];

    /// <summary>The board for one reason, for who must act, or both; null in <paramref name="of"/> for any.</summary>
    public DelayBoard Only(DelayPart of) => this with
    {
        Counts = [.. Counts.Select(count => count.Only(of))],
        Beside = [.. Beside.Select(count => count.Only(of))],
    };

    private static string ProviderOf(Place place) => place.Operator ?? place.Name;
}

/// <summary>What one provider's sites add up to.</summary>
/// <param name="Name">Its name in full; the site's own where the footprint names nobody.</param>
public sealed record DelayProvider(string Name, ImmutableArray<DelayCount> Counts)
{
    /// <summary>Its sum.</summary>
    public DelaySum Sum => DelaySum.Of(Counts);
}
