using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A call's pack, to be read in ten minutes.</summary>
public sealed partial class PackView
{
    private CallPack? _drawn;

    /// <summary>The pack.</summary>
    [Parameter, EditorRequired]
    public required CallPack Pack { get; set; }

    /// <summary>Whether it is of a past moment, so that its links stay there.</summary>
    [Parameter]
    public bool IsPast { get; set; }

    private (int Pressed, int Known, int All) Pressed => PackText.Pressed(Pack);

    private PackFigure Free => Pack.Capacity.First(row => row.Kind is CapacityKind.Acute).Now;

    // A pack is never changed: what happens on the call around it draws it no second time.
    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var isNew = !ReferenceEquals(_drawn, Pack);
        _drawn = Pack;
        return isNew;
    }
}
