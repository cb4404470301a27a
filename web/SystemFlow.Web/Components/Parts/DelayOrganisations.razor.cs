using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The organisations that a delays board is the sum of, by who runs them.</summary>
public sealed partial class DelayOrganisations(Footprint footprint, MetricDictionary dictionary)
{
    /// <summary>The board, narrowed as it is shown.</summary>
    [Parameter, EditorRequired]
    public required DelayBoard Board { get; set; }

    /// <summary>Whether the columns of who must act are shown.</summary>
    [Parameter, EditorRequired]
    public required bool IsSplit { get; set; }

    /// <summary>Whether it shows all delays, which alone a threshold is for.</summary>
    [Parameter, EditorRequired]
    public required bool Whole { get; set; }

    /// <summary>The last 24 hours of these organisations together.</summary>
    [Parameter, EditorRequired]
    public required Func<ImmutableArray<DelayCount>, Trend?> TrendOf { get; set; }

    /// <summary>Where an organisation leads.</summary>
    [Parameter, EditorRequired]
    public required Func<Place, string> AddressOf { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    private bool HasUnsplit => Board.Counts.Concat(Board.Beside).Any(count => count.Of(null) is not null);
}
