using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Links that narrow the list of alerts. The choice is the address, so that a view can be shared.</summary>
public sealed partial class AlertFilterNav(Footprint footprint)
{
    private bool _isOpen; // On a phone, where the choices would push the alerts off the screen.

    /// <summary>The view.</summary>
    [Parameter, EditorRequired]
    public required AlertFilter Filter { get; set; }

    /// <summary>How many alerts each phase has at the chosen places and severities.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, int> Counts { get; set; }

    private string Words => string.Join(", ",
        Filter.Place?.ShortName ?? "whole system",
        Filter.Least is { } least ? $"{least.ToString().ToLowerInvariant()}{(least is Severity.Warning ? " or worse" : "")}" : "all severities",
        AlertFilter.Phases.FirstOrDefault(known => known.Code == Filter.Phase).Words?.ToLowerInvariant() ?? "open");

    private static string To(AlertFilter filter) => filter.On("/alerts");

    private static string? Current(bool isCurrent) => isCurrent ? "true" : null;
}
