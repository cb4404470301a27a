using System.Net;
using System.Net.Sockets;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Tests.Notices;

public sealed class MailTests
{
    [Fact]
    public async Task Mail_ThatIsTaken_IsPlainTextWithALinkAndItsOwnId()
    {
        await using var server = await MailServer.StartAsync();
        await using var host = await Host(server.Port, ("Notices:PublicUrl", "https://flow.example.org")).StartAsync();
        var message = Mail("a");

        await host.AddAsync(message);
        var delivery = await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Sent);

        var mail = Assert.Single(server.Mails);
        Assert.Equal("The mail server took it.", delivery.Outcome);
        Assert.Contains("From: flow@example.org\n", mail);
        Assert.Contains("To: ann@example.org\n", mail);
        Assert.Contains("Subject: Warning: Bed occupancy high, Lister\n", mail);
        Assert.Matches("Message-ID: <[0-9a-f]{32}@example\\.org>\n", mail);
        Assert.Contains("Content-Type: text/plain; charset=utf-8\n", mail);
        Assert.Contains("Bed occupancy high at Lister Hospital.\nBed occupancy 97 %.\n", mail);
        Assert.Contains("To take it on (once, within 24 hours): https://flow.example.org/acknowledge/", mail);
    }

    [Fact]
    public async Task Mail_WithALineBreakInItsSubject_AddsNoHeader()
    {
        await using var server = await MailServer.StartAsync();
        await using var host = await Host(server.Port).StartAsync();
        var message = Mail("a") with { Subject = "Beds\r\nBcc: eve@example.org" };

        await host.AddAsync(message);
        await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Sent);

        Assert.DoesNotContain("\nBcc:", Assert.Single(server.Mails));
    }

    [Fact]
    public async Task Mail_OfSeveralAlertsAtOnePlace_IsOne()
    {
        await using var server = await MailServer.StartAsync();
        await using var host = Host(server.Port);
        await host.AddAsync(Mail("a"), Mail("b"), Mail("c"));

        await host.StartAsync();
        foreach (var id in new[] { "a", "b", "c" }) await host.BecameAsync(Mail(id).Id, one => one.Status is DeliveryStatus.Sent);

        Assert.Contains("Subject: Warning: Bed occupancy high, Lister (and 2 more)\n", Assert.Single(server.Mails));
    }

    [Fact]
    public async Task Mail_WhileTheServerIsDown_ArrivesWhenItIsBack()
    {
        var port = Ports.Free();
        await using var host = await Host(port, ("Notices:MaxAttempts", "100")).StartAsync();
        var message = Mail("a");

        await host.AddAsync(message);
        await host.BecameAsync(message.Id, one => one.Attempts >= 2);
        await using var server = await MailServer.StartAsync(port);
        await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Sent);

        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task Mail_WhileTheServerHangs_HoldsNoWebhookBack()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await Host(((IPEndPoint)silent.LocalEndpoint).Port, ("Notices:Smtp:Timeout", "00:05:00")).StartAsync();

        await host.AddAsync([.. Enumerable.Range(0, 40).Select(i => Mail($"m{i}") with { Place = null, Address = $"lead{i}@example.org" })]);
        await host.AddAsync(NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri));

        Assert.Contains("/a/", (await receiver.ReceiveAsync()).Key);
    }

    [Fact]
    public async Task Mail_WhenTheServerHangs_IsBrokenOffAndTriedAgain()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var host = await Host(((IPEndPoint)silent.LocalEndpoint).Port, ("Notices:Smtp:Timeout", "00:00:00.200")).StartAsync();
        var message = Mail("a");

        await host.AddAsync(message);

        Assert.Equal("The mail server took longer than 0.2 s.", (await host.BecameAsync(message.Id, one => one.Attempts == 1)).Outcome);
    }

    [Fact]
    public async Task Mail_WithoutAServer_FailsAndSaysWhatToSet()
    {
        await using var host = await new NoticeHost().StartAsync();
        var message = Mail("a");

        await host.AddAsync(message);

        Assert.Equal("No mail server is set. Set Notices:Smtp:Host.", (await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Failed)).Outcome);
    }

    private static OutboxMessage Mail(string id) => NoticeHost.Message(id, Channel.Email, "ann@example.org");

    private static NoticeHost Host(int port, params (string Name, string Value)[] more)
    {
        var host = new NoticeHost
        {
            Settings =
            {
                ["Notices:Smtp:Host"] = "127.0.0.1",
                ["Notices:Smtp:Port"] = $"{port}",
                ["Notices:Smtp:Tls"] = "false",
                ["Notices:Smtp:From"] = "flow@example.org",
            },
        };
        foreach (var (name, value) in more) host.Settings[name] = value;
        return host;
    }
}
