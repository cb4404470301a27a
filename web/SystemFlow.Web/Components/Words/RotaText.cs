using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Components.Words;

/// <summary>The rota in words. A webhook's address may hold a secret, so only its host is ever said.</summary>
internal static class RotaText
{
    private const int YearLength = 5;

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary><c>10pm</c>, <c>7:30am</c>, <c>midnight</c>.</summary>
    public static string Clock(TimeOnly at) => at switch
    {
        { Hour: 0, Minute: 0 } => "midnight",
        { Hour: 12, Minute: 0 } => "midday",
        { Minute: 0 } => at.ToString("htt", English).ToLowerInvariant(),
        _ => at.ToString("h:mmtt", English).ToLowerInvariant(),
    };

    /// <summary><c>8pm today</c>, <c>8am tomorrow</c>, <c>Monday 30 November at 8am</c>, for the two weeks to come.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now) =>
        UkTime.Date(at) == UkTime.Date(now) ? $"{UkTime.Clock(at)} today"
        : UkTime.Date(at) == UkTime.Date(now.AddDays(1)) ? $"{UkTime.Clock(at)} tomorrow"
        : $"{UkTime.DayAndDate(at)[..^YearLength]} at {UkTime.Clock(at)}";

    /// <summary><c>10pm to 7am, critical gets through</c>.</summary>
    public static string Quiet(QuietHours? quiet) => quiet is null
        ? "None"
        : $"{Clock(quiet.From)} to {Clock(quiet.To)}, {(quiet.BreaksThrough is Severity.Critical ? "critical gets" : $"{Severe(quiet.BreaksThrough)} and above get")} through";

    /// <summary><c>hooks.example.org, as a card</c>, or <c>Not set</c>.</summary>
    public static string Webhook(Lead lead) => lead.Webhook is { } hook
        ? $"{hook.Host}, as {(lead.Style is WebhookStyle.Card ? "a card" : "JSON")}"
        : "Not set";

    /// <summary>The mail address for who is signed in; whether there is one for everybody else.</summary>
    public static string Mail(Lead lead, bool isSignedIn) =>
        lead.Email is not { } mail ? "Not set" : isSignedIn ? mail : "Set";

    /// <summary><c>at once</c>, <c>after 15 min</c>.</summary>
    public static string After(TimeSpan after) => after == TimeSpan.Zero ? "at once" : $"after {RuleText.Span(after)}";

    /// <summary>What a ladder is for.</summary>
    public static string Owner(AlertOwner owner) => owner is AlertOwner.FeedOwner ? "Silent feeds" : "Pressure";

    /// <summary><c>12 hours</c>, <c>2 days 8 hours</c>.</summary>
    public static string Length(TimeSpan span)
    {
        if (span < TimeSpan.FromHours(1)) return Count((int)Math.Ceiling(span.TotalMinutes), "minute");
        var hours = (int)Math.Round(span.TotalHours);
        if (hours < 48) return Count(hours, "hour");
        return hours % 24 == 0 ? Count(hours / 24, "day") : $"{Count(hours / 24, "day")} {Count(hours % 24, "hour")}";
    }

    /// <summary>What became of a test message: <c>Mail: sent</c>.</summary>
    public static string Of(Delivery delivery)
    {
        var way = delivery.Message.Channel is Channel.Email ? "Mail" : "Webhook";
        return delivery.Status switch
        {
            DeliveryStatus.Sent or DeliveryStatus.Digested => $"{way}: sent",
            DeliveryStatus.Waiting when delivery.Attempts == 0 => $"{way}: waiting to be sent",
            DeliveryStatus.Waiting => $"{way}: not taken yet, tried {Count(delivery.Attempts, "time")}. {delivery.Outcome}",
            DeliveryStatus.Withheld => $"{way}: withheld. {delivery.Outcome}",
            _ => $"{way}: failed. {delivery.Outcome}",
        };
    }

    private static string Severe(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string Count(int count, string what) => $"{FigureText.Number(count)} {what}{(count == 1 ? "" : "s")}";
}
