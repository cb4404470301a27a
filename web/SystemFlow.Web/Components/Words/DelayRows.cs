using System.Collections.Immutable;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Components.Words;

/// <summary>A row of the table of organisations.</summary>
/// <param name="Place">Where it leads: a site, or a provider; null where it leads nowhere.</param>
/// <param name="Remark">What stands small under the name.</param>
/// <param name="Style">Class names.</param>
/// <param name="Ceiling">The DToC rate that its own board wants to stay within; null where it set none.</param>
internal sealed record DelayOrganisationRow(
    string Name, Place? Place, string? Remark, string Style, ImmutableArray<DelayCount> Counts, double? Ceiling)
{
    /// <summary>The one organisation that it is of; null for a sum over several.</summary>
    public Place? Site => Counts is [var only] ? only.Place : null;

    /// <summary>Its sum.</summary>
    public DelaySum Sum { get; } = DelaySum.Of(Counts);

    /// <summary>Acute, non-acute or both.</summary>
    public string Beds => Counts.Select(count => count.IsAcute).Distinct().ToList() switch
    {
        [true] => "Acute",
        [false] => "Non-acute",
        _ => "Both",
    };

    /// <summary>Providers with their sites under them, then the total, then what is shown and not added.</summary>
    public static IEnumerable<DelayOrganisationRow> Of(DelayBoard board, Footprint footprint)
    {
        foreach (var provider in board.Providers)
        {
            var runs = footprint.Places.FirstOrDefault(place => place.Name == provider.Name);
            var ceiling = runs?.DtocRateCeiling;
            if (provider.Counts is [var only])
            {
                var remark = only.Place.Name == provider.Name ? null : provider.Name;
                yield return new(only.Place.ShortName, only.Place, remark, "flow-row--provider", provider.Counts, ceiling);
                continue;
            }

            yield return new(provider.Name, runs, $"Sum of {provider.Counts.Length}", "flow-row--provider", provider.Counts, ceiling);
            foreach (var count in provider.Counts) yield return new(count.Place.ShortName, count.Place, count.Place.Town, "flow-row--site", [count], count.Place.DtocRateCeiling);
        }

        if (board.Counts.Length > 1)
        {
            yield return new("Total", null, null, "flow-delays__sum", board.Counts, board.Place.DtocRateCeiling);
        }

        foreach (var count in board.Beside) yield return new(count.Place.ShortName, count.Place, "Shown, not added", "flow-row--site", [count], null);
    }
}
