using System.Net;
using System.Text.Json;

namespace SystemFlow.Series.Influx;

/// <summary>What kind of thing went wrong at the server.</summary>
internal enum Trouble
{
    /// <summary>It does not answer, or not now: later it may.</summary>
    Away,
    /// <summary>It does not know who asks, or does not let them.</summary>
    SignIn,
    /// <summary>It has no such database.</summary>
    NoDatabase,
    /// <summary>It will not have what it was given, however often.</summary>
    Refused,
}

/// <summary>The server could not or would not. The message is its own.</summary>
internal sealed class InfluxException(Trouble trouble, string message, Exception? inner = null) : Exception(message, inner)
{
    public Trouble Trouble => trouble;
}

/// <summary>Tells the kinds of trouble apart, over the words of three versions.</summary>
internal static class InfluxFault
{
    private const int MostWords = 500; // Of a line that it cannot read, the server repeats all, and says why at the end.

    public static Trouble Of(HttpStatusCode status, string words) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Trouble.SignIn,
        HttpStatusCode.NotFound => Trouble.NoDatabase,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => Trouble.Away,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => OfStatement(words),
        _ => Trouble.Away, // A redirect too: the address is another.
    };

    /// <summary>A query that was answered, with an error in the answer.</summary>
    public static Trouble OfStatement(string words) =>
        Says(words, "database not found") || Says(words, "no dbrp mapping") || Says(words, "bucket not found")
            || Says(words, "no bucket") || (Says(words, "database") && Says(words, "does not exist")) ? Trouble.NoDatabase
        : Says(words, "not authorized") || Says(words, "unauthorized") || Says(words, "requires admin privilege") ? Trouble.SignIn
        : Says(words, "timeout") ? Trouble.Away
        : Trouble.Refused;

    public static bool IsAway(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public static string Reason(Exception error) => error switch
    {
        OperationCanceledException => "it did not answer in time",
        { InnerException: { } inner } => inner.Message,
        _ => error.Message,
    };

    /// <summary>What the server says in its JSON, else its first words.</summary>
    public static string Words(string body, HttpResponseMessage response)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var name in new[] { "error", "message" })
            {
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var text)
                    && text.ValueKind == JsonValueKind.String)
                {
                    return Short(text.GetString()!);
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON: a proxy's page, perhaps. Its beginning says as much as it can.
        }

        return Short(string.IsNullOrWhiteSpace(body) ? $"{(int)response.StatusCode} {response.ReasonPhrase}" : body.Trim());
    }

    private static string Short(string words) => words.Length <= MostWords ? words : $"{words[..(MostWords / 2)]} … {words[^(MostWords / 2)..]}";

    private static bool Says(string words, string what) => words.Contains(what, StringComparison.OrdinalIgnoreCase);
}
