using System.Collections.Immutable;
using System.Net.Mail;
using System.Text;

namespace SystemFlow.Operations.Editions;

/// <summary>Who gets editions by mail, as one person left the list.</summary>
/// <param name="Version">Counts up from 1; 0 where nobody has made a list.</param>
/// <param name="At">When it was saved. UTC.</param>
/// <param name="By">Name and role of who saved it.</param>
/// <param name="Reason">Why.</param>
public sealed record Distribution(int Version, DateTimeOffset At, string By, string Reason, ImmutableArray<Recipient> Recipients)
{
    /// <summary>Nobody has made a list yet.</summary>
    public static Distribution None { get; } = new(0, DateTimeOffset.UnixEpoch, "", "", []);
}

/// <summary>Somebody on the list.</summary>
/// <param name="Role">What they are, such as "Urgent care lead": a role and no person, so that the list outlives people.</param>
/// <param name="Address">Their mail address.</param>
public sealed record Recipient(string Role, string Address)
{
    /// <summary>The longest role, in characters.</summary>
    public const int LongestRole = 80;

    /// <summary>The longest address, in characters (RFC 5321).</summary>
    public const int LongestAddress = 254;

    /// <summary>Whether a text is a mail address, and nothing beside it; in ASCII, which every mail server takes.</summary>
    public static bool IsAddress(string text) =>
        text.Length <= LongestAddress && Ascii.IsValid(text) && MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal);
}
