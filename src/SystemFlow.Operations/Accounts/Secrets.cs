using System.Security.Cryptography;
using System.Text;

namespace SystemFlow.Operations.Accounts;

/// <summary>Random words that prove somebody, and what is kept of them.</summary>
internal static class Secrets
{
    // Without letters and digits that are taken for each other. 20 of 32 letters: 100 random bits.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int LettersOfPassword = 20;
    private const int Bytes = 32;

    /// <summary>256 random bits, for an address.</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>A password that a person can type.</summary>
    public static string NewPassword() => string.Join(
        '-', RandomNumberGenerator.GetString(Alphabet, LettersOfPassword).Chunk(5).Select(part => new string(part)));

    /// <summary>What is kept. A plain hash is enough: nobody can guess 256 random bits, so there is nothing to slow down.</summary>
    public static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
