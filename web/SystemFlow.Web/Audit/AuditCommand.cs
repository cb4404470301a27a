using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Sealing;
using SystemFlow.Operations.Storage;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Audit;

/// <summary>
/// <c>--verify-audit FILE [--key FILE] [--expect LINE:SEAL]</c>: looks at every seal of an audit.db, and says which line is the first that
/// does not stand as it was written, and whether a line that was written down elsewhere is still there. Without FILE it is the audit in the
/// PostgreSQL that <c>Operations:ConnectionString</c> names, with the key of the settings. Starts no server and changes nothing.
/// </summary>
internal sealed record AuditCommand(TypedCommand Typed, string? KeyFile, string? Expected)
{
    private const string Flag = "--verify-audit";

    private string File => Typed.Value;

    /// <summary>The command that was typed; null where none was.</summary>
    public static AuditCommand? Of(string[] args)
    {
        if (TypedCommand.Of(args, Flag) is not { } typed) return null;
        var key = TypedCommand.Of(typed.Rest, "--key");
        var expected = TypedCommand.Of(key?.Rest ?? typed.Rest, "--expect");
        return new AuditCommand(typed with { Rest = expected?.Rest ?? key?.Rest ?? typed.Rest }, key?.Value, expected?.Value);
    }

    /// <summary>Runs it, and gives the exit code: 0 where every line stands, 1 where one does not, 2 where that cannot be told.</summary>
    public int Run(TextWriter output, TextWriter errors)
    {
        try
        {
            Anchor? expected = null;
            if (Expected is not null && !Anchor.TryParse(Expected, out expected)) throw new AuditException("Enter --expect as LINE:SEAL, as the log or this command said it before.");
            var check = File.Length == 0 && CheckServer(expected) is { } onServer ? onServer : CheckFile(expected);
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

    private ChainCheck CheckFile(Anchor? expected)
    {
        if (!System.IO.File.Exists(File)) throw new AuditException($"There is no file '{File}'. The audit is in audit.db of the data folder.");
        return AuditLog.CheckFile(File, AuditKey.Read(KeyFile ?? Path.Combine(Path.GetDirectoryName(File) ?? "", "audit-key")), expected);
    }

    private ChainCheck? CheckServer(Anchor? expected)
    {
        var settings = Typed.Settings();
        if (settings[OperationsOptions.ConnectionKey] is not { Length: > 0 } server) return null;
        var audit = settings.GetSection(AuditOptions.Section).Get<AuditOptions>() ?? new AuditOptions();
        var data = settings.GetSection(DataOptions.Section).Get<DataOptions>() ?? new DataOptions();
        var key = KeyFile is null && audit.Key is { } given
            ? AuditKey.Of(given)
            : AuditKey.Read(KeyFile ?? (audit.KeyFile.Length > 0 ? audit.KeyFile : Path.Combine(data.Directory, "audit-key")));
        return AuditLog.CheckServer(server, key, expected);
    }
}
