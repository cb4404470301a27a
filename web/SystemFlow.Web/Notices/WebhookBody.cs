using System.Text.Json;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Notices;

namespace SystemFlow.Web.Notices;

/// <summary>What a webhook is sent.</summary>
internal static class WebhookBody
{
    private static readonly JsonSerializerOptions Json = Options();

    /// <summary>The body, as UTF-8 JSON.</summary>
    public static byte[] Of(OutboxMessage message, WebhookStyle style, Footprint footprint, Uri? link) =>
        style is WebhookStyle.Card ? Card(message, link) : Plain(message, footprint, link);

    private static byte[] Plain(OutboxMessage message, Footprint footprint, Uri? link) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            message.Id,
            Kind = message.Episode is null ? message.Id.Split('/')[0] : "alert",
            message.Severity,
            message.Place,
            PlaceName = message.Place is { } place ? footprint.Find(place).Name : null,
            message.Rule,
            message.Subject,
            message.Text,
            At = message.MadeAt,
            AcknowledgeUrl = link,
            Exercise = message.IsExercise,
        },
        Json);

    private static byte[] Card(OutboxMessage message, Uri? link) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            type = "message",
            attachments = new[]
            {
                new
                {
                    contentType = "application/vnd.microsoft.card.adaptive",
                    content = new
                    {
                        type = "AdaptiveCard",
                        version = "1.4",
                        body = new object[]
                        {
                            new { type = "TextBlock", text = message.Subject, weight = "bolder", size = "medium", wrap = true },
                            new { type = "TextBlock", text = message.Text.Replace("\n", "\n\n", StringComparison.Ordinal), wrap = true },
                            new { type = "TextBlock", text = $"Sent for {NoticeText.Moment(message.MadeAt)}, UK time", isSubtle = true, wrap = true },
                        },
                        actions = link is null ? Array.Empty<object>() : [new { type = "Action.OpenUrl", title = "Take it on", url = link }],
                    },
                },
            },
        },
        Json);

    private static JsonSerializerOptions Options()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Api.Json.Apply(json);
        return json;
    }
}
