using System.Net.Http.Headers;
using System.Text;
using SystemFlow.Operations.Keys;

namespace SystemFlow.Web.Api;

/// <summary>
/// Finds the key in a request, in whichever way its sender gives it: the header <c>X-Api-Key</c>, or as InfluxDB's
/// clients do: <c>Authorization: Token</c>, <c>Bearer</c> or <c>Basic</c>, whose password it is, or <c>p</c> in the query
/// of version 1. A user's name says nothing here.
/// </summary>
internal static class FeedCredential
{
    /// <summary>The header of our own.</summary>
    public const string Header = "X-Api-Key";

    private const string Password = "p";
    private static readonly PathString[] InfluxPaths = ["/write", "/query"];

    /// <summary>The key that the request was sent with; null for none that works.</summary>
    public static FeedKey? FindFor(this FeedKeys keys, HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var given)) return keys.Find(given);
        if (AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var said)) return Find(keys, said);
        return InfluxPaths.Contains(request.Path) ? keys.Find(request.Query[Password]) : null;
    }

    private static FeedKey? Find(FeedKeys keys, AuthenticationHeaderValue said) => said.Scheme.ToUpperInvariant() switch
    {
        "BEARER" => keys.Find(said.Parameter),
        "TOKEN" => keys.Find(said.Parameter) ?? keys.Find(PasswordOf(said.Parameter)), // 1.8 takes name:password as a token too.
        "BASIC" => keys.Find(PasswordOf(Decoded(said.Parameter))),
        _ => null,
    };

    private static string? PasswordOf(string? pair) => pair?.IndexOf(':') is { } colon and >= 0 ? pair[(colon + 1)..] : null;

    private static string? Decoded(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
