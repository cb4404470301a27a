using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Layout;

/// <summary>
/// A link to a page of places, at the moment that is shown, also where it is opened in another tab. Marked where that page is
/// shown, whatever of it: a plain link to an address with a query would be marked for that query alone.
/// </summary>
public sealed partial class PageLink(ViewMoment moment, NavigationManager navigation)
{
    /// <summary>The page, from the root.</summary>
    [Parameter, EditorRequired]
    public required string Path { get; set; }

    /// <summary>Its name.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    private bool IsHere => $"/{navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0]}" == Path;
}
