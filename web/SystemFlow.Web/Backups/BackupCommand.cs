using System.Globalization;
using Microsoft.Data.Sqlite;
using SystemFlow.Operations.Storage;
using SystemFlow.Series;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Backups;

/// <summary>
/// <c>--backup FOLDER</c>: a copy of everything that the program keeps, made while it runs or not, into a folder that is new or empty.
/// Starts no server and changes nothing that is kept; empty <c>-wal</c> files may stay beside databases that nobody had open.
/// </summary>
internal sealed class BackupCommand(TypedCommand typed)
{
    private const string Flag = "--backup";

    /// <summary>The command that was typed; null where none was.</summary>
    public static BackupCommand? Of(string[] args) => TypedCommand.Of(args, Flag) is { } typed ? new BackupCommand(typed) : null;

    /// <summary>Runs it, and gives the exit code: 0, 1 where a file was damaged and is not in the backup, 2 where there is no backup.</summary>
    public int Run(TextWriter output, TextWriter errors, TimeProvider time)
    {
        try
        {
            if (typed.Value.Length == 0) throw new BackupException($"Enter {Flag} FOLDER: a new folder, best on another disk.");
            var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(typed.Value));
            var settings = typed.Settings();
            var data = DataFiles.Of(settings);
            output.WriteLine($"Backup of {data.Folder} into {folder}");
            var began = time.GetTimestamp();
            var list = new BackupMaker(data, folder, output).Make(time);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{list.Files.Length} files, {list.Files.Sum(file => file.Bytes):N0} bytes, in {time.GetElapsedTime(began).TotalSeconds:0.0} s. It holds keys: keep it as safe as the data itself. To bring it back: --restore {folder}"));
            if (IsOnInflux(settings)) output.WriteLine("The record itself is on the InfluxDB server (Series:Kind): back it up there, with influxd backup. What still waits for it is in this backup.");
            if (IsOnPostgres(settings)) output.WriteLine("What people did and may do is on the PostgreSQL server (Operations:ConnectionString): back it up there, with pg_dump.");
            if (list.Missing.IsEmpty) return TypedCommand.Done;
            errors.WriteLine($"The backup is not whole: {string.Join(", ", list.Missing)} could not be copied because it is damaged. Keep the backup before this one.");
            return TypedCommand.NotWell;
        }
        catch (BackupException error)
        {
            errors.WriteLine(error.Message);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"The backup was broken off: {error.Message} Delete the folder, see to that, and start it again.");
        }

        return TypedCommand.NotDone;
    }

    private static bool IsOnPostgres(IConfiguration settings) =>
        settings[OperationsOptions.ConnectionKey] is { Length: > 0 };

    private static bool IsOnInflux(IConfiguration settings) =>
        string.Equals(settings[$"{SeriesOptions.Section}:Kind"], "Influx", StringComparison.OrdinalIgnoreCase);
}
