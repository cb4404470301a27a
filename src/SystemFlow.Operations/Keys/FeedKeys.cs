using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Data.Common;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Keys;

/// <summary>
/// The feeds' keys, in the operations database. Few and read on every request, so all are held in memory: to look one up
/// takes no lock and no disk.
/// </summary>
public sealed class FeedKeys
{
    private const string News = "key ";

    private readonly OperationsDatabase _database;
    private readonly TimeProvider _time;
    private volatile Held _held = new([], FrozenDictionary<string, Secret>.Empty);

    /// <summary>Opens the file, and makes it where there is none.</summary>
    /// <exception cref="KeyException">A newer program wrote it.</exception>
    public FeedKeys(string path, TimeProvider time) : this(new SqliteDatabase(path), time)
    {
    }

    /// <summary>The same where the program keeps what people do.</summary>
    /// <param name="path">The file, where that is files.</param>
    /// <exception cref="KeyException">A newer program wrote it.</exception>
    public FeedKeys(OperationsStorage storage, string path, TimeProvider time) : this(storage.Of("operations", path), time)
    {
    }

    private FeedKeys(OperationsDatabase database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        try
        {
            database.Upgrade(KeySchema.Tables);
        }
        catch (StorageException error)
        {
            throw new KeyException(error.Message, error);
        }

        Renew();
        database.Heard += Hear;
    }

    /// <summary>A key was issued, rotated, changed or revoked, here or on another node.</summary>
    public event Action? Changed;

    /// <summary>Whether no feed has ever had a key.</summary>
    public bool IsEmpty => _held.Keys.IsEmpty;

    /// <summary>Every key by name, the ended ones too, each with its secrets as they were last used.</summary>
    public ImmutableArray<FeedKey> All
    {
        get
        {
            var held = _held;
            var secrets = held.ByHash.Values.ToLookup(secret => secret.Key.Feed, secret => secret.Now);
            return [.. held.Keys.Select(key => key with { Secrets = [.. secrets[key.Feed].OrderByDescending(one => one.IssuedAt)] })];
        }
    }

    /// <summary>Whether a feed of this name has, or had, a key.</summary>
    public bool IsFeed(string name) => _held.Keys.Any(key => key.Feed == name);

    /// <summary>What was done to keys, the newest first: at most so many lines.</summary>
    public ImmutableArray<KeyEvent> History(int count) => _database.Read(database => KeyTable.ReadEvents(database, count));

    /// <summary>The key that was presented; null if there is no such key, or it does not work any more.</summary>
    public FeedKey? Find(string? secret)
    {
        if (string.IsNullOrWhiteSpace(secret)) return null;
        if (!_held.ByHash.TryGetValue(FeedKey.HashOf(secret.Trim()), out var found)) return null;
        var now = _time.GetUtcNow();
        if (!found.Kept.Works(now)) return null;
        found.Use.Touch(now);
        return found.Key;
    }

    /// <summary>Gives a feed a key, and answers its secret: the only time that it can be seen.</summary>
    /// <param name="by">Who does it: name and role.</param>
    /// <exception cref="KeyException">The name or the scope cannot be, or the feed has a key that works.</exception>
    public string Issue(string feed, KeyScope scope, string by) => Issue(feed, scope, by, () => true)!;

    /// <summary>The same, if no feed has ever had a key; null where another node was quicker.</summary>
    /// <exception cref="KeyException">The name or the scope cannot be.</exception>
    public string? IssueFirst(string feed, KeyScope scope, string by) => Issue(feed, scope, by, () => IsEmpty);

    /// <summary>Gives a key a new secret, and answers it; the one before works for a while longer.</summary>
    /// <param name="overlap">For how long; zero to end it at once.</param>
    /// <exception cref="KeyException">There is no such key to rotate here.</exception>
    public string Rotate(string feed, TimeSpan overlap, string by)
    {
        var secret = FeedKey.NewSecret();
        var now = _time.GetUtcNow();
        Change(new KeyEvent(now, by, feed, KeyAct.Rotated, OldEndsAt: now + overlap), change =>
        {
            Refuse(ProblemOf(feed) ?? OperatorsProblem(feed));
            change.EndSecrets(now + overlap);
            change.AddSecret(FeedKey.HashOf(secret));
        });
        return secret;
    }

    /// <summary>Changes what a key allows, at once.</summary>
    /// <exception cref="KeyException">The scope cannot be, or there is no such key to change here.</exception>
    public void Allow(string feed, KeyScope scope, string by)
    {
        Refuse(KeyRules.ProblemOf(scope));
        Change(new KeyEvent(_time.GetUtcNow(), by, feed, KeyAct.Changed, scope), change =>
        {
            Refuse(ProblemOf(feed) ?? OperatorsProblem(feed));
            change.Allow(scope);
        });
    }

    /// <summary>
    /// Ends a key, with every secret of it, at once. The one that the server's settings give comes back at the next start,
    /// if they still give it.
    /// </summary>
    /// <exception cref="KeyException">There is no such key to end.</exception>
    public void Revoke(string feed, string by) =>
        Change(new KeyEvent(_time.GetUtcNow(), by, feed, KeyAct.Revoked), change =>
        {
            Refuse(ProblemOf(feed));
            change.Revoke();
        });

