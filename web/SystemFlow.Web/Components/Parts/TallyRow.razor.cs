using Microsoft.AspNetCore.Components;
using SystemFlow.Operations.Loads;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>One row of alerts and what became of them. Without alerts there is no share and no median, and it says so.</summary>
public sealed partial class TallyRow
{
    /// <summary>What is counted.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>The counts.</summary>
    [Parameter, EditorRequired]
    public required AlertTally Tally { get; set; }

    /// <summary>The third column, in words.</summary>
    [Parameter, EditorRequired]
    public required string PerTenMinutes { get; set; }

    /// <summary>A share, or that there is nothing to share.</summary>
    public static string Percent(double? share) => share is { } known ? FigureText.Of(known, Domain.Readings.Unit.Percent) : "No alerts";

    /// <summary>The median, or why there is none.</summary>
    public static string Median(AlertTally tally) => tally.MedianToAcknowledge is { } median ? AgeText.Of(median) : tally.Alerts == 0 ? "No alerts" : "None taken on";
}
