using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Web.Hosting;

/// <summary>
/// <c>--verify-journal FILE</c>: looks at every seal of the journal in an events.db, and says which line is the first that does not
/// stand as it was written. Without FILE it is the journal in the PostgreSQL that <c>Operations:ConnectionString</c> names. Starts no server
/// and changes nothing.
/// </summary>
internal sealed class JournalCommand(TypedCommand typed)
{
    private const string Flag = "--verify-journal";

    /// <summary>The command that was typed; null where none was.</summary>
    public static JournalCommand? Of(string[] args) => TypedCommand.Of(args, Flag) is { } typed ? new JournalCommand(typed) : null;

    /// <summary>Runs it, and gives the exit code: 0 where every line stands, 1 where one does not, 2 where it cannot be read.</summary>
    public int Run(TextWriter output, TextWriter errors)
    {
        try
        {
            var server = typed.Value.Length == 0 ? typed.Settings()[OperationsOptions.ConnectionKey] : null;
            var check = server is { Length: > 0 } ? Journal.CheckServer(server) : Journal.CheckFile(typed.Value);
            if (check.Broken is { } broken)
            {
                output.WriteLine($"The journal is broken at line {broken}: it was changed, or a line before it was taken out or put in. {check.Lines} lines before it stand as they were written.");
                return TypedCommand.NotWell;
            }

            output.WriteLine(check.Lines == 0
                ? "The journal has no lines."
                : $"The journal stands as it was written: {check.Lines} lines. Keep the last seal elsewhere, to see later that none was cut off: {check.Seal}");
            return TypedCommand.Done;
        }
        catch (FormatException error)
        {
            errors.WriteLine(error.Message);
            return TypedCommand.NotDone;
        }
    }
}
