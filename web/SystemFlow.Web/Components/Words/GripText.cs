using SystemFlow.Domain.Calls;

namespace SystemFlow.Web.Components.Words;

/// <summary>Grip gaps in words: the evidence, and what to ask.</summary>
internal static class GripText
{
    /// <summary>What sort of gap it is.</summary>
    public static string Kind(GripGapKind kind) => kind switch
    {
        GripGapKind.PressureWithoutAction or GripGapKind.AlertWithoutAction => "Pressure, no action",
        GripGapKind.DeclaredWithoutAction => "Declared, no action",
        GripGapKind.ActionWithoutMovement => "Action, no movement",
        GripGapKind.DeclaredDiffers => "Declared, not as calculated",
        _ => "Declaration ends",
    };

    /// <summary>The evidence, in a sentence.</summary>
    /// <param name="at">The moment that it is looked at.</param>
    public static string Evidence(GripGap gap, DateTimeOffset at) => gap.Kind switch
    {
        GripGapKind.PressureWithoutAction =>
            $"Calculated {LevelText.Of(gap.Level)}{(gap.Declared is { } declared ? $", declared {LevelText.Of(declared)}" : "")}, and no open action is about it.{Alerts(gap)}",
        GripGapKind.DeclaredWithoutAction => $"Declared {LevelText.Of(gap.Declared)} {For(gap, at)}, and no open action is about it.{Alerts(gap)}",
        GripGapKind.AlertWithoutAction => $"A critical alert has been open {For(gap, at)}, and no open action is about it: {gap.Alert}.",
        GripGapKind.ActionWithoutMovement => $"Action {gap.Action}, \"{gap.What}\", has not moved {For(gap, at)}{(gap.IsGrave ? ", and is overdue" : "")}.",
        GripGapKind.DeclaredDiffers => $"Declared {LevelText.Of(gap.Declared)} {For(gap, at)}, calculated {LevelText.Of(gap.Level)}.",
        _ => $"The declared {LevelText.Of(gap.Declared)} ends at {UkTime.Clock(gap.Since!.Value)}, {CallText.Until(gap.Since.Value, at)}.",
    };

    /// <summary>What to ask.</summary>
    public static string Ask(GripGap gap) => gap.Kind switch
    {
        GripGapKind.PressureWithoutAction => "What will be done, by whom and until when? Who must help?",
        GripGapKind.DeclaredWithoutAction => "What does this level call for here, and who does it?",
        GripGapKind.AlertWithoutAction => "Who acts on it, and until when?",
        GripGapKind.ActionWithoutMovement => "What has been done? What stands in the way? Must somebody else do it?",
        GripGapKind.DeclaredDiffers => "Which is right? Declare anew, or say what the figures do not show.",
        _ => "Does it hold on? Declare it again, or let it end.",
    };

    private static string Alerts(GripGap gap) => gap.Alert is { } alerts ? $" Critical alerts are open as well: {alerts}." : "";

    private static string For(GripGap gap, DateTimeOffset at) => $"for {AgeText.Of(at - gap.Since!.Value)}";
}
