using Dapper;
using Microsoft.Data.Sqlite;
using SystemFlow.Operations.Journal;

namespace SystemFlow.Operations.Events;

/// <summary>The file events.db: one writer at a time, each write on disk when it answers.</summary>
internal sealed class EventFile
{
    private readonly Lock _writing = new();
    private readonly string _connection;
    private readonly string _path;

    /// <summary>Opens the file, and makes it where there is none.</summary>
    /// <exception cref="EventLogException">It cannot be used.</exception>
    public EventFile(string path)
    {
        _path = Path.GetFullPath(path);
        _connection = new SqliteConnectionStringBuilder { DataSource = _path }.ToString();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(error);
        }

        // Not in a transaction: the journal's mode cannot change within one.
        Read(database => database.Execute(EventSchema.Tables + JournalTable.Tables));
    }

    /// <summary>Writes alone, all or none.</summary>
    public void Write(Action<SqliteConnection> write) => Write(write, static () => { });

    /// <summary>
    /// The same, and then remembers what was written before anybody else writes: who waits for <see cref="WaitForWriting"/> finds in
    /// memory what they read on disk.
    /// </summary>
    public void Write(Action<SqliteConnection> write, Action remember)
    {
        lock (_writing)
        {
            Read(database =>
            {
                using var transaction = database.BeginTransaction();
                write(database);
                transaction.Commit();
                return true;
            });
            remember();
        }
    }

    /// <summary>Waits until what is on disk is in memory too, in whichever log it is kept.</summary>
    public void WaitForWriting()
    {
        lock (_writing)
        {
            // Whoever wrote has remembered.
        }
    }

    /// <summary>Reads beside any writer.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            using var database = new SqliteConnection(_connection);
            database.Open();
            database.Execute(EventSchema.Connection);
            return read(database);
        }
        catch (SqliteException error)
        {
            throw Unusable(error);
        }
    }

    private EventLogException Unusable(Exception error) => new(
        $"The event log {_path} cannot be used ({error.Message}). Check that its disk has room, that the program may write there and that no other program holds it.",
        error);
}
