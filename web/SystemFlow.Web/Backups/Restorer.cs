using System.Globalization;

namespace SystemFlow.Web.Backups;

/// <summary>
/// Brings a backup back. Everything is copied beside its place and compared with the backup's list first; only then what is there is moved
/// aside and the copies take its place. Nothing is ever deleted.
/// </summary>
internal sealed class Restorer(DataFiles data, string folder, bool isOver, DateTimeOffset now)
{
    private readonly string _stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Restores it; gives the list, and where what was there is now: null where nothing was.</summary>
    /// <exception cref="BackupException">It was not restored; the data is as it was.</exception>
    public (BackupList List, string? Before) Restore()
    {
        if (data.Holds(folder)) throw new BackupException($"'{folder}' is in the data folder. Move it elsewhere first.");
        var list = BackupList.Read(folder);
        var moves = list.Files.Select(file => (File: file, To: TargetOf(file))).ToList();
        var locks = data.Hold();
        try
        {
            var isEmpty = !Directory.Exists(data.Folder) || !Directory.EnumerateFileSystemEntries(data.Folder).Any();
            if (!isOver) RefuseToLose(isEmpty ? moves.Select(move => move.To).FirstOrDefault(File.Exists) : data.Folder);

            // Copies wait beside the data folder, or in it where it is there and empty: it may be another disk.
            var waiting = isEmpty && Directory.Exists(data.Folder) ? Path.Combine(data.Folder, $"restoring-{_stamp}") : $"{data.Folder}.restoring-{_stamp}";
            var copies = Copy(moves, waiting);
            var before = MoveAside(isEmpty ? null : waiting, copies.Select(copy => copy.To));
            MoveIn(copies, waiting);
            return (list, before);
        }
        finally
        {
            foreach (var held in locks) held.Dispose();
        }
    }

    private string TargetOf(BackupFile file) =>
        data.Named.FirstOrDefault(named => named.Setting == file.Setting)?.Path ?? Path.Combine(data.Folder, file.Name);

    private static void RefuseToLose(string? there)
    {
        if (there is null) return;
        throw new BackupException($"There is data at '{there}'. Name an empty folder with --Data:Directory; or add --over, which moves what is there aside and deletes nothing.");
    }

    private List<(string Copy, string To)> Copy(List<(BackupFile File, string To)> moves, string waiting)
    {
        var copies = new List<(string Copy, string To)>();
        try
        {
            foreach (var (file, to) in moves)
            {
                var copy = data.Holds(to) ? Path.Combine(waiting, Path.GetRelativePath(data.Folder, to)) : $"{to}.restoring-{_stamp}";
                copies.Add((copy, to));
                var from = Path.Combine(folder, file.Name);
                if (!File.Exists(from)) throw Spoilt(file, "is missing");
                if (OwnFile.Copy(from, copy) != (file.Bytes, file.Sha256)) throw Spoilt(file, "is not as it was when the backup was made");
            }

            return copies;
        }
        catch
        {
            foreach (var (copy, _) in copies.Where(copy => File.Exists(copy.Copy))) File.Delete(copy); // Ours, and of no use to anybody.
            if (Directory.Exists(waiting)) Directory.Delete(waiting, recursive: true);
            throw;
        }
    }

    private static BackupException Spoilt(BackupFile file, string how) =>
        new($"The backup is damaged: {file.Name} {how}. Nothing was restored; use another backup.") { IsDamage = true };

    /// <param name="waiting">Where the copies wait; null where the data folder has nothing that could be moved.</param>
    private string? MoveAside(string? waiting, IEnumerable<string> targets)
    {
        string? before = null;
        if (waiting is not null)
        {
            before = $"{data.Folder}.before-{_stamp}";
            try
            {
                Directory.Move(data.Folder, before);
            }
            catch (IOException error)
            {
                Directory.Delete(waiting, recursive: true);
                throw new BackupException($"'{data.Folder}' cannot be moved aside; it may be a disk of its own. Move what is in it elsewhere, then restore into the empty folder. ({error.Message})", error);
            }
        }

        foreach (var path in targets.Where(to => !data.Holds(to)).SelectMany(to => new[] { to, $"{to}-wal", $"{to}-shm" }).Where(File.Exists))
        {
            File.Move(path, $"{path}.before-{_stamp}");
            before ??= $"{path}.before-{_stamp}";
        }

        return before;
    }

    private void MoveIn(List<(string Copy, string To)> copies, string waiting)
    {
        OwnFile.CreateFolder(data.Folder);
        foreach (var (copy, to) in copies)
        {
            OwnFile.CreateFolder(Path.GetDirectoryName(to)!);
            File.Move(copy, to);
        }

        if (Directory.Exists(waiting)) Directory.Delete(waiting, recursive: true);
    }
}
