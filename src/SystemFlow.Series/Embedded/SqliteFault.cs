using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SystemFlow.Series.Embedded;

/// <summary>Puts what goes wrong with the file into words that say what to do.</summary>
internal static class SqliteFault
{
    private static readonly TimeSpan UntilUnlocked = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UntilRepaired = TimeSpan.FromSeconds(30);

    public static SeriesException Explain(Exception error, string path)
    {
        var (retryAfter, message) = error is SqliteException sqlite
            ? Explain(sqlite.SqliteErrorCode, path)
            : (null, $"The series file {path} cannot be used.");
        return new SeriesException($"{message} ({error.Message})", error) { RetryAfter = retryAfter };
    }

    private static (TimeSpan? RetryAfter, string Message) Explain(int code, string path) => code switch
    {
        raw.SQLITE_FULL => (UntilRepaired,
            $"There is no room on the disk for {path}. Free some: the store then carries on by itself, and senders "
            + "send again what was refused."),
        raw.SQLITE_IOERR => (UntilRepaired,
            $"The disk failed under {path}. Check the disk and the system's log; the store tries again with the "
            + "next batch."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (UntilUnlocked,
            $"Another program holds {path} locked. Close it, and send again."),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => (null,
            $"{path} is damaged, or is not a series file. Move it away, with the files beside it that begin with its "
            + "name, and put a backup in its place; or start empty and send the history again."),
        raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM => (null,
            $"{path} cannot be opened for writing. Let the program's account write to it and to its directory, or "
            + "change Series:Path."),
        _ => (null, $"The series file {path} cannot be used."),
    };
}
