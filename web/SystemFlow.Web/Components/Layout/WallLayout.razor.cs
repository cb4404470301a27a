using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Layout;

/// <summary>What stands around a screen on a wall: nothing that takes room, and a fault that mends itself.</summary>
public sealed partial class WallLayout(NavigationManager navigation)
{
    private NavigationManager Navigation { get; } = navigation;
}
