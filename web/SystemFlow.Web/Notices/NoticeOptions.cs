using System.ComponentModel.DataAnnotations;
using System.Net.Mail;

namespace SystemFlow.Web.Notices;

/// <summary>How messages leave. Section <c>Notices</c>.</summary>
public sealed class NoticeOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Notices";

    /// <summary>The shortest secret that signs webhooks.</summary>
    public const int ShortestSecret = 24;

    /// <summary>The mail server.</summary>
    public SmtpOptions Smtp { get; init; } = new();

    /// <summary>Where people reach this program, such as <c>https://flow.example.org</c>: links in messages begin with it. Null for no links.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether a simulator's or a replay's messages leave too. Default false: they are shown, and withheld.</summary>
    public bool SendExercises { get; init; }

    /// <summary>
    /// Signs webhooks; at least 24 characters. Null: made at the first start and kept in <c>webhook-secret</c> in the data
    /// folder, for its owner's eyes alone.
    /// </summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Attempts until a message is given up. Default 20, about three hours; 1 to 100.</summary>
    [Range(1, 100, ErrorMessage = "Notices:MaxAttempts must be 1 to 100.")]
    public int MaxAttempts { get; init; } = 20;

    /// <summary>The wait before the second attempt; each later one is twice as long. Default 1 second; 10 milliseconds to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true,
        ErrorMessage = "Notices:FirstRetry must be 10 milliseconds to 1 minute.")]
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts. Default 15 minutes; 10 milliseconds to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true,
        ErrorMessage = "Notices:LongestRetry must be 10 milliseconds to 1 day.")]
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a receiver may take to answer a webhook. Default 10 seconds; 100 milliseconds to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true,
        ErrorMessage = "Notices:WebhookTimeout must be 100 milliseconds to 1 minute.")]
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is { } url && !(url.IsAbsoluteUri && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))))
        {
            yield return new("Notices:PublicUrl must begin with https://, or with http:// on this machine.");
        }

        if (WebhookSecret is { Length: < ShortestSecret })
        {
            yield return new($"Notices:WebhookSecret needs at least {ShortestSecret} characters; leave it out to have one made.");
        }

        if (Smtp.Port is < 1 or > 65535) yield return new("Notices:Smtp:Port must be 1 to 65535.");
        if (Smtp.Timeout < TimeSpan.FromMilliseconds(100) || Smtp.Timeout > TimeSpan.FromMinutes(5))
        {
            yield return new("Notices:Smtp:Timeout must be 100 milliseconds to 5 minutes.");
        }

        if (Smtp.Host is null) yield break;
        if (!MailAddress.TryCreate(Smtp.From, out _)) yield return new("Notices:Smtp:From must be the e-mail address that mail comes from.");
        if (Smtp.User is null != Smtp.Password is null) yield return new("Notices:Smtp:User and Notices:Smtp:Password go together.");
        if (Smtp is { User: not null, Tls: false }) yield return new("Notices:Smtp:Tls must be true where there is a password.");
    }
}

/// <summary>The mail server. Section <c>Notices:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>Its name; null for none, and mail then fails saying so.</summary>
    public string? Host { get; init; }

    /// <summary>Default 587.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Whether to demand STARTTLS. Default true.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Who signs in; null for nobody.</summary>
    public string? User { get; init; }

    /// <summary>Set it by the environment, <c>Notices__Smtp__Password</c>, not in a file.</summary>
    public string? Password { get; init; }

    /// <summary>The address that mail comes from.</summary>
    public string From { get; init; } = "";

    /// <summary>How long one mail may take. Default 30 seconds; 100 milliseconds to 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
