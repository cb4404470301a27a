using System.Security.Cryptography;
using System.Text.Json;

namespace SystemFlow.Operations.Journal;

/// <summary>
/// A line's seal: SHA-256 over the seal of the line before it and the line itself. Whoever changes a line, takes one out or puts one
/// in between breaks every seal after it; that lines were cut off at the end, or that
/// somebody who can write the file sealed all of it anew, shows beside a seal that was written down before.
/// </summary>
internal static class JournalSeal
{
    /// <summary>The seal of a line, in hexadecimal.</summary>
    public static string Of(string before, long number, JournalEntry entry)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes<object?[]>(
        [
            before, number, entry.At.UtcTicks, entry.By, entry.Kind.ToString(), entry.Subject, entry.Title, entry.Words, entry.Place?.ToString(),
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(line));
    }
}
