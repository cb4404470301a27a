using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Layout;

/// <summary>What every page has around it.</summary>
public sealed partial class MainLayout(NavigationManager navigation, ViewMoment moment)
{
    private NavigationManager Navigation { get; } = navigation;

    private ViewMoment Moment { get; } = moment;
}
