using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Keys;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Keys;

/// <summary>The database as the program made it before keys had a history, and one of a program yet to come.</summary>
public sealed class KeySchemaTests : IDisposable
{
    private const string Secret = "sfk_a-secret-that-an-older-program-issued";

    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-keys-").FullName;

    private string Database => Path.Combine(_folder, "operations.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Open_ADatabaseOfTheOldShape_KeepsItsKeys_AndTheyCanBeRotated()
    {
        Execute($"""
            CREATE TABLE feed_keys (
                hash TEXT PRIMARY KEY, feed TEXT NOT NULL UNIQUE, places TEXT NOT NULL, created_at TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE rule_documents (kind TEXT PRIMARY KEY);
            INSERT INTO feed_keys VALUES
                ('{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)))}', 'lister-pas', 'RWH01 RWG', '2025-12-01T08:00:00.0000000+00:00'),
                ('AB', 'first', '', '2025-11-01T08:00:00.0000000+00:00');
            """);

        var key = Open().Find(Secret)!;

        Assert.Equal("lister-pas", key.Feed);
        Assert.Equal([A.Lister, PlaceCode.Parse("RWG")], key.Places);
        Assert.Equal(new DateTimeOffset(2025, 12, 1, 8, 0, 0, TimeSpan.Zero), key.CreatedAt);
        Assert.Equal((null, "", ""), (key.MessagesPerMinute, key.Note, key.CreatedBy));
        Assert.Equal(["first", "lister-pas"], Open().All.Select(one => one.Feed));
        var fresh = Open().Rotate("lister-pas", TimeSpan.FromHours(1), "Ann");
        Assert.NotNull(Open().Find(fresh));
        Assert.NotNull(Open().Find(Secret));
    }

    [Fact]
    public void Open_ADatabaseOfANewerProgram_IsRefusedAndNotTouched()
    {
        Execute("PRAGMA user_version = 99");

        var error = Assert.Throws<KeyException>(Open);

        Assert.Contains("newer version of this program", error.Message, StringComparison.Ordinal);
        Assert.Equal(99L, Execute("PRAGMA user_version"));
    }

    private FeedKeys Open() => new(Database, new ManualTime(A.Monday9am));

    private object? Execute(string sql)
    {
        using var database = new SqliteConnection($"Data Source={Database}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
