using System.Data.Common;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Events;

/// <summary>
/// Where alerts, levels and what people do are kept: the file events.db, or the schema of that name. One writer at a time, each write on disk
/// when it answers.
/// </summary>
internal sealed class EventFile(OperationsDatabase database)
{
    private readonly System.Threading.Channels.Channel<bool> _turn = System.Threading.Channels.Channel.CreateBounded<bool>(1); // Has one in it while somebody writes.

    /// <summary>What another node changed; null for anything. See <see cref="OperationsDatabase.Heard"/>.</summary>
    public event Action<string?>? Heard
    {
        add => database.Heard += value;
        remove => database.Heard -= value;
    }

    /// <inheritdoc cref="OperationsDatabase.Name"/>
    public string Name => database.Name;

    /// <inheritdoc cref="OperationsDatabase.IsShared"/>
    public bool IsShared => database.IsShared;

    /// <inheritdoc cref="OperationsDatabase.Dialect"/>
    public Dialect Dialect => database.Dialect;

    /// <summary>Makes a book's tables, or brings them up to this program's version.</summary>
    /// <exception cref="EventLogException">A newer program wrote them, or the file cannot be used.</exception>
    public void Upgrade(Schema schema) => Try(() =>
    {
        database.Upgrade(schema);
        return true;
    });

    /// <summary>Writes alone, all or none.</summary>
    /// <param name="news">What the other nodes are told when it is kept; nothing where it is null, because nobody holds any of it.</param>
    public void Write(Action<DbConnection> write, EventNews? news = null) => Write(write, static () => { }, news);

    /// <inheritdoc cref="OperationsDatabase.Write(Action{DbConnection}, Action)"/>
    /// <param name="news">What the other nodes are told when it is kept.</param>
    public void Write(Action<DbConnection> write, Action remember, EventNews? news) => Write(
        inner =>
        {
            write(inner);
            return news;
        },
        remember);

    /// <summary>
    /// The same, and holds no thread while others write: many places record at once, and each would keep one from the pages until its turn.
    /// </summary>
    public async Task WriteAsync(Action<DbConnection> write, Action remember, EventNews? news, CancellationToken cancellationToken)
    {
        await _turn.Writer.WriteAsync(true, cancellationToken);
        try
        {
            await Task.Run(() => Write(write, remember, news), cancellationToken);
        }
        finally
        {
            _turn.Reader.TryRead(out _);
        }
    }

    /// <summary>The same; what the other nodes are told turns out on the way.</summary>
    public void Write(Func<DbConnection, EventNews?> write, Action remember) => Try(() =>
    {
        database.Write(
            inner =>
            {
                if (write(inner) is { } told) database.Tell(inner, told.ToString());
            },
            remember);
        return true;
    });

    /// <summary>Reads beside any writer.</summary>
    public T Read<T>(Func<DbConnection, T> read) => Try(() => database.Read(read));

    /// <inheritdoc cref="OperationsDatabase.Renew"/>
    public void Renew<T>(Func<DbConnection, T> read, Action<T> remember) => Try(() =>
    {
        database.Renew(read, remember);
        return true;
    });

    /// <inheritdoc cref="OperationsDatabase.WaitForWriting"/>
    public void WaitForWriting() => database.WaitForWriting();

    /// <inheritdoc cref="OperationsDatabase.WhileNobodyElseAsync"/>
    public async Task<T> WhileNobodyElseAsync<T>(string what, Func<Task<T>> work)
    {
        try
        {
            return await database.WhileNobodyElseAsync(what, work);
        }
        catch (DbException error)
        {
            throw Unusable(error);
        }
    }

    private T Try<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (DbException error)
        {
            throw Unusable(error);
        }
    }

    private EventLogException Unusable(DbException error) =>
        new($"The event log ({database.Name}) cannot be used ({error.Message}). {database.Advice}", error);
}
