using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What happened to an alert, and what became of each message.</summary>
public sealed partial class AlertTrailList
{
    /// <summary>The history.</summary>
    [Parameter, EditorRequired]
    public required AlertTrail Trail { get; set; }

    /// <summary>The moment that it is looked at. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>A lead's name by code.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> NameOf { get; set; }
}
