using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SystemFlow.Web.Backups;

/// <summary>
/// Copies everything that the program keeps into a folder, while it runs or not. A database is copied by SQLite itself from a read
/// connection (<c>VACUUM INTO</c>), as it stood at one moment, and the copy is looked through; a plain copy of a live file may be torn.
/// </summary>
internal sealed class BackupMaker(DataFiles data, string folder, TextWriter output)
{
    /// <summary>In the backup, where files are that settings put outside the data folder.</summary>
    private const string Elsewhere = "elsewhere";

    /// <summary>Makes it, and says each file.</summary>
    /// <exception cref="BackupException">It could not be made; nothing that is kept was changed.</exception>
    public BackupList Make(TimeProvider time)
    {
        var wanted = Wanted();
        CheckFolder(wanted);
        OwnFile.CreateFolder(folder);
        var files = ImmutableArray.CreateBuilder<BackupFile>();
        var damaged = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, path, setting) in wanted)
        {
            try
            {
                if (Copy(path, Path.Combine(folder, name)) is not var (bytes, sum)) continue;
                files.Add(new BackupFile(name, bytes, sum, setting));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}  {bytes:N0} bytes"));
            }
            catch (BackupException error) when (error.IsDamage)
            {
                damaged.Add(name);
                output.WriteLine($"  {name}  {error.Message}");
            }
        }

        var list = new BackupList(BackupList.Newest, time.GetUtcNow(), files.ToImmutable(), damaged.ToImmutable());
        list.Write(folder);
        return list;
    }

    private List<(string Name, string Path, string? Setting)> Wanted()
    {
        if (!Directory.Exists(data.Folder)) throw new BackupException($"There is no data folder '{data.Folder}'. Name it with --Data:Directory.");
        var settings = data.Named.ToDictionary(file => file.Path, file => file.Setting, StringComparer.Ordinal);
        var outside = data.Named.Where(file => !data.Holds(file.Path) && File.Exists(file.Path))
            .Select(file => ($"{Elsewhere}/{file.Name}", file.Path, (string?)file.Setting));
        var inside = data.Names().Select(name => (name, Path.Combine(data.Folder, name)))
            .Select(file => (file.name, file.Item2, settings.GetValueOrDefault(file.Item2)));
        List<(string Name, string, string?)> wanted = [.. outside, .. inside];
        if (wanted.Count == 0) throw new BackupException($"There is nothing in the data folder '{data.Folder}'.");
        return [.. wanted.OrderBy(file => DataFiles.IsDatabase(file.Name)).ThenBy(file => file.Name.EndsWith("series.db", StringComparison.Ordinal))];
    }

    private void CheckFolder(List<(string Name, string Path, string? Setting)> wanted)
    {
        if (data.Holds(folder)) throw new BackupException($"'{folder}' is in the data folder. Enter a folder elsewhere, best on another disk.");
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new BackupException($"'{folder}' is not empty. Enter a new folder for each backup.");
        }

        var needed = wanted.Sum(file => new FileInfo(file.Path) is { Exists: true } there ? there.Length : 0);
        var above = folder;
        while (!Directory.Exists(above)) above = Path.GetDirectoryName(above)!;
        var room = new DriveInfo(above).AvailableFreeSpace;
        if (room < needed)
        {
            throw new BackupException(string.Create(
                CultureInfo.InvariantCulture, $"There is no room for it: the data has {needed:N0} bytes, and the disk of '{folder}' has {room:N0} left."));
        }
    }

    private static (long Bytes, string Sha256)? Copy(string from, string to)
    {
        if (DataFiles.IsDatabase(from)) return CopyDatabase(from, to);
        try
        {
            return OwnFile.Copy(from, to);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // Gone since it was listed: nobody needs it.
        }
    }

    private static (long Bytes, string Sha256) CopyDatabase(string from, string to)
    {
        try
        {
            OwnFile.Create(to).Dispose(); // SQLite writes into an empty file that is there, with its permissions.
            using (var source = Open(from))
            using (var command = source.CreateCommand())
            {
                command.CommandText = "VACUUM INTO $to";
                command.Parameters.AddWithValue("$to", to);
                command.ExecuteNonQuery();
            }

            var sum = OwnFile.Settle(to);
            using var copy = Open(to);
            using var check = copy.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            if (check.ExecuteScalar() is not "ok") throw new BackupException("is damaged, and was left out.") { IsDamage = true };
            return sum;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            File.Delete(to);
            throw new BackupException($"is damaged, and was left out. ({error.Message})", error) { IsDamage = true };
        }
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
