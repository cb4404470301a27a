using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace SystemFlow.Web.Components;

/// <summary>
/// Finds the page for an address. Who moves from page to page is put at the new page's heading; who opens the first one
/// starts at its top, where the link is that skips to the figures.
/// </summary>
public sealed partial class Routes(NavigationManager navigation) : IDisposable
{
    private bool _hasMoved;

    /// <inheritdoc/>
    protected override void OnInitialized() => navigation.LocationChanged += Moved;

    /// <inheritdoc/>
    public void Dispose() => navigation.LocationChanged -= Moved;

    private void Moved(object? sender, LocationChangedEventArgs change) => _hasMoved = true;
}
