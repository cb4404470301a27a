using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What changed in the last hour, and what it is compared with.</summary>
public sealed partial class ChangesPanel(Footprint footprint, ViewMoment moment)
{
    private int _drawn;

    /// <summary>Changes of level in the last hour, newest first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<LevelChange> Levels { get; set; }

    /// <summary>From when on levels have been watched; null where it cannot be read now. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset? WatchedSince { get; set; }

    /// <summary>The biggest moves, the biggest first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Move> Biggest { get; set; }

    /// <summary>The moment an hour ago that now is compared with. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Compared { get; set; }

    /// <summary>Grows when ages are to be written anew.</summary>
    [Parameter, EditorRequired]
    public required int Tick { get; set; }

    private string NoneWords => WatchedSince is not { } since ? "Changes of level cannot be read now."
        : moment.At < since ? "Levels were not watched at that moment."
        : since > Compared ? $"No level has changed since watching began at {UkTime.Clock(since)}."
        : $"No level has changed since {UkTime.Clock(Compared)}.";

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var isNew = _drawn != Tick;
        _drawn = Tick;
        return isNew;
    }
}
