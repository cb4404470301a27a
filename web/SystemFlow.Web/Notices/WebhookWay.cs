using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Notices;

/// <summary>Sends webhooks: signed, each with its key, never along a redirect.</summary>
internal sealed class WebhookWay(
    IHttpClientFactory clients, WebhookSecret secret, AcknowledgeLinks links, IRuleBook rules, Footprint footprint)
{
    /// <summary>The name of the client that it sends with.</summary>
    public const string Client = "webhook";

    /// <summary>The message's id: the same for every attempt.</summary>
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>Posts a message.</summary>
    public async Task<SendOutcome> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Client);
        using var request = RequestOf(message);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return OutcomeOf(response);
        }
        catch (HttpRequestException error)
        {
            return SendOutcome.Retry($"The receiver could not be reached: {error.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendOutcome.Retry($"The receiver took longer than {client.Timeout.TotalSeconds:0.#} s.");
        }
    }

    private HttpRequestMessage RequestOf(OutboxMessage message)
    {
        var style = rules.Current.Rota.Leads.FirstOrDefault(lead => lead.Code == message.Lead)?.Style ?? WebhookStyle.Json;
        var body = WebhookBody.Of(message, style, footprint, links.For(message));
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(); // A receiver compares it with its own clock, in a replay too.
        var request = new HttpRequestMessage(HttpMethod.Post, message.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(KeyHeader, message.Id);
        request.Headers.Add(WebhookSecret.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSecret.SignatureHeader, secret.Sign(timestamp, body));
        return request;
    }

    private static SendOutcome OutcomeOf(HttpResponseMessage response)
    {
        var words = $"The receiver answered {(int)response.StatusCode}.";
        return (int)response.StatusCode switch
        {
            >= 200 and < 300 => SendOutcome.Sent(words),
            >= 300 and < 400 => SendOutcome.Failed($"{words} Redirects are not followed: put the new address on the rota."),
            (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.ServiceUnavailable => SendOutcome.Retry(words, AskedBy(response)),
            (int)HttpStatusCode.RequestTimeout or >= 500 => SendOutcome.Retry(words),
            _ => SendOutcome.Failed(words),
        };
    }

    private static TimeSpan? AskedBy(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? asked?.Date - TimeProvider.System.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }
}
