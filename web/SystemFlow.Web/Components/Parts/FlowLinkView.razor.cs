using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Flows;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The way between two steps of the flow picture: an arrow, how many take it, and who waits on it.</summary>
public sealed partial class FlowLinkView
{
    /// <summary>The way.</summary>
    [Parameter, EditorRequired]
    public required FlowLink Link { get; set; }

    /// <summary>The picture that it belongs to.</summary>
    [Parameter, EditorRequired]
    public required FlowPicture Picture { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>Whether it stands between two columns of its own, and not in a row of a group.</summary>
    [Parameter]
    public bool IsWide { get; set; }

    /// <summary>Whether its arrow is drawn; a way out of the picture has none.</summary>
    [Parameter]
    public bool HasArrow { get; set; } = true;

    private string Style => IsWide ? "flow-link flow-link--wide" : "flow-link";

    // What the step before it says already is not said again.
    private FlowFigure? RateToSay => Picture[Link.From].Figures.Contains(Link.Rate!) ? null : Link.Rate;
}
