using System.Security.Cryptography;
using System.Text;
using SystemFlow.Domain.Calls;

namespace SystemFlow.Operations.Calls;

/// <summary>A call's pack as it was frozen; never changed.</summary>
/// <param name="Id">The call's name.</param>
/// <param name="At">The call's moment, which the pack is of. UTC.</param>
/// <param name="FrozenAt">When it was frozen. UTC.</param>
/// <param name="Json">The pack, <see cref="CallPack.ToJson"/>.</param>
/// <param name="Hash">SHA-256 of the text, in lower-case hexadecimal.</param>
public sealed record FrozenPack(string Id, DateTimeOffset At, DateTimeOffset FrozenAt, string Json, string Hash)
{
    /// <summary>How long after its moment a pack may be frozen without being marked as made later.</summary>
    public static readonly TimeSpan InTime = TimeSpan.FromMinutes(2);

    /// <summary>How long after its moment it was frozen.</summary>
    public TimeSpan After => FrozenAt - At;

    /// <summary>Whether it was made so late that readers are told. Why, nobody knows: the program was away, or busy, or the record was.</summary>
    public bool IsMadeLater => After > InTime;

    /// <summary>Whether the text still is what was frozen.</summary>
    public bool IsIntact => HashOf(Json) == Hash;

    /// <summary>The pack of a call, frozen at a moment.</summary>
    public static FrozenPack Of(CallPack pack, DateTimeOffset now)
    {
        var json = pack.ToJson();
        return new FrozenPack(pack.Id, pack.At, now, json, HashOf(json));
    }

    /// <summary>SHA-256 of a text, in lower-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
