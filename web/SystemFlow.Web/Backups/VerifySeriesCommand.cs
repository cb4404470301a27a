using System.Globalization;
using Microsoft.Data.Sqlite;
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
        var path = typed.Value.Length > 0 ? Path.GetFullPath(typed.Value) : DataFiles.Of(typed.Settings()).Named[0].Path;
        try
        {
            if (!File.Exists(path)) throw new BackupException($"There is no file '{path}'. The record is series.db in the data folder, unless Series:Path says otherwise.");
            var began = TimeProvider.System.GetTimestamp();
            var found = Check(path);
            foreach (var line in found.Take(MostLines)) output.WriteLine($"  {line}");
            if (found.Count > MostLines) output.WriteLine($"  and {found.Count - MostLines} more");
            output.WriteLine(found.Count > 0
                ? $"{path} is damaged: {found.Count} faults. Stop the program and bring a backup back with --restore FOLDER --over; what is here now is moved aside, not deleted."
                : string.Create(CultureInfo.InvariantCulture, $"{path} stands: {new FileInfo(path).Length:N0} bytes looked through in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s."));
            return found.Count > 0 ? TypedCommand.NotWell : TypedCommand.Done;
        }
        catch (Exception error) when (error is BackupException or SqliteException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(error.Message);
            return TypedCommand.NotDone;
        }
    }

    private static List<string> Check(string path)
    {
        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            using var rows = command.ExecuteReader();
            List<string> found = [];
            while (rows.Read()) found.Add(rows.GetString(0));
            return found is ["ok"] ? [] : found;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            return [error.Message];
        }
    }
}
