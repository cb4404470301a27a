using System.Collections.Immutable;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Intake;
using SystemFlow.Series;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Backups;

/// <summary>Where everything is that the program keeps: its data folder, and files that settings may have put elsewhere.</summary>
/// <param name="Folder">The data folder. A whole path.</param>
/// <param name="Named">Files that have a setting of their own.</param>
internal sealed record DataFiles(string Folder, ImmutableArray<NamedFile> Named)
{
    private const string SeriesPath = $"{SeriesOptions.Section}:{nameof(SeriesOptions.Path)}";

    /// <summary>Names a folder: what waits for InfluxDB is in <c>spool.db</c> there.</summary>
    private const string SpoolFolder = $"{SeriesOptions.Section}:Influx:SpoolPath";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>By the settings, as the server has them.</summary>
    public static DataFiles Of(IConfiguration settings)
    {
        var folder = settings.GetSection(DataOptions.Section).Get<DataOptions>()?.Directory is { Length: > 0 } said ? said : new DataOptions().Directory;
        return new DataFiles(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)),
            [
                File(SeriesPath, "series.db"),
                File($"{EventLogOptions.Section}:{nameof(EventLogOptions.Path)}", "events.db"),
                File($"{IntakeRecordOptions.Section}:{nameof(IntakeRecordOptions.Path)}", "intake.db"),
                File($"{AuditOptions.Section}:{nameof(AuditOptions.Path)}", "audit.db"),
                File($"{AuditOptions.Section}:{nameof(AuditOptions.KeyFile)}", "audit-key"),
                new(SpoolFolder, "influx-spool/spool.db", Path.GetFullPath(Path.Combine(
                    settings[SpoolFolder] is { Length: > 0 } spool ? spool : Path.Combine(Path.GetDirectoryName(File(SeriesPath, "series.db").Path)!, "influx-spool"), "spool.db"))),
            ]);

        NamedFile File(string setting, string name) =>
            new(setting, name, Path.GetFullPath(settings[setting] is { Length: > 0 } path ? path : Path.Combine(folder, name)));
    }

    /// <summary>Whether a path lies in the data folder, or is it.</summary>
    public bool Holds(string path) => IsWithin(Folder, Path.GetFullPath(path));

    /// <summary>
    /// Every file in the folder, by its name from there: what is not a database first, and the record last, so that a replay's or a copy's
    /// mark never says more than the record beside it has.
    /// </summary>
    public IEnumerable<string> Names() => Walk(new DirectoryInfo(Folder), [])
        .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
        .OrderBy(IsDatabase).ThenBy(IsRecord).ThenBy(name => name, StringComparer.Ordinal);

    /// <summary>Files that show by their lock whether a program uses them.</summary>
    public IEnumerable<string> Locks()
    {
        var inside = Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*.lock", SearchOption.AllDirectories) : [];
        return inside.Concat(Named.Where(file => !Holds(file.Path))
            .SelectMany(file => new[] { $"{file.Path}.lock", Path.ChangeExtension(file.Path, ".lock") }).Where(File.Exists));
    }

    /// <summary>Each store's lock, so that no program starts meanwhile. Dispose them all.</summary>
    /// <exception cref="BackupException">A program runs.</exception>
    public IReadOnlyList<FileStream> Hold()
    {
        var held = new List<FileStream>();
        foreach (var path in Locks())
        {
            try
            {
                held.Add(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException error)
            {
                foreach (var one in held) one.Dispose();
                throw new BackupException($"The program runs: it holds '{path}'. Stop it first.", error);
            }
        }

        return held;
    }

    /// <summary>The record, where it is the embedded store.</summary>
    public string Record => Named[0].Path;

    public static bool IsDatabase(string name) => name.EndsWith(".db", StringComparison.Ordinal);

    private static bool IsRecord(string name) => Path.GetFileName(name) == "series.db";

    // What lies beside an open database, says that it is in use, or is half written.
    private static bool IsPassing(string name) =>
        name.EndsWith("-wal", StringComparison.Ordinal) || name.EndsWith("-shm", StringComparison.Ordinal) || name.EndsWith("-journal", StringComparison.Ordinal)
        || name.EndsWith(".lock", StringComparison.Ordinal) || name.EndsWith(".part", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal);

    private static bool IsWithin(string folder, string path) =>
        path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // A folder may be a link to another disk; one that leads back to where the walk has been is not gone into again.
    private static IEnumerable<string> Walk(DirectoryInfo folder, HashSet<string> been)
    {
        if (!been.Add((folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName)) return [];
        var files = folder.EnumerateFiles("*", Everything).Where(file => !IsPassing(file.Name)).Select(file => file.FullName);
        return files.Concat(folder.EnumerateDirectories("*", Everything).SelectMany(inner => Walk(inner, been)));
    }
}

/// <summary>A file whose place can be set.</summary>
/// <param name="Setting">What names it, such as <c>Series:Path</c>.</param>
/// <param name="Name">What it is called in the data folder.</param>
/// <param name="Path">Where it is. A whole path.</param>
internal sealed record NamedFile(string Setting, string Name, string Path);
