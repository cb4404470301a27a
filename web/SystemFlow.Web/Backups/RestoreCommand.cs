using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Backups;

/// <summary>
/// <c>--restore FOLDER [--over]</c>: brings a backup back while the program does not run. Data that is there is refused, or with
/// <c>--over</c> moved aside. Starts no server.
/// </summary>
internal sealed class RestoreCommand(TypedCommand typed, bool isOver)
{
    private const string Flag = "--restore", OverFlag = "--over";

    /// <summary>The command that was typed; null where none was.</summary>
    public static RestoreCommand? Of(string[] args)
    {
        if (TypedCommand.Of(args, Flag) is not { } typed) return null;
        var isOver = typed.Has(OverFlag, out var without);
        return new RestoreCommand(without, isOver);
    }

    /// <summary>Runs it, and gives the exit code: 0, 1 where the backup is damaged, 2 where it could not be restored.</summary>
    public int Run(TextWriter output, TextWriter errors, TimeProvider time)
    {
        try
        {
            if (typed.Value.Length == 0) throw new BackupException($"Enter {Flag} FOLDER: the folder that --backup named.");
            var data = DataFiles.Of(typed.Settings());
            var (list, before) = new Restorer(data, Path.GetFullPath(typed.Value), isOver, time.GetUtcNow()).Restore();
            output.WriteLine($"Restored {list.Files.Length} files into {data.Folder}, as they were on {UkTime.DateAndClock(list.MadeAt)}, UK time:");
            foreach (var file in list.Files) output.WriteLine($"  {file.Name}");
            if (before is not null) output.WriteLine($"What was there before is in {before}. Delete it when you need it no more.");
            if (!list.Missing.IsEmpty) output.WriteLine($"Not in the backup, because it was damaged then: {string.Join(", ", list.Missing)}.");
            return TypedCommand.Done;
        }
        catch (BackupException error)
        {
            errors.WriteLine(error.Message);
            return error.IsDamage ? TypedCommand.NotWell : TypedCommand.NotDone;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"The restore was broken off: {error.Message} Nothing was deleted: look beside the data folder for what ends in .before-… or .restoring-…");
            return TypedCommand.NotDone;
        }
    }
}