    /// <summary>Takes the key that the server's settings give, which may write everywhere, in place of the one they gave before.</summary>
    /// <param name="by">Which setting it is.</param>
    /// <exception cref="ArgumentException">It is too short to be safe.</exception>
    public void TakeOperators(string secret, string by)
    {
        if (secret.Length < KeyRules.ShortestSecret)
        {
            throw new ArgumentException($"A feed key needs at least {KeyRules.ShortestSecret} characters; this one has {secret.Length}.", nameof(secret));
        }

        var hash = FeedKey.HashOf(secret);
        var now = _time.GetUtcNow();
        var scope = new KeyScope([]);
        Change(
            new KeyEvent(now, by, FeedKey.OperatorsFeed, KeyAct.Issued, scope),
            () => !_held.ByHash.TryGetValue(hash, out var same) || !same.Key.IsOperators || !same.Kept.Works(now),
            change => change.Issue(scope, hash));
    }

    /// <summary>Writes down when keys were last used, those used since the last time.</summary>
    /// <exception cref="KeyException">The database cannot be written; the next time they are written again.</exception>
    public void WriteUse()
    {
        var uses = _held.ByHash.Select(held => (Hash: held.Key, held.Value.Use, At: held.Value.Use.Unwritten)).Where(use => use.At is not null).ToList();
        Try(() =>
        {
            if (uses.Count > 0) _database.Write(database => KeyTable.WriteUse(database, uses.Select(use => (use.Hash, use.At!.Value))));
            if (_database.IsShared) Renew(); // When they were used on other nodes.
        });
        foreach (var (_, use, at) in uses) use.WasWritten(at!.Value);
    }

    private string? Issue(string feed, KeyScope scope, string by, Func<bool> isWanted)
    {
        Refuse(KeyRules.ProblemOf(feed) ?? KeyRules.ProblemOf(scope));
        var secret = FeedKey.NewSecret();
        return Change(new KeyEvent(_time.GetUtcNow(), by, feed, KeyAct.Issued, scope), isWanted, change =>
        {
            Refuse(KeyOf(feed) is { RevokedAt: null } ? $"{feed} has a key already. Rotate that one, or choose another name." : null);
            change.Issue(scope, FeedKey.HashOf(secret));
        }) ? secret : null;
    }

    private static void Refuse(string? problem)
    {
        if (problem is not null) throw new KeyException(problem);
    }

    private FeedKey? KeyOf(string feed) => _held.Keys.FirstOrDefault(key => key.Feed == feed);

    private string? ProblemOf(string feed) =>
        KeyOf(feed) is not { } key ? $"There is no key {feed}."
        : key.RevokedAt is not null ? $"The key {feed} was revoked already. Issue a new one."
        : null;

    private static string? OperatorsProblem(string feed) => feed == FeedKey.OperatorsFeed
        ? "The server's settings give this key. Change it there, and start the server again."
        : null;

    private void Change(KeyEvent done, Action<KeyChange> change) => Change(done, () => true, change);

    private bool Change(KeyEvent done, Func<bool> isWanted, Action<KeyChange> change)
    {
        var isDone = false;
        ImmutableArray<(FeedKey Key, ImmutableArray<(string Hash, FeedSecret Secret)> Secrets)> all = [];
        Try(() => _database.Write(
            database =>
            {
                if (_database.IsShared) Remember(KeyTable.ReadAll(database)); // Nobody else writes now: what is decided upon is what is so.
                if (isDone = isWanted())
                {
                    change(new KeyChange(database, done));
                    KeyTable.Add(database, done);
                    _database.Tell(database, News + done.Feed);
                }

                all = KeyTable.ReadAll(database);
            },
            () => Remember(all)));
        if (isDone) Changed?.Invoke();
        return isDone;
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (DbException error)
        {
            throw new KeyException(
                "Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.", error);
        }
    }

    private void Hear(string? key)
    {
        if (key?.StartsWith(News, StringComparison.Ordinal) is false) return;
        Renew();
        Changed?.Invoke();
    }

    private void Renew() => _database.Renew(KeyTable.ReadAll, Remember);

    private void Remember(ImmutableArray<(FeedKey Key, ImmutableArray<(string Hash, FeedSecret Secret)> Secrets)> all)
    {
        var before = _held.ByHash;
        var byHash = all
            .SelectMany(one => one.Secrets, (one, secret) => (secret.Hash, Secret: new Secret(
                one.Key, secret.Secret, UseOf(before.GetValueOrDefault(secret.Hash)?.Use, secret.Secret.LastUsedAt))))
            .ToFrozenDictionary(one => one.Hash, one => one.Secret, StringComparer.Ordinal);
        _held = new Held([.. all.Select(one => one.Key)], byHash);

        static KeyUse UseOf(KeyUse? held, DateTimeOffset? written)
        {
            held?.TakeOver(written);
            return held ?? new KeyUse(written);
        }
    }

    private sealed record Held(ImmutableArray<FeedKey> Keys, FrozenDictionary<string, Secret> ByHash);

    private sealed record Secret(FeedKey Key, FeedSecret Kept, KeyUse Use)
    {
        public FeedSecret Now => Kept with { LastUsedAt = Use.LastAt };
    }
}
