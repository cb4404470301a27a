using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Why a place has its level: points for each measure, and what is missing.</summary>
public sealed partial class PressurePanel(PressureRules rules, MetricDictionary dictionary)
{
    /// <summary>The pressure explained.</summary>
    [Parameter, EditorRequired]
    public required Pressure Pressure { get; set; }
}
