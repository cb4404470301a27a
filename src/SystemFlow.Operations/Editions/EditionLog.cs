using System.Collections.Immutable;
using SystemFlow.Domain.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;

namespace SystemFlow.Operations.Editions;

/// <summary>
/// Daily dashboards and board packs as they were composed, and who gets them by mail, in the event log's file: an edition, the mails
/// that it sends and its line of the journal are one transaction, so that a kill between them sends nothing twice and loses nothing.
/// </summary>
public sealed class EditionLog
{
    private readonly EventLog _events;
    private volatile Distribution _list = Distribution.None;

    /// <summary>Makes the tables where there are none.</summary>
    /// <exception cref="EventLogException">The file cannot be used.</exception>
    public EditionLog(EventLog events)
    {
        _events = events;
        _events.File.Upgrade(EditionSchema.Tables);
        _events.File.Heard += Hear; // Before it is read: what is told meanwhile is read again.
        Renew();
    }

    /// <summary>An edition was kept, or the list was changed, by whichever node. Raised on the thread of whoever did it or heard of it: do little.</summary>
    public event Action? Changed;

    /// <summary>Who gets editions now. From memory.</summary>
    public Distribution List => _list;

    /// <summary>
    /// Keeps an edition with the mails that it sends, all or none; false where there is one of its kind and moment already, and then
    /// nothing is kept and nothing is sent.
    /// </summary>
    public async Task<bool> KeepAsync(Edition edition, ImmutableArray<OutboxMessage> messages, JournalEntry line, CancellationToken cancellationToken)
    {
        var isNew = false;
        await Task.Run(
            () => _events.File.Write(
                database =>
                {
                    isNew = EditionTable.Keep(database, edition);
                    if (!isNew) return null;
                    OutboxTable.Keep(database, messages);
                    JournalTable.Keep(database, line);
                    return NewsOf(messages);
                },
                static () => { }),
            cancellationToken);
        if (!isNew) return false;
        _events.Announce(messages);
        Changed?.Invoke();
        return true;
    }

    /// <summary>Keeps mails of an edition that is there already, such as a test, with the line of the journal that says who asked.</summary>
    public async Task SendAsync(ImmutableArray<OutboxMessage> messages, JournalEntry line, CancellationToken cancellationToken)
    {
        await Task.Run(
            () => _events.File.Write(
                database =>
                {
                    OutboxTable.Keep(database, messages);
                    JournalTable.Keep(database, line);
                },
                NewsOf(messages)),
            cancellationToken);
        _events.Announce(messages);
        Changed?.Invoke();
    }

    /// <summary>An edition by its name; null for none.</summary>
    public Task<Edition?> FindAsync(string id, CancellationToken cancellationToken) =>
        Task.Run(() => _events.File.Read(database => EditionTable.Find(database, id)), cancellationToken);

    /// <summary>The newest of a kind; null for none.</summary>
    public Task<Edition?> NewestAsync(EditionKind kind, CancellationToken cancellationToken) =>
        Task.Run(() => _events.File.Read(database => EditionTable.Newest(database, kind)), cancellationToken);

    /// <summary>Whether there is an edition of a kind and moment.</summary>
    public Task<bool> HasAsync(EditionKind kind, DateTimeOffset moment, CancellationToken cancellationToken) =>
        Task.Run(() => _events.File.Read(database => EditionTable.Has(database, kind, moment)), cancellationToken);

    /// <summary>Editions of a kind, newest first.</summary>
    public Task<ImmutableArray<EditionHead>> ListAsync(EditionKind kind, int most, CancellationToken cancellationToken) =>
        Task.Run(() => _events.File.Read(database => EditionTable.List(database, kind, most)), cancellationToken);

    /// <summary>Versions of the distribution list, newest first.</summary>
    public Task<ImmutableArray<Distribution>> ListsAsync(int most, CancellationToken cancellationToken) =>
        Task.Run(() => _events.File.Read(database => EditionTable.Lists(database, most)), cancellationToken);

    /// <summary>
    /// Saves a list as the next version; null when it was saved, else the newest version, which somebody saved in the meantime.
    /// </summary>
    /// <param name="newestSeen">The newest version when the edit began; 0 where there was none.</param>
    public async Task<Distribution?> SaveListAsync(Distribution list, int newestSeen, CancellationToken cancellationToken)
    {
        var saved = list with { Version = newestSeen + 1 };
        Distribution? overtaken = null;
        await Task.Run(
            () => _events.File.Write(
                database =>
                {
                    overtaken = EditionTable.Lists(database, 1) is [var newest] && newest.Version != newestSeen ? newest : null;
                    if (overtaken is not null) return null;
                    EditionTable.Keep(database, saved);
                    JournalTable.Keep(database, new JournalEntry(
                        saved.At, saved.By, JournalKind.Edition, "/dashboard#distribution", "Distribution list of the daily dashboard",
                        $"{Words(saved)}: {saved.Reason}", null));
                    return new EventNews(EventNews.Distribution, EventNews.All);
                },
                () => _list = overtaken ?? saved), // What is not on disk is not in memory either.
            cancellationToken);
        if (overtaken is not null) return overtaken;
        Changed?.Invoke();
        return null;
    }

    private static EventNews NewsOf(ImmutableArray<OutboxMessage> messages) => new(EventNews.Edition, EventNews.All, !messages.IsEmpty);

    private void Renew() => _events.File.Renew(
        database => EditionTable.Lists(database, 1), lists => _list = lists is [var newest] ? newest : Distribution.None);

    private void Hear(string? told)
    {
        var news = told is null ? null : EventNews.Of(told);
        if (told is not null && news is not { What: EventNews.Edition or EventNews.Distribution }) return;
        if (news is not { What: EventNews.Edition }) Renew();
        Changed?.Invoke();
    }

    private static string Words(Distribution list) => list.Recipients.IsEmpty ? "Nobody is on it any more"
        : $"{list.Recipients.Length} on it ({string.Join(", ", list.Recipients.Select(recipient => recipient.Role))})";
}
