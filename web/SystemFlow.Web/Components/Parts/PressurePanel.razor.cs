using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Why a place has its level: points for each measure, and what is missing.</summary>
public sealed partial class PressurePanel(MetricDictionary dictionary)
{
    private bool IsWorst => Rules.Combine is Combine.Worst;

    /// <summary>The pressure explained.</summary>
    [Parameter, EditorRequired]
    public required Pressure Pressure { get; set; }

    /// <summary>The rules that it was calculated by.</summary>
    [Parameter, EditorRequired]
    public required PressureRules Rules { get; set; }
}
