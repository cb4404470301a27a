using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Walls;

/// <summary>A screen on a wall that may look, by a link that was shown once and is kept as its hash.</summary>
/// <param name="Name">What it is called, such as A&amp;E corridor.</param>
/// <param name="Where">Where it hangs.</param>
/// <param name="Address">What it opens: <c>/wall</c> with what stands behind it.</param>
/// <param name="MadeBy">Who let it in: name and role.</param>
/// <param name="EndsAt">From when on it does not look any more. UTC.</param>
public sealed record WallPass(long Id, string Name, string Where, string Address, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset EndsAt)
{
    /// <summary>When somebody ended it; null while nobody did. UTC.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Who that was: name and role.</summary>
    public string? WithdrawnBy { get; init; }

    /// <summary>When it last looked; null for never. UTC; kept to the minute over a restart.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Whether it may look.</summary>
    public bool IsLive(DateTimeOffset now) => WithdrawnAt is null && now < EndsAt;
}

/// <summary>The walls' screens, beside the accounts. Few and asked for at every look, so all are held in memory.</summary>
public sealed class WallBook
{
    /// <summary>The longest that a link may work.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>The longest name, place or address, in characters.</summary>
    public const int LongestWords = 200;

    private const int LongestSecret = 100;
    private static readonly TimeSpan WriteSeenEvery = TimeSpan.FromMinutes(1);

    private const string News = "wall";

    private readonly OperationsDatabase _database;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<long, DateTimeOffset> _written = new();
    private volatile IReadOnlyList<Held> _held = [];

    /// <summary>Reads them.</summary>
    /// <param name="time">Real time, also while a replay runs.</param>
    public WallBook(AccountBook accounts, TimeProvider time)
    {
        (_database, _time) = (accounts.Database, time);
        _database.Renew(Load, held => _held = held);
        _database.Heard += Hear;
    }

    /// <summary>A screen was let in or ended, here or on another node.</summary>
    public event Action? Changed;

    /// <summary>Every screen, the ended ones too, the newest first.</summary>
    public ImmutableArray<WallPass> All => [.. _held.Select(held => held.Wall)];

    /// <summary>The screen of a secret while it may look; null for any other secret.</summary>
    public (WallPass Wall, string Mark)? FindOpen(string? secret)
    {
        if (string.IsNullOrEmpty(secret) || secret.Length > LongestSecret) return null;
        var hash = Secrets.HashOf(secret);
        return _held.FirstOrDefault(one => one.Hash == hash) is { } held && held.Wall.IsLive(_time.GetUtcNow()) ? (held.Wall, Secrets.HashOf(hash)) : null;
    }

    /// <summary>The screen that a browser was let in as, while it may look; null from then on.</summary>
    /// <param name="mark">What <see cref="FindOpen"/> gave with it.</param>
    public WallPass? Live(long id, string mark) =>
        _held.FirstOrDefault(one => one.Wall.Id == id) is { } held && Secrets.HashOf(held.Hash) == mark && held.Wall.IsLive(_time.GetUtcNow()) ? held.Wall : null;

    /// <summary>Lets a screen in, and answers its secret: the only time that it can be seen.</summary>
    /// <exception cref="AccountException">It could not be recorded.</exception>
    public string Issue(string name, string where, string address, DateTimeOffset endsAt, string by)
    {
        var secret = Secrets.New();
        Write("""
            INSERT INTO walls (name, place, address, hash, made_at, made_by, ends_at) VALUES (@name, @where, @address, @hash, @now, @by, @ends)
            """, new { name, where, address, hash = Secrets.HashOf(secret), now = Text(_time.GetUtcNow()), by, ends = Text(endsAt) });
        Changed?.Invoke();
        return secret;
    }

    /// <summary>Ends a screen's look at once.</summary>
    /// <exception cref="AccountException">It has ended already, or it could not be recorded.</exception>
    public void Withdraw(long id, string by)
    {
        if (Write("UPDATE walls SET withdrawn_at = @now, withdrawn_by = @by WHERE id = @id AND withdrawn_at IS NULL", new { id, by, now = Text(_time.GetUtcNow()) }) == 0)
        {
            throw new AccountException("That wallboard was ended already.");
        }

        Changed?.Invoke();
    }

    /// <summary>Notes that a screen looked; at most once a minute it is written down. Nothing depends on it.</summary>
    public void Touch(long id)
    {
        var now = _time.GetUtcNow();
        if (_written.TryGetValue(id, out var before) && now - before < WriteSeenEvery) return;
        _written[id] = now;
        try
        {
            Write("UPDATE walls SET last_seen_at = @now WHERE id = @id AND (last_seen_at IS NULL OR last_seen_at < @now)", new { id, now = Text(now) }, isNews: false);
        }
        catch (AccountException)
        {
            _written.TryRemove(id, out _); // The next look tries again.
        }
    }

    private int Write(string sql, object values, bool isNews = true)
    {
        try
        {
            var (changed, held) = (0, _held);
            _database.Write(
                database =>
                {
                    changed = database.Execute(sql, values);
                    if (isNews) _database.Tell(database, News);
                    held = Load(database);
                },
                () => _held = held);
            return changed;
        }
        catch (DbException error)
        {
            throw new AccountException("Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.", error);
        }
    }

    private void Hear(string? key)
    {
        if (key is not (null or News)) return;
        _database.Renew(Load, held => _held = held);
        Changed?.Invoke();
    }

    private static IReadOnlyList<Held> Load(DbConnection database) =>
    [
        .. database.Query<Line>("""
            SELECT id AS Id, name AS Name, place AS Place, address AS Address, hash AS Hash, made_at AS MadeAt, made_by AS MadeBy, ends_at AS EndsAt,
                   withdrawn_at AS WithdrawnAt, withdrawn_by AS WithdrawnBy, last_seen_at AS LastSeenAt
            FROM walls ORDER BY id DESC
            """).Select(line => line.ToHeld()),
    ];

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private sealed record Held(WallPass Wall, string Hash);

    private sealed record Line(
        long Id, string Name, string Place, string Address, string Hash, string MadeAt, string MadeBy, string EndsAt, string? WithdrawnAt,
        string? WithdrawnBy, string? LastSeenAt)
    {
        public Held ToHeld() => new(
            new WallPass(Id, Name, Place, Address, Moment(MadeAt)!.Value, MadeBy, Moment(EndsAt)!.Value)
            {
                WithdrawnAt = Moment(WithdrawnAt),
                WithdrawnBy = WithdrawnBy,
                LastSeenAt = Moment(LastSeenAt),
            },
            Hash);

        private static DateTimeOffset? Moment(string? text) =>
            text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
