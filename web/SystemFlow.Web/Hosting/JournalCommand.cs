using SystemFlow.Operations.Journal;

namespace SystemFlow.Web.Hosting;

/// <summary>
/// <c>--verify-journal FILE</c>: looks at every seal of the journal in an events.db, and says which line is the first that does not
/// stand as it was written. Starts no server and changes nothing.
/// </summary>
internal sealed class JournalCommand(string file)
{
    private const string Flag = "--verify-journal";

    /// <summary>The command that was typed; null where none was.</summary>
    public static JournalCommand? Of(string[] args)
    {
        var at = Array.FindIndex(args, arg => arg == Flag || arg.StartsWith($"{Flag}=", StringComparison.Ordinal));
        return at < 0 ? null : new JournalCommand(args[at] == Flag ? args.ElementAtOrDefault(at + 1) ?? "" : args[at][(Flag.Length + 1)..]);
    }

    /// <summary>Runs it, and gives the exit code: 0 where every line stands, 1 where one does not, 2 where it cannot be read.</summary>
    public int Run(TextWriter output, TextWriter errors)
    {
        try
        {
            var check = Journal.CheckFile(file);
            if (check.Broken is { } broken)
            {
                output.WriteLine($"The journal is broken at line {broken}: it was changed, or a line before it was taken out or put in. {check.Lines} lines before it stand as they were written.");
                return 1;
            }

            output.WriteLine(check.Lines == 0
                ? "The journal has no lines."
                : $"The journal stands as it was written: {check.Lines} lines. Keep the last seal elsewhere, to see later that none was cut off: {check.Seal}");
            return 0;
        }
        catch (FormatException error)
        {
            errors.WriteLine(error.Message);
            return 2;
        }
    }
}
