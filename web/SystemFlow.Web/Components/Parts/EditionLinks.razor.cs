using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Editions;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Where an edition can be had: its page, its files, and the screens at its moment.</summary>
public sealed partial class EditionLinks
{
    /// <summary>Its kind.</summary>
    [Parameter, EditorRequired]
    public required EditionKind Kind { get; set; }

    /// <summary>Its name.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>Its moment. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Moment { get; set; }

    /// <summary>Whether it can be printed here.</summary>
    [Parameter, EditorRequired]
    public required bool HasPdf { get; set; }

    private string Page => EditionSheets.AddressOf(Kind, Id);
}
