using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Layout;

/// <summary>What stands around a page that is not live.</summary>
public sealed partial class PlainLayout(NavigationManager navigation)
{
    private NavigationManager Navigation { get; } = navigation;
}
