using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using SystemFlow.Series;
using SystemFlow.Series.Embedded;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Backups;

/// <summary>
/// <c>--verify-series [FILE]</c>: looks through the whole record, that of the settings or another file, and says whether it stands. It may run
/// beside the program. Starts no server and changes nothing.
/// </summary>
internal sealed class VerifySeriesCommand(TypedCommand typed)
{
    private const string Flag = "--verify-series";
    private const int MostLines = 20;

    /// <summary>The command that was typed; null where none was.</summary>
    public static VerifySeriesCommand? Of(string[] args) => TypedCommand.Of(args, Flag) is { } typed ? new VerifySeriesCommand(typed) : null;

    /// <summary>Runs it, and gives the exit code: 0 where the record stands, 1 where it is damaged, 2 where that cannot be told.</summary>
    public int Run(TextWriter output, TextWriter errors)
    {
        var path = typed.Value.Length > 0 ? Path.GetFullPath(typed.Value) : DataFiles.Of(typed.Settings()).Record;
        var progress = new ProgressBar(errors, "Looking through", "blocks", !Console.IsErrorRedirected, TimeProvider.System);
        try
        {
            if (!File.Exists(path)) throw new BackupException($"There is no file '{path}'. The record is series.db in the data folder, unless Series:Path says otherwise.");
            var began = TimeProvider.System.GetTimestamp();
            var (readings, problems) = SeriesCheck.Run(path, progress.Show);
            progress.End();
            foreach (var line in problems.Take(MostLines)) output.WriteLine($"  {line}");
            if (problems.Count > MostLines) output.WriteLine($"  and {problems.Count - MostLines} more");
            output.WriteLine(problems.Count > 0 ? Damaged(path, problems.Count) : string.Create(
                CultureInfo.InvariantCulture,
                $"{path} stands: {readings:N0} readings on {new FileInfo(path).Length:N0} bytes, looked through in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s."));
            return problems.Count > 0 ? TypedCommand.NotWell : TypedCommand.Done;
        }
        catch (SeriesException error) when (error.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB })
        {
            progress.End();
            output.WriteLine($"  {error.Message}");
            output.WriteLine(Damaged(path, faults: 1));
            return TypedCommand.NotWell;
        }
        catch (Exception error) when (error is BackupException or SeriesException or IOException or UnauthorizedAccessException)
        {
            progress.End();
            errors.WriteLine(error.Message);
            return TypedCommand.NotDone;
        }
    }

    private static string Damaged(string path, int faults) =>
        $"{path} is damaged: {faults} {(faults == 1 ? "fault" : "faults")}. Stop the program and bring a backup back with --restore FOLDER --over; what is here now is moved aside, not deleted.";
}
