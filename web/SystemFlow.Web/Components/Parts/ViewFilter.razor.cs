using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Links that narrow the system view. The choice is the address, so that a view can be shared.</summary>
public sealed partial class ViewFilter(Footprint footprint, ViewMoment moment)
{
    /// <summary>The board shown; null for all.</summary>
    [Parameter, EditorRequired]
    public required string? Board { get; set; }

    /// <summary>The kind shown; null for all.</summary>
    [Parameter, EditorRequired]
    public required string? Show { get; set; }

    private string To(string? board, string? show)
    {
        string?[] terms = [board is null ? null : $"board={board}", show is null ? null : $"show={show}"];
        var query = string.Join('&', terms.OfType<string>());
        return moment.Link(query.Length > 0 ? $"/?{query}" : "/");
    }

    private static string? Current(bool isCurrent) => isCurrent ? "true" : null;
}
