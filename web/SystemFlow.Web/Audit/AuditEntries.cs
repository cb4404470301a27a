using System.Security.Claims;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Api;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Audit;

/// <summary>Lines about who asks: by a request or on an open page.</summary>
internal static class AuditEntries
{
    /// <summary>A line about a request: who is signed in, the feed whose key came with it, or nobody, and the address.</summary>
    public static AuditEntry AuditEntry(this HttpContext http, AuditKind kind, string subject, string words, PlaceCode? place = null)
    {
        var line = http.User.AuditEntry(kind, subject, words, place) with { Address = http.Connection.RemoteIpAddress?.ToString() };
        return line.By == Operations.Audit.AuditEntry.Nobody && http.RequestServices.GetRequiredService<FeedKeys>().FindFor(http.Request) is { } key
            ? line with { By = $"Feed {key.Feed}" }
            : line;
    }

    /// <summary>A line about what a person does on an open page.</summary>
    public static AuditEntry AuditEntry(this ClaimsPrincipal person, AuditKind kind, string subject, string words, PlaceCode? place = null) => new(
        TimeProvider.System.GetUtcNow(), PersonText.Of(person) ?? Operations.Audit.AuditEntry.Nobody,
        person.FindFirst(ClaimTypes.NameIdentifier)?.Value, kind, subject, words, place);
}
