using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Sealing;

namespace SystemFlow.Web.Audit;

/// <summary>
/// <c>--verify-audit FILE [--key FILE] [--expect LINE:SEAL]</c>: looks at every seal of an audit.db, and says which line is the first that
/// does not stand as it was written, and whether a line that was written down elsewhere is still there. Starts no server and changes nothing.
/// </summary>
internal sealed record AuditCommand(string File, string? KeyFile, string? Expected)
{
    private const string Flag = "--verify-audit";

    /// <summary>The command that was typed; null where none was.</summary>
    public static AuditCommand? Of(string[] args) =>
        ValueOf(args, Flag) is { } file ? new AuditCommand(file, ValueOf(args, "--key"), ValueOf(args, "--expect")) : null;

    /// <summary>Runs it, and gives the exit code: 0 where every line stands, 1 where one does not, 2 where that cannot be told.</summary>
    public int Run(TextWriter output, TextWriter errors)
    {
        try
        {
            Anchor? expected = null;
            if (Expected is not null && !Anchor.TryParse(Expected, out expected)) throw new AuditException("Enter --expect as LINE:SEAL, as the log or this command said it before.");
            var key = AuditKey.Read(KeyFile ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File)) ?? "", "audit-key"));
            var check = AuditLog.CheckFile(File, key, expected);
            var (holds, words) = Words(check, expected);
            output.WriteLine(words);
            return holds ? 0 : 1;
        }
        catch (AuditException error)
        {
            errors.WriteLine(error.Message);
            return 2;
        }
    }

    private static (bool Holds, string Words) Words(ChainCheck check, Anchor? expected) => check switch
    {
        { Broken: 1, Lines: 0 } => (false, "The audit is broken at line 1: it was changed, it was sealed anew without the key, or this is not the key that it was sealed with."),
        { Broken: { } broken } => (false, $"The audit is broken at line {broken}: it was changed, or a line before it was taken out or put in. {check.Lines} lines before it stand as they were written."),
        _ when expected is not null && check.Lines < expected.Line => (false, $"Lines are missing at the end: line {expected.Line} was written down, and the audit ends with line {check.Lines}."),
        _ when expected is not null && !expected.HoldsIn(check) => (false, $"Line {expected.Line} is not the one that was written down: its seal is {check.SealAtAnchor}."),
        { Lines: 0 } => (true, "The audit has no lines."),
        _ => (true, $"The audit stands as it was written: {check.Lines} lines. Keep this elsewhere, to see later that none was cut off: --expect {check.Lines}:{check.Seal}"),
    };

    private static string? ValueOf(string[] args, string flag)
    {
        var at = Array.FindIndex(args, arg => arg == flag || arg.StartsWith($"{flag}=", StringComparison.Ordinal));
        return at < 0 ? null : args[at] == flag ? args.ElementAtOrDefault(at + 1) ?? "" : args[at][(flag.Length + 1)..];
    }
}
