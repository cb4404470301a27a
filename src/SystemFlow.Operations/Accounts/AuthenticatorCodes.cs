using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace SystemFlow.Operations.Accounts;

/// <summary>
/// The codes of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds) as Identity's provider of them, on a clock that is given,
/// and once each: Identity's own takes a code again for as long as it lasts, which the RFC forbids (5.2).
/// </summary>
internal sealed class AuthenticatorCodes(TimeProvider time) : IUserTwoFactorTokenProvider<AccountRow>
{
    private const int Digits = 6;
    private const int Modulus = 1_000_000;
    private const int StepSeconds = 30;

    // A phone's clock may be half a minute wrong either way (RFC 6238, 5.2, advises one step at most).
    private const int Drift = 1;

    /// <summary>Looks at a code; one that is right does not count again.</summary>
    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<AccountRow> manager, AccountRow user)
    {
        if (token.Length != Digits || !token.All(char.IsAsciiDigit)) return false;
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key) return false;
        var now = time.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;
        for (var step = Math.Max(now - Drift, user.UsedStep + 1); step <= now + Drift; step++)
        {
            if (!CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.ASCII.GetBytes(CodeAt(key, step)), System.Text.Encoding.ASCII.GetBytes(token))) continue;
            user.UsedStep = step; // Kept with the change that asks.
            return true;
        }

        return false;
    }

    public Task<string> GenerateAsync(string purpose, UserManager<AccountRow> manager, AccountRow user) => Task.FromResult("");

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<AccountRow> manager, AccountRow user) => Task.FromResult(false);

    /// <summary>The code of a key at a moment.</summary>
    /// <param name="key">In base 32, as an app is given it.</param>
    internal static string CodeAt(string key, DateTimeOffset at) => CodeAt(key, at.ToUnixTimeSeconds() / StepSeconds);

    private static string CodeAt(string key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The RFC's algorithm, and the one that every app knows; HMAC does not need SHA-1 to be free of collisions.
        var hash = HMACSHA1.HashData(Base32.Read(key), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }
}

/// <summary>RFC 4648's base 32, in which apps are given keys.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The bytes of a text.</summary>
    /// <exception cref="FormatException">It is not base 32.</exception>
    public static byte[] Read(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (bits, held) = (0, 0);
        foreach (var letter in text.TrimEnd('=').ToUpperInvariant())
        {
            var value = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0) throw new FormatException("A key is written in A to Z and 2 to 7.");
            held = ((held << 5) | value) & 0xfff;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
        }

        return [.. bytes];
    }
}
