using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SystemFlow.Operations.Audit;

/// <summary>
/// The key that lines are sealed with: HMAC-SHA256 over the seal of the line before and the line itself. Without it nobody who can write
/// the file can make seals that hold.
/// </summary>
public sealed class AuditKey
{
    /// <summary>The fewest characters of a key.</summary>
    public const int Shortest = 32;

    private readonly byte[] _key;

    private AuditKey(string text) => _key = Encoding.UTF8.GetBytes(text);

    /// <summary>A key from its text.</summary>
    /// <exception cref="AuditException">It is too short to be one.</exception>
    public static AuditKey Of(string text) => text.Trim() is { Length: >= Shortest } key
        ? new AuditKey(key)
        : throw new AuditException($"The audit's key is too short: it must be {Shortest} characters or more.");

    /// <summary>The key in a file.</summary>
    /// <exception cref="AuditException">There is none, or it cannot be read.</exception>
    public static AuditKey Read(string path)
    {
        try
        {
            return Of(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AuditException($"The audit's key '{path}' cannot be read ({error.Message}). Name its file with Audit:KeyFile.", error);
        }
    }

    /// <summary>Makes a key in a file that only its owner may read. A file that is there stays as it is.</summary>
    /// <exception cref="AuditException">It cannot be written.</exception>
    public static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new FileStream(path, options);
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Shortest))));
            stream.Flush(flushToDisk: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AuditException($"The audit's key '{path}' cannot be made ({error.Message}). Check that the program may write there.", error);
        }
    }

    /// <summary>The seal of a line, in hexadecimal.</summary>
    internal string SealOf(string before, long number, AuditEntry entry) => SealOf(JsonSerializer.SerializeToUtf8Bytes<object?[]>(
    [
        before, number, entry.At.UtcTicks, entry.By, entry.Account, entry.Kind.ToString(), entry.Subject, entry.Words, entry.Place?.ToString(),
        entry.Address,
    ]));

    /// <summary>The seal of anything else that must not be changed by others.</summary>
    internal string SealOf(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, text));
}
