using System.Security.Cryptography;
using System.Text;
using SystemFlow.Domain.Editions;

namespace SystemFlow.Operations.Editions;

/// <summary>A document as it was composed, kept for good.</summary>
/// <param name="Id">How addresses name it: <c>2026-11-27T0830</c>, <c>2026-11-27T0914-asked</c>, <c>week-2026-11-16</c>, <c>month-2026-10</c>. Unique.</param>
/// <param name="Moment">The moment that it speaks of: a dashboard's own, a pack's end. UTC. Unique among its kind.</param>
/// <param name="MadeAt">When it was composed. UTC.</param>
/// <param name="By">Who asked for it, or the program.</param>
/// <param name="IsLate">Whether it was made long after its time, because the program or the record was not there.</param>
/// <param name="Hash">SHA-256 of the content, in lower hexadecimal.</param>
/// <param name="Content">The document, as JSON.</param>
public sealed record Edition(
    EditionKind Kind, string Id, DateTimeOffset Moment, DateTimeOffset MadeAt, string By, bool IsLate, string Hash, string Content)
{
    /// <summary>Whether the content is still what was composed.</summary>
    public bool IsIntact => Hash == HashOf(Content);

    /// <summary>An edition of this content.</summary>
    public static Edition Of(EditionKind kind, string id, DateTimeOffset moment, DateTimeOffset madeAt, string by, bool isLate, string content) =>
        new(kind, id, moment.ToUniversalTime(), madeAt.ToUniversalTime(), by, isLate, HashOf(content), content);

    /// <summary>A content's SHA-256.</summary>
    public static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}

/// <summary>An edition without its content, for lists.</summary>
public sealed record EditionHead(EditionKind Kind, string Id, DateTimeOffset Moment, DateTimeOffset MadeAt, string By, bool IsLate);
