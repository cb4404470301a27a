using System.Net;
using Microsoft.Extensions.Options;

namespace SystemFlow.Web.SignIn.Providers;

/// <summary>The OpenID provider that people may sign in by, such as NHS CIS2 or Microsoft Entra. Section <c>SignIn:Provider</c>; none unless set.</summary>
public sealed class ProviderOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "SignIn:Provider";

    /// <summary>What people call it: "Sign in with {Name}". Needed with the rest.</summary>
    public string? Name { get; set; }

    /// <summary>Its issuer: an https address under which <c>/.well-known/openid-configuration</c> lies; http on this machine only. Needed with the rest.</summary>
    public string? Authority { get; set; }

    /// <summary>What it knows this system as. Needed with the rest.</summary>
    public string? ClientId { get; set; }

    /// <summary>What this system proves itself with. Needed with the rest; by the environment or by a file of <c>Secrets:Directory</c>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What is asked for, with spaces between. Default <c>openid email profile</c>.</summary>
    public string Scopes { get; set; } = "openid email profile";

    /// <summary>The claim with the person's work e-mail address. Default <c>email</c>.</summary>
    public string EmailClaim { get; set; } = "email";

    /// <summary>
    /// Whether addresses count as the provider gives them, for one that sends no <c>email_verified</c> and whose addresses
    /// only its administrators set, such as an Entra tenant of one organisation. Default false.
    /// </summary>
    public bool TrustsEmail { get; set; }

    /// <summary>The kinds of authentication asked for (<c>acr_values</c>), with spaces between, such as <c>AAL2_OR_AAL3_ANY</c>. Default null: none.</summary>
    public string? AcrValues { get; set; }

    /// <summary>One of these must come back as <c>acr</c>, with spaces between; it then counts as the second factor. Default null: any.</summary>
    public string? RequiredAcr { get; set; }

    /// <summary>One of these must be in <c>amr</c>, with spaces between, such as <c>mfa</c>; it then counts as the second factor. Default null: any.</summary>
    public string? RequiredAmr { get; set; }

    /// <summary>Whether who signs out here is sent to sign out there as well, if it has a page for that. Default false.</summary>
    public bool SignsOutThere { get; set; }

    /// <summary>Whether there is a provider.</summary>
    public bool IsSet => Needed.Any(setting => !string.IsNullOrWhiteSpace(setting.Value));

    /// <summary>Whether the provider's word stands for the second factor.</summary>
    public bool IsStrong => Words(RequiredAcr).Length + Words(RequiredAmr).Length > 0;

    internal IEnumerable<(string Key, string? Value)> Needed =>
    [
        (nameof(Name), Name), (nameof(Authority), Authority), (nameof(ClientId), ClientId), (nameof(ClientSecret), ClientSecret),
    ];

    internal static string[] Words(string? setting) => (setting ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Half a provider, or one that could be listened in on, ends the start.</summary>
internal sealed class ProviderCheck : IValidateOptions<ProviderOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        List<string> problems = [.. options.IsSet ? ProblemsOf(options) : []];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> ProblemsOf(ProviderOptions options)
    {
        foreach (var (key, value) in options.Needed)
        {
            if (string.IsNullOrWhiteSpace(value)) yield return $"{ProviderOptions.Section}:{key} is missing: a provider needs Name, Authority, ClientId and ClientSecret, or none of them.";
        }

        if (options.Authority is { Length: > 0 } && !IsSafe(options.Authority))
        {
            yield return $"{ProviderOptions.Section}:{nameof(options.Authority)} must be an https address, without a question mark; http only on this machine.";
        }

        if (!ProviderOptions.Words(options.Scopes).Contains("openid"))
        {
            yield return $"{ProviderOptions.Section}:{nameof(options.Scopes)} must contain openid.";
        }

        if (string.IsNullOrWhiteSpace(options.EmailClaim)) yield return $"{ProviderOptions.Section}:{nameof(options.EmailClaim)} must name a claim.";
    }

    private static bool IsSafe(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri) && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsThisMachine(uri)));

    private static bool IsThisMachine(Uri uri) => uri.IsLoopback && (uri.Host == "localhost" || IPAddress.TryParse(uri.Host.Trim('[', ']'), out _));
}
