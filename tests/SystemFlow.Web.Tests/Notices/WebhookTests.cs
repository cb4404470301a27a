using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Notices;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Tests.Notices;

public sealed class WebhookTests
{
    [Fact]
    public async Task Webhook_ThatIsTaken_SaysWhatWhereAndHowUrgent()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost { Settings = { ["Notices:PublicUrl"] = "https://flow.example.org/" } }.StartAsync();
        var message = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri);

        await host.AddAsync(message);
        var received = await receiver.ReceiveAsync();

        Assert.Equal(
            [message.Id, "alert", "warning", "RWH01", "Lister Hospital", "occupancy-high", message.Subject, message.Text, false],
            new object?[] { "id", "kind", "severity", "place", "placeName", "rule", "subject", "text" }
                .Select(name => (object?)(string?)received.Json[(string)name!]).Append((bool?)received.Json["exercise"]));
        Assert.StartsWith("https://flow.example.org/acknowledge/", (string?)received.Json["acknowledgeUrl"]);
        Assert.Equal("The receiver answered 200.", (await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Sent)).Outcome);
    }

    [Fact]
    public async Task Webhook_IsSignedOverItsTimestampAndBody()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost().StartAsync();

        await host.AddAsync(NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri));
        var received = await receiver.ReceiveAsync();

        var timestamp = received.Headers["X-SystemFlow-Timestamp"];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(NoticeHost.Secret), Encoding.UTF8.GetBytes($"{timestamp}.{received.Body}"));
        Assert.Equal("v1=" + Convert.ToHexStringLower(expected), received.Headers["X-SystemFlow-Signature"]);
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(timestamp), 0, 60);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task Webhook_RefusedForNow_ComesAgainWithTheSameKey(int status)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost().StartAsync();
        var message = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri);
        receiver.Next(status);

        await host.AddAsync(message);
        var keys = new[] { (await receiver.ReceiveAsync()).Key, (await receiver.ReceiveAsync()).Key };
        var delivery = await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Sent);

        Assert.Equal([message.Id, message.Id], keys);
        Assert.Equal(2, delivery.Attempts);
    }

    [Theory]
    [InlineData(400, "The receiver answered 400.")]
    [InlineData(404, "The receiver answered 404.")]
    [InlineData(410, "The receiver answered 410.")]
    [InlineData(302, "The receiver answered 302. Redirects are not followed: put the new address on the rota.")]
    public async Task Webhook_RefusedForGood_IsNotTriedAgain(int status, string outcome)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost().StartAsync();
        var message = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri);
        receiver.Next(status);

        await host.AddAsync(message);
        var delivery = await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Failed);

        Assert.Equal((1, outcome), (delivery.Attempts, delivery.Outcome));
    }

    [Fact]
    public async Task Webhook_AskedToWait_Waits()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost().StartAsync();
        receiver.Next(429, retryAfter: "1");

        await host.AddAsync(NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri));
        await receiver.ReceiveAsync();
        var since = Stopwatch.GetTimestamp();
        await receiver.ReceiveAsync();

        // A retry that had not been asked to wait comes after 20 ms.
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0.9, 20);
    }

    [Fact]
    public async Task Webhook_ThatNeverSucceeds_IsGivenUpAndSaidSo()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost { Settings = { ["Notices:MaxAttempts"] = "3" } }.StartAsync();
        var message = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri);
        foreach (var _ in Enumerable.Range(0, 3)) receiver.Next(503);

        await host.AddAsync(message);
        var delivery = await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Failed);

        Assert.Equal((3, "Given up after 3 attempts. The receiver answered 503."), (delivery.Attempts, delivery.Outcome));
        await host.Log.SeenAsync("A message to ann by Webhook is given up");
    }

    [Fact]
    public async Task Webhook_ToAReceiverThatIsDown_ArrivesWhenItIsBack()
    {
        var gone = await WebhookReceiver.StartAsync();
        await gone.DisposeAsync();
        await using var host = await new NoticeHost { Settings = { ["Notices:MaxAttempts"] = "100" } }.StartAsync();
        var message = NoticeHost.Message("a", Channel.Webhook, gone.Address.AbsoluteUri);

        await host.AddAsync(message);
        await host.BecameAsync(message.Id, one => one.Attempts >= 2);
        await using var back = await WebhookReceiver.StartAsync(gone.Address.Port);

        Assert.Equal(message.Id, (await back.ReceiveAsync()).Key);
        await host.Log.SeenAsync("ann is reached by Webhook again");
    }

    [Fact]
    public async Task Webhook_ToASlowReceiver_HoldsNoOtherBack()
    {
        await using var slow = await WebhookReceiver.StartAsync();
        await using var quick = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost().StartAsync();
        var release = new TaskCompletionSource();
        foreach (var _ in Enumerable.Range(0, 50)) slow.NextAfter(release.Task);

        await host.AddAsync([.. Enumerable.Range(0, 50).Select(i => NoticeHost.Message($"slow{i}", Channel.Webhook, slow.Address.AbsoluteUri))]);
        await slow.ReceiveAsync();
        await host.AddAsync(NoticeHost.Message("quick", Channel.Webhook, quick.Address.AbsoluteUri));

        Assert.Contains("quick", (await quick.ReceiveAsync()).Key);
        release.SetResult();
    }

    [Fact]
    public async Task Webhook_ThatTakesTooLong_IsBrokenOffAndTriedAgain()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost { Settings = { ["Notices:WebhookTimeout"] = "00:00:00.300" } }.StartAsync();
        var message = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri);
        receiver.NextAfter(new TaskCompletionSource().Task);

        await host.AddAsync(message);
        var late = await host.BecameAsync(message.Id, one => one.Attempts == 1);

        Assert.Equal("The receiver took longer than 0.3 s.", late.Outcome);
        await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Sent);
    }

    [Fact]
    public async Task Webhook_WhenTheProgramEndsMeanwhile_ComesAgainAfterTheStartWithTheSameKey()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost().StartAsync();
        receiver.NextAfter(new TaskCompletionSource().Task);

        await host.AddAsync(NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri));
        var first = await receiver.ReceiveAsync();
        await host.StopAsync();
        await host.StartAsync();

        Assert.Equal(first.Key, (await receiver.ReceiveAsync()).Key);
    }

    [Fact]
    public async Task Webhook_ToARoom_IsACardWithAButton()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost
        {
            Settings = { ["Notices:PublicUrl"] = "https://flow.example.org" },
            Leads = [new Lead("ann", "Ann", A.Lister) { Style = WebhookStyle.Card }],
        }.StartAsync();

        await host.AddAsync(NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri));
        var card = (await receiver.ReceiveAsync()).Json["attachments"]![0]!["content"]!;

        Assert.Equal("AdaptiveCard", (string?)card["type"]);
        Assert.Equal("Warning: Bed occupancy high, Lister", (string?)card["body"]![0]!["text"]);
        Assert.StartsWith("https://flow.example.org/acknowledge/", (string?)card["actions"]![0]!["url"]);
    }

    [Fact]
    public void Secret_WhoseWritingWasBrokenOff_IsMadeAnew()
    {
        var folder = Directory.CreateTempSubdirectory("systemflow-secret-");
        var file = Path.Combine(folder.FullName, "webhook-secret");
        File.WriteAllText(file, "");

        var signed = WebhookSecret.Open(null, folder.FullName).Sign(1, "{}"u8);

        Assert.NotEqual(new WebhookSecret("").Sign(1, "{}"u8), signed);
        Assert.Equal(signed, WebhookSecret.Open(null, folder.FullName).Sign(1, "{}"u8));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Secret_NotSet_IsMadeOnceForItsOwnerAlone()
    {
        await using var host = await new NoticeHost { Settings = { ["Notices:WebhookSecret"] = null } }.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var file = Path.Combine(host.Folder, "webhook-secret");

        await host.AddAsync(NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri));
        await receiver.ReceiveAsync();
        var made = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await host.StopAsync();
        await host.StartAsync();

        Assert.Equal(64, made.Length);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(made, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }
}
