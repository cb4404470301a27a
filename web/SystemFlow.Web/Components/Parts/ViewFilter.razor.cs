using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What the system view is narrowed to and how it lists it. The choice is the address, so that a view can be shared.</summary>
public sealed partial class ViewFilter(Footprint footprint, NavigationManager navigation, ViewMoment moment)
{
    private SystemView? _offered;
    private string _sort = "";
    private string _organisation = "";

    /// <summary>The view as it is.</summary>
    [Parameter, EditorRequired]
    public required SystemView View { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_offered == View) return; // A repaint must not undo what somebody is choosing.
        _offered = View;
        _sort = View.Order.Name;
        _organisation = View.Organisation ?? "";
    }

    private void Go() => navigation.NavigateTo(
        To(View with { Order = PlaceOrder.Named(_sort), Organisation = _organisation is "" ? null : _organisation }));

    private string To(SystemView view) => moment.Link(view.Address);

    private static string? Current(bool isCurrent) => isCurrent ? "true" : null;
}
