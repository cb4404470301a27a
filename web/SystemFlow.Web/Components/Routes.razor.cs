using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace SystemFlow.Web.Components;

/// <summary>
/// Finds the page for an address. Who moves from page to page is put at the new page's heading; who opens the first one
/// starts at its top, where the link is that skips to the figures.
/// </summary>
public sealed partial class Routes(NavigationManager navigation) : IDisposable
{
    private string _path = navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0];
    private bool _hasMoved;

    /// <inheritdoc/>
    protected override void OnInitialized() => navigation.LocationChanged += Moved;

    /// <inheritdoc/>
    public void Dispose() => navigation.LocationChanged -= Moved;

    // A page that is narrowed, or steps through time, is the same page: the focus stays on what was pressed.
    private void Moved(object? sender, LocationChangedEventArgs change)
    {
        var path = navigation.ToBaseRelativePath(change.Location).Split('?', '#')[0];
        _hasMoved |= path != _path;
        _path = path;
    }
}
