using SystemFlow.Operations.Audit;

namespace SystemFlow.Web.Audit;

/// <summary>The audit in words.</summary>
internal static class AuditWords
{
    /// <summary>What a look at every seal found.</summary>
    public static string Of(AuditCheck check) => check switch
    {
        { Chain.Broken: { } broken } => $"The audit is broken at line {broken:N0}: it was changed, or a line before it was taken out or put in. {check.Chain.Lines:N0} lines before it stand as they were written.",
        { IsCutOff: true } => $"Lines are missing at the end of the audit: it ends with line {check.Chain.Lines:N0}, and line {check.Last!.Line:N0} was written.",
        { Chain.Lines: 0 } => "The audit has no lines.",
        { Chain.Lines: 1 } => "The audit stands as it was written: 1 line.",
        _ => $"The audit stands as it was written: {check.Chain.Lines:N0} lines.",
    };

    /// <summary>What a line is about.</summary>
    public static string Of(AuditKind kind) => kind switch
    {
        AuditKind.SignIn => "Sign-in",
        AuditKind.SignOut => "Sign-out",
        AuditKind.Refusal => "Refused",
        AuditKind.Account => "Account",
        AuditKind.Grant => "Role",
        AuditKind.Session => "Session",
        AuditKind.Invitation => "Invitation",
        AuditKind.Wall => "Wallboard",
        AuditKind.Key => "Feed key",
        AuditKind.Rule => "Rules",
        AuditKind.Rota => "Rota",
        AuditKind.Setting => "Setting",
        AuditKind.Export => "Export",
        AuditKind.Figure => "Figures by hand",
        AuditKind.Row => "Refused row",
        AuditKind.List => "Who is sent something",
        AuditKind.Seal => "Seals",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
