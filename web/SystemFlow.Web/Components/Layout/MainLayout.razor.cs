using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Layout;

/// <summary>What every page has around it.</summary>
public sealed partial class MainLayout(NavigationManager navigation)
{
    private NavigationManager Navigation { get; } = navigation;
}
