using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Layout;

/// <summary>What stands where a page failed.</summary>
public sealed partial class PageFailed(NavigationManager navigation)
{
    private NavigationManager Navigation { get; } = navigation;
}
