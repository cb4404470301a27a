using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A document as it is read: on the page, and on paper.</summary>
public sealed partial class SheetPart
{
    /// <summary>The document.</summary>
    [Parameter, EditorRequired]
    public required Sheet Sheet { get; set; }

    /// <summary>Whether it is for paper, where nothing scrolls.</summary>
    [Parameter]
    public bool IsPaper { get; set; }

    private static string StyleOf(SheetValue cell) => cell.Tone switch
    {
        SheetTone.Late => "flow-late",
        SheetTone.Stale => "flow-stale",
        SheetTone.None => "flow-none",
        _ => "",
    };
}
