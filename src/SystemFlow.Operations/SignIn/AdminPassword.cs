using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace SystemFlow.Operations.SignIn;

/// <summary>
/// The one password that everybody signs in with until people have accounts of their own. Its slow hash is in the
/// operations database; the password itself is nowhere.
/// </summary>
public sealed class AdminPassword
{
    /// <summary>The shortest password, in characters.</summary>
    public const int Shortest = 12;

    /// <summary>The longest that is looked at, in characters.</summary>
    public const int Longest = 200;

    // Without letters and digits that are taken for each other. 20 of 32 letters: 100 random bits.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int LettersOfOne = 20;
    private const string Nobody = "";

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS admin_password (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            hash TEXT NOT NULL,
            stamp TEXT NOT NULL
        );
        """;

    private readonly PasswordHasher<string> _hasher = new();
    private readonly string _connection;
    private volatile Kept? _kept;

    /// <summary>Opens the database, and makes it where there is none.</summary>
    public AdminPassword(string path)
    {
        _connection = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var database = Open();
        database.Execute(Schema);
        _kept = database.QuerySingleOrDefault<Kept>("SELECT hash, stamp FROM admin_password");
    }

    /// <summary>Whether there is one yet.</summary>
    public bool IsSet => _kept is not null;

    /// <summary>Another for each password: who signed in by the one before must sign in again. Empty where there is none.</summary>
    public string Stamp => _kept?.Stamp ?? "";

    /// <summary>Makes a password, keeps its hash, and answers it: the only time that it can be seen.</summary>
    public string Issue()
    {
        var letters = RandomNumberGenerator.GetString(Alphabet, LettersOfOne);
        var password = string.Join('-', letters.Chunk(5).Select(part => new string(part)));
        Set(password);
        return password;
    }

    /// <summary>Sets the password that an operator chose. The same again changes nothing, so nobody is signed out.</summary>
    /// <exception cref="ArgumentException">It is too short to be safe, or too long.</exception>
    public void Set(string password)
    {
        if (password.Length is < Shortest or > Longest)
        {
            throw new ArgumentException(
                $"The password needs {Shortest} to {Longest} characters; this one has {password.Length}.", nameof(password));
        }

        if (IsRight(password)) return;
        var kept = new Kept(_hasher.HashPassword(Nobody, password), RandomNumberGenerator.GetHexString(16, lowercase: true));
        using var database = Open();
        database.Execute("INSERT OR REPLACE INTO admin_password (id, hash, stamp) VALUES (1, @Hash, @Stamp)", kept);
        _kept = kept;
    }

    /// <summary>Whether it is the password. Slow on purpose.</summary>
    public bool IsRight(string? password) =>
        _kept is { } kept && password is { Length: > 0 and <= Longest }
        && _hasher.VerifyHashedPassword(Nobody, kept.Hash, password) is not PasswordVerificationResult.Failed;

    private SqliteConnection Open()
    {
        var database = new SqliteConnection(_connection);
        database.Open();
        database.Execute("PRAGMA busy_timeout = 5000");
        return database;
    }

    private sealed record Kept(string Hash, string Stamp);
}
