using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Links that narrow the list of alerts. The choice is the address, so that a view can be shared.</summary>
public sealed partial class AlertFilterNav(Footprint footprint)
{
    /// <summary>The view.</summary>
    [Parameter, EditorRequired]
    public required AlertFilter Filter { get; set; }

    /// <summary>How many alerts each phase has at the chosen places and severities.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, int> Counts { get; set; }

    private static string To(AlertFilter filter) => filter.On("/alerts");

    private static string? Current(bool isCurrent) => isCurrent ? "true" : null;
}
