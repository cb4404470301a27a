using System.Data.Common;
using Dapper;

namespace SystemFlow.Operations.Storage;

/// <summary>
/// Where books are kept: a SQLite file, or a schema of the PostgreSQL that a cluster's nodes share. One writer at a time, among all nodes
/// too. Whatever fails is a <see cref="DbException"/>.
/// </summary>
internal abstract class OperationsDatabase
{
    private readonly Lock _writing = new();

    /// <summary>
    /// What another node told (<see cref="Tell"/>); null where anything may have changed unseen, which is at once, after each time that nothing
    /// could be heard, and where it is not known whether a write of this node was kept. Told one after the other, and never by a request: whoever keeps something of
    /// it in memory reads it again, by <see cref="Renew"/>, and tells of it as of a change here. Whoever throws is told again, with null, until
    /// they do not. Listen when you are ready to be told. Never, where nobody else writes.
    /// </summary>
    public abstract event Action<string?>? Heard;

    /// <summary>What differs in its SQL.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>What it is called in a message to whoever runs the server.</summary>
    public abstract string Name { get; }

    /// <summary>What whoever runs the server looks at where it cannot be used. A sentence.</summary>
    public abstract string Advice { get; }

    /// <summary>Whether other nodes read and write it too.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Makes a book's tables, or brings them up to this program's version. Of two programs that start at once one does.</summary>
    /// <exception cref="StorageException">A newer program wrote them, or the database cannot be used.</exception>
    public abstract void Upgrade(Schema schema);

    /// <summary>Reads beside any writer. May be called twice, where the server went away meanwhile.</summary>
    public abstract T Read<T>(Func<DbConnection, T> read);

    /// <summary>Within a write: what changed, for the other nodes, who are told when it is kept. They hear <paramref name="key"/>.</summary>
    /// <param name="key">Short: a book's word and whose it is, such as <c>action 12</c>.</param>
    public abstract void Tell(DbConnection database, string key);

    /// <summary>
    /// Says that it is not known whether a write was kept, of a book that has an own way to write: whoever keeps something in memory is told
    /// that anything may have changed.
    /// </summary>
    public virtual void Doubt()
    {
    }

    /// <summary>Writes alone, all or none. May be called twice, where the server went away before it was kept: decide upon what is read within.</summary>
    public void Write(Action<DbConnection> write) => Write(write, static () => { });

    /// <summary>The same, with what was found out.</summary>
    public T Write<T>(Func<DbConnection, T> write)
    {
        var answer = default(T)!;
        Write(database => answer = write(database), static () => { });
        return answer;
    }

    /// <summary>
    /// The same, and then remembers what was written before anybody else of this process writes: who waits for
    /// <see cref="WaitForWriting"/> finds in memory what they read on disk.
    /// </summary>
    public void Write(Action<DbConnection> write, Action remember)
    {
        lock (_writing)
        {
            WriteAlone(write);
            remember();
        }
    }

    /// <summary>Reads again what is held in memory, while nobody of this process writes: what they remember is never older than this.</summary>
    public void Renew<T>(Func<DbConnection, T> read, Action<T> remember)
    {
        lock (_writing)
        {
            remember(Read(read));
        }
    }

    /// <summary>
    /// Does what nobody else on any node does at the same time, and what is more than one write. Of this process callers take turns by
    /// themselves: here there is nothing to wait for where nobody else writes.
    /// </summary>
    /// <param name="what">Names it for good.</param>
    public virtual Task<T> WhileNobodyElseAsync<T>(string what, Func<Task<T>> work) => work();

    /// <summary>Waits until what is on disk is in memory too, in whichever book it is kept.</summary>
    public void WaitForWriting()
    {
        lock (_writing)
        {
            // Whoever wrote has remembered.
        }
    }

    /// <summary>Takes the steps that a book's tables have yet to take, by what <c>schema_version</c> says. Within a write.</summary>
    protected void TakeSteps(DbConnection database, Schema schema)
    {
        var version = database.ExecuteScalar<long?>("SELECT version FROM schema_version WHERE book = @Book", new { schema.Book }) ?? 0;
        foreach (var step in schema.After(version, this)) database.Execute(step);
        if (version == schema.Steps.Length) return;
        database.Execute(
            "INSERT INTO schema_version (book, version) VALUES (@Book, @Length) ON CONFLICT (book) DO UPDATE SET version = @Length",
            new { schema.Book, schema.Steps.Length });
    }

    /// <summary>One transaction, alone among all who write here.</summary>
    protected abstract void WriteAlone(Action<DbConnection> write);
}
