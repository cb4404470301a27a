using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Notices;

/// <summary>What a link stands for: one alert, and whoever was told of it.</summary>
/// <param name="Message">The message's id: the link is used up by it, whichever way it came.</param>
internal sealed record AcknowledgeLink(PlaceCode Place, string Rule, string Episode, string Lead, string Message);

/// <summary>Makes and reads the links in messages: for 24 hours whoever holds one may take the alert on, as the lead.</summary>
internal sealed class AcknowledgeLinks(IDataProtectionProvider protection, IOptions<NoticeOptions> options)
{
    /// <summary>The longest token that is looked at.</summary>
    public const int LongestToken = 2048;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("SystemFlow.Acknowledge.v1").ToTimeLimitedDataProtector();

    /// <summary>The link for a message; null where it is about no one alert, or <c>Notices:PublicUrl</c> is not set.</summary>
    public Uri? For(OutboxMessage message)
    {
        if (options.Value.PublicUrl is not { } root || message is not { Episode: { } episode, Place: { } place, Rule: { } rule }) return null;
        var token = TokenOf(new AcknowledgeLink(place, rule, episode, message.Lead, message.Id));
        return new Uri($"{root.AbsoluteUri.TrimEnd('/')}/acknowledge/{token}");
    }

    /// <summary>A token that stands for a link.</summary>
    public string TokenOf(AcknowledgeLink link) => _protector.Protect(JsonSerializer.Serialize(link), Lifetime);

    /// <summary>The link that a token stands for, unless it is not ours or too old.</summary>
    public bool TryRead(string token, [NotNullWhen(true)] out AcknowledgeLink? link)
    {
        link = null;
        if (token.Length > LongestToken) return false;
        try
        {
            link = JsonSerializer.Deserialize<AcknowledgeLink>(_protector.Unprotect(token));
            return link is not null;
        }
        catch (CryptographicException)
        {
            return false; // Made up, altered, or past its 24 hours: the visitor is told, and there is nothing to mend.
        }
    }
}
