using SystemFlow.Operations.Journal;

namespace SystemFlow.Web.Components.Words;

/// <summary>Lines of the journal in words.</summary>
internal static class JournalText
{
    /// <summary>What a line is about.</summary>
    public static string Of(JournalKind kind) => kind switch
    {
        JournalKind.Action => "Action",
        JournalKind.Call => "Call",
        JournalKind.Decision => "Decision",
        JournalKind.Minute => "Minute",
        JournalKind.Attendance => "Attendance",
        JournalKind.Handover => "Handover",
        JournalKind.Edition => "Dashboard or pack",
        JournalKind.Sitrep => "Situation report",
        JournalKind.Card => "Action card",
        JournalKind.Level => "Declared level",
        _ => "Alert",
    };
}
