using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Sealing;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Journal;

/// <summary>Who did what and when: calls, actions, levels, handovers, returns. Lines are added by whoever does it, never here.</summary>
public sealed class Journal(EventLog events)
{
    /// <summary>The most lines that are read at once.</summary>
    public const int Most = 1_000;

    /// <summary>Where it is kept, for whoever runs the server: each replay has a journal of its own.</summary>
    public string Name => events.File.Name;

    /// <summary>What was asked for, newest first.</summary>
    /// <param name="most">1 to <see cref="Most"/>.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public Task<ImmutableArray<JournalLine>> ReadAsync(JournalQuestion question, int most, CancellationToken cancellationToken) =>
        Task.Run(() => events.File.Read(database => JournalTable.Read(database, events.File.Dialect, question, Math.Clamp(most, 1, Most))), cancellationToken);

    /// <summary>Whether every line stands as it was written.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    /// <param name="anchorAt">The line whose seal the answer is to name.</param>
    public Task<ChainCheck> CheckAsync(CancellationToken cancellationToken, long? anchorAt = null) =>
        Task.Run(() => events.File.Read(database => JournalTable.Check(database, anchorAt)), cancellationToken);

    /// <summary>The same of a file that no program need be running on, and that is left as it is.</summary>
    /// <exception cref="FormatException">There is no journal in it, or it cannot be read; the message says which.</exception>
    public static ChainCheck CheckFile(string path)
    {
        if (!File.Exists(path)) throw new FormatException($"There is no file '{path}'. The journal is in events.db of the data folder.");
        try
        {
            using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            database.Open();
            return JournalTable.Check(database);
        }
        catch (SqliteException error)
        {
            throw new FormatException($"The journal in '{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The same of the journal in a cluster's PostgreSQL.</summary>
    /// <param name="connection">As <see cref="OperationsOptions.ConnectionString"/> has it.</param>
    /// <exception cref="FormatException">There is no journal in it, or it cannot be read; the message says which.</exception>
    public static ChainCheck CheckServer(string connection)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connection) { SearchPath = "events", Pooling = false, Options = "-c default_transaction_read_only=on" };
            using var database = new NpgsqlConnection(settings.ToString());
            database.Open();
            return JournalTable.Check(database);
        }
        catch (Exception error) when (error is DbException or ArgumentException or FormatException)
        {
            throw new FormatException($"The journal in PostgreSQL cannot be read: {error.Message}", error);
        }
    }
}
