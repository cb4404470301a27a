using Microsoft.Extensions.Options;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Storage;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Hosting;

/// <summary>
/// What one program alone makes for itself at its first start, the nodes of a cluster are given, the same to each: made by each, a line that one
/// node seals would look changed to another, and a receiver would refuse half of the webhooks.
/// </summary>
internal sealed class SharedSecrets(IConfiguration settings) : IValidateOptions<AuditOptions>, IValidateOptions<NoticeOptions>
{
    private bool IsCluster => settings[OperationsOptions.ConnectionKey] is { Length: > 0 };

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AuditOptions options)
    {
        if (!IsCluster || options.Key is { Length: > 0 }) return ValidateOptionsResult.Success;
        var file = settings[$"{AuditOptions.Section}:{nameof(AuditOptions.KeyFile)}"];
        return file is not { Length: > 0 } ? Missing("Audit:Key", $"{AuditKey.Shortest} characters or more, or Audit:KeyFile to the file that holds it")
            : File.Exists(file) ? ValidateOptionsResult.Success
            : Missing("Audit:KeyFile", $"a file that is there: '{file}' is not");
    }

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, NoticeOptions options) =>
        !IsCluster || options.WebhookSecret is { Length: > 0 } ? ValidateOptionsResult.Success
        : Missing("Notices:WebhookSecret", $"{NoticeOptions.ShortestSecret} characters or more");

    private static ValidateOptionsResult Missing(string setting, string what) => ValidateOptionsResult.Fail(
        $"{setting} is missing. Operations:ConnectionString makes this a node of a cluster, whose nodes share one: set {setting} to {what}, the same on every node (web/deploy/make-secrets.sh makes it).");
}

/// <summary>Asks for them at the start.</summary>
internal static class SharedSecretsHosting
{
    /// <summary>Refuses to start a node without what the nodes share.</summary>
    public static void AddSharedSecrets(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<AuditOptions>, SharedSecrets>();
        builder.Services.AddSingleton<IValidateOptions<NoticeOptions>, SharedSecrets>();
    }
}
