using Microsoft.Extensions.Options;
using SystemFlow.Operations.Notices;
using SystemFlow.Operations.Storage;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Notices;

/// <summary>What messages leave by.</summary>
internal static class NoticesHosting
{
    /// <summary>Adds the notifier, its ways, and links to acknowledge by. Needs the outbox, the event log and the rules.</summary>
    public static void AddNotices(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<NoticeOptions>().BindConfiguration(NoticeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient(WebhookWay.Client)
            .ConfigureHttpClient((provider, client) => client.Timeout = provider.GetRequiredService<IOptions<NoticeOptions>>().Value.WebhookTimeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers(); // An address may hold a secret.
        services.AddSingleton(provider => WebhookSecret.Open(
            provider.GetRequiredService<IOptions<NoticeOptions>>().Value.WebhookSecret,
            provider.GetRequiredService<IOptions<DataOptions>>().Value.Directory));
        services.AddOperationsStorage();
        services.AddSingleton(provider => new UsedLinks(
            provider.GetRequiredService<OperationsStorage>(), Path.Combine(provider.GetRequiredService<IOptions<DataOptions>>().Value.Directory, "operations.db")));
        services.AddSingleton<AcknowledgeLinks>();
        services.AddSingleton<AcknowledgeDesk>();
        services.AddSingleton<MailWay>();
        services.AddSingleton<WebhookWay>();
        services.AddSingleton<NoticeSender>();
        services.AddSingleton<Digests>();
        services.AddSingleton<TestNotices>();
        services.AddHostedService<Notifier>();
        builder.AddKeyRing();
    }
}
