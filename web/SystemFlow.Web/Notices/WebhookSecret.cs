using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SystemFlow.Web.Notices;

/// <summary>Signs webhooks, so that a receiver knows that they are ours and new.</summary>
internal sealed class WebhookSecret(string secret)
{
    /// <summary>Seconds since 1970 at which the request was signed.</summary>
    public const string TimestampHeader = "X-SystemFlow-Timestamp";

    /// <summary><c>v1=</c> and the HMAC-SHA256 of <c>timestamp.body</c> in hexadecimal digits.</summary>
    public const string SignatureHeader = "X-SystemFlow-Signature";

    private const string FileName = "webhook-secret";

    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);

    /// <summary>The secret in force: the setting's, else the one in the data folder, made where there is none.</summary>
    public static WebhookSecret Open(string? configured, string folder)
    {
        if (configured is not null) return new WebhookSecret(configured);
        var path = Path.Combine(folder, FileName);
        var kept = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        // A start that was broken off may have left less than a secret: anybody could sign with that.
        return new WebhookSecret(kept.Length >= NoticeOptions.ShortestSecret ? kept : Make(path, folder));
    }

    /// <summary>The signature of a body at a moment.</summary>
    public string Sign(long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.ASCII.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + ".");
        byte[] signed = [.. head, .. body];
        return "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(_key, signed));
    }

    private static string Make(string path, string folder)
    {
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        writer.Write(secret);
        return secret;
    }
}
