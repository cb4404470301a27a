using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Keys;

/// <summary>The keys in the operations database. What changes one, and the line of history, is one transaction.</summary>
internal static class KeyTable
{
    private const string Keys = """
        SELECT feed AS Feed, places AS Places, per_minute AS PerMinute, note AS Note, created_at AS CreatedAt,
               created_by AS CreatedBy, revoked_at AS RevokedAt, revoked_by AS RevokedBy
        FROM feed_keys ORDER BY feed
        """;

    private const string Secrets = """
        SELECT hash AS Hash, feed AS Feed, issued_at AS IssuedAt, ends_at AS EndsAt, last_used_at AS LastUsedAt
        FROM feed_secrets ORDER BY issued_at DESC
        """;

    private const string Events = """
        SELECT at AS At, by AS By, feed AS Feed, act AS Act, places AS Places, per_minute AS PerMinute, note AS Note,
               old_ends_at AS OldEndsAt
        FROM key_events ORDER BY id DESC LIMIT @count
        """;

    /// <summary>Every key, by name, with its secrets by their hashes.</summary>
    public static ImmutableArray<(FeedKey Key, ImmutableArray<(string Hash, FeedSecret Secret)> Secrets)> ReadAll(DbConnection database)
    {
        var secrets = database.Query<SecretLine>(Secrets).ToLookup(line => line.Feed, line => (line.Hash, line.ToSecret()));
        return [.. database.Query<KeyLine>(Keys).Select(line => (line.ToKey(), secrets[line.Feed].ToImmutableArray()))];
    }

    /// <summary>What was done, the newest first.</summary>
    public static ImmutableArray<KeyEvent> ReadEvents(DbConnection database, int count) =>
        [.. database.Query<EventLine>(Events, new { count }).Select(line => line.ToEvent())];

    /// <summary>Writes down what was done to a key, within the transaction that does it.</summary>
    public static void Add(DbConnection database, KeyEvent done) => database.Execute(
        """
        INSERT INTO key_events (at, by, feed, act, places, per_minute, note, old_ends_at)
        VALUES (@at, @By, @Feed, @act, @places, @perMinute, @note, @oldEndsAt)
        """,
        new
        {
            at = Text(done.At),
            done.By,
            done.Feed,
            act = done.Act.ToString(),
            places = done.Scope is { } scope ? Text(scope.Places) : null,
            perMinute = done.Scope?.MessagesPerMinute,
            note = done.Scope?.Note,
            oldEndsAt = done.OldEndsAt is { } end ? Text(end) : null,
        });

    /// <summary>Writes down when secrets were last used, wherever that was not written as later.</summary>
    public static void WriteUse(DbConnection database, IEnumerable<(string Hash, DateTimeOffset At)> uses) => database.Execute(
        "UPDATE feed_secrets SET last_used_at = @at WHERE hash = @Hash AND (last_used_at IS NULL OR last_used_at < @at)",
        uses.Select(use => new { at = Text(use.At), use.Hash }));

    internal static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    internal static string Text(ImmutableArray<PlaceCode> places) => string.Join(' ', places);

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static ImmutableArray<PlaceCode> Places(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PlaceCode.Parse)];

    private sealed record KeyLine(
        string Feed, string Places, long? PerMinute, string Note, string CreatedAt, string CreatedBy, string? RevokedAt,
        string? RevokedBy)
    {
        public FeedKey ToKey() => new(Feed, KeyTable.Places(Places), Moment(CreatedAt))
        {
            MessagesPerMinute = (int?)PerMinute,
            Note = Note,
            CreatedBy = CreatedBy,
            RevokedAt = RevokedAt is null ? null : Moment(RevokedAt),
            RevokedBy = RevokedBy,
        };
    }

    private sealed record SecretLine(string Hash, string Feed, string IssuedAt, string? EndsAt, string? LastUsedAt)
    {
        public FeedSecret ToSecret() => new(
            Moment(IssuedAt), EndsAt is null ? null : Moment(EndsAt), LastUsedAt is null ? null : Moment(LastUsedAt));
    }

    private sealed record EventLine(
        string At, string By, string Feed, string Act, string? Places, long? PerMinute, string? Note, string? OldEndsAt)
    {
        public KeyEvent ToEvent() => new(
            Moment(At), By, Feed, Enum.Parse<KeyAct>(Act),
            Places is null ? null : new KeyScope(KeyTable.Places(Places), (int?)PerMinute, Note ?? ""),
            OldEndsAt is null ? null : Moment(OldEndsAt));
    }
}

/// <summary>One change of a key, within its transaction.</summary>
internal sealed class KeyChange(DbConnection database, KeyEvent done)
{
    /// <summary>Gives the feed a key with this secret, in place of any it had.</summary>
    public void Issue(KeyScope scope, string hash)
    {
        EndSecrets(done.At);
        Execute("""
            INSERT INTO feed_keys (feed, places, created_at, created_by) VALUES (@Feed, '', @at, @By)
            ON CONFLICT (feed) DO UPDATE SET created_at = @at, created_by = @By, revoked_at = NULL, revoked_by = NULL
            """);
        Allow(scope);
        AddSecret(hash);
    }

    /// <summary>Adds a secret; the one before, if it is the same, works again.</summary>
    public void AddSecret(string hash) => Execute("""
        INSERT INTO feed_secrets (hash, feed, issued_at) VALUES (@hash, @Feed, @at)
        ON CONFLICT (hash) DO UPDATE SET feed = @Feed, issued_at = @at, ends_at = NULL
        """, new { hash });

    /// <summary>Changes what the key allows.</summary>
    public void Allow(KeyScope scope) => Execute(
        "UPDATE feed_keys SET places = @places, per_minute = @MessagesPerMinute, note = @Note WHERE feed = @Feed",
        new { places = KeyTable.Text(scope.Places), scope.MessagesPerMinute, scope.Note });

    /// <summary>Lets no secret of the feed work from a moment on.</summary>
    public void EndSecrets(DateTimeOffset end) => Execute(
        "UPDATE feed_secrets SET ends_at = @end WHERE feed = @Feed AND (ends_at IS NULL OR ends_at > @end)",
        new { end = KeyTable.Text(end) });

    /// <summary>Ends the key.</summary>
    public void Revoke()
    {
        EndSecrets(done.At);
        Execute("UPDATE feed_keys SET revoked_at = @at, revoked_by = @By WHERE feed = @Feed");
    }

    private void Execute(string sql, object? more = null)
    {
        var values = new DynamicParameters(more);
        values.AddDynamicParams(new { done.Feed, done.By, at = KeyTable.Text(done.At) });
        database.Execute(sql, values);
    }
}
