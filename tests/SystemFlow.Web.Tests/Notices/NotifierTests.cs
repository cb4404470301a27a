using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Notices;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Tests.Notices;

public sealed class NotifierTests
{
    [Fact]
    public async Task Screen_IsSentAtOnce_InAnExerciseToo()
    {
        await using var host = await new NoticeHost().StartAsync();
        var message = NoticeHost.Message("a", Channel.Screen, "") with { IsExercise = true };

        await host.AddAsync(message);

        Assert.Equal("Shown on the page.", (await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Sent)).Outcome);
    }

    [Theory]
    [InlineData(null, DeliveryStatus.Withheld)]
    [InlineData("true", DeliveryStatus.Sent)]
    public async Task Exercise_LeavesOnlyWhereThatIsAllowed(string? allowed, DeliveryStatus status)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost { Settings = { ["Notices:SendExercises"] = allowed } }.StartAsync();
        var message = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri) with { IsExercise = true };

        await host.AddAsync(message);

        Assert.Equal(status, (await host.BecameAsync(message.Id, one => one.Status is not DeliveryStatus.Waiting)).Status);
    }

    [Theory]
    [InlineData(AlertPhase.Firing, DeliveryStatus.Sent)]
    [InlineData(AlertPhase.Acknowledged, DeliveryStatus.Dropped)]
    [InlineData(AlertPhase.Resolved, DeliveryStatus.Dropped)]
    public async Task LaterStep_OfAnAlertThatIsAnswered_IsDropped(AlertPhase phase, DeliveryStatus status)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost { Alerts = [Alert(phase)] }.StartAsync();
        var message = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri) with { Id = "occupancy-high/RWH01/1/1/ann/webhook" };

        await host.AddAsync(message);

        Assert.Equal(status, (await host.BecameAsync(message.Id, one => one.Status is not DeliveryStatus.Waiting)).Status);
    }

    [Fact]
    public async Task Message_SentHoursLate_AfterAStop_SaysFromWhenItIs_AndAStepThatWasAnsweredMeanwhileIsDropped()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = new NoticeHost { Alerts = [Alert(AlertPhase.Acknowledged)] };
        var then = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddHours(-6).ToUnixTimeSeconds());
        var first = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri) with { MadeAt = then, DueAt = then };
        var later = first with { Id = "occupancy-high/RWH01/1/1/ann/webhook" };
        await host.AddAsync(first, later);

        await host.StartAsync();
        var late = await receiver.ReceiveAsync();

        Assert.Equal((first.Id, then), (late.Key, DateTimeOffset.Parse((string)late.Json["at"]!, CultureInfo.InvariantCulture)));
        await host.BecameAsync(later.Id, one => one.Status is DeliveryStatus.Dropped);
        Assert.False(receiver.HasMore);
    }

    [Fact]
    public async Task Digest_WhenQuietHoursEnd_IsOneMessageOfWhatIsStillUnanswered()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost { Alerts = [Alert(AlertPhase.Firing)] }.StartAsync();
        var ended = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var open = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri) with { IsDigested = true, DueAt = ended };
        var alsoOpen = open with { Id = "b", Text = "Second." };
        var over = open with { Id = "c", Episode = "another" };

        await host.AddAsync(open, alsoOpen, over);
        var digest = await receiver.ReceiveAsync();

        Assert.Equal($"digest/ann/webhook/{ended.ToUnixTimeMilliseconds()}", digest.Key);
        Assert.Equal("2 alerts from your quiet hours: Lister", (string?)digest.Json["subject"]);
        Assert.Equal("digest", (string?)digest.Json["kind"]);
        Assert.Equal($"Unanswered since your quiet hours began: 2 alerts.\n\n{open.Text}\n\n--\n\nSecond.", (string?)digest.Json["text"]);
        await host.BecameAsync(open.Id, one => one.Status is DeliveryStatus.Digested);
        await host.BecameAsync(alsoOpen.Id, one => one.Status is DeliveryStatus.Digested);
        await host.BecameAsync(over.Id, one => one.Status is DeliveryStatus.Dropped);
        Assert.False(receiver.HasMore);
    }

    [Fact]
    public async Task Digest_OfAnAction_HasOnlyTheLastMessage_AndCountsItOnce()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost().StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var action = ActionRules.Give(1, new ActionOrder("Open 6 beds", A.Lister, "site-lead-lister", now.AddHours(1)), "Chair", "To Lister.", now);
        var reminded = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri) with
        {
            Id = "action/1/1/reminder/ann/webhook",
            Episode = null,
            Text = "Due soon.",
            IsDigested = true,
            DueAt = now.AddMinutes(-1),
        };
        var due = reminded with { Id = "action/1/1/due/ann/webhook", Text = "Due now." };

        await host.Services.GetRequiredService<ActionLog>().GiveAsync(
            _ => new ActionChange(action, [reminded, due], null), TestContext.Current.CancellationToken);
        var digest = await receiver.ReceiveAsync();

        Assert.Equal("1 action from your quiet hours: Lister", (string?)digest.Json["subject"]);
        Assert.Equal("Unanswered since your quiet hours began: 1 action.\n\nDue now.", (string?)digest.Json["text"]);
        await host.BecameAsync(reminded.Id, one => one.Status is DeliveryStatus.Digested);
        await host.BecameAsync(due.Id, one => one.Status is DeliveryStatus.Digested);
    }

    [Fact]
    public async Task Sent_ThatCannotBeKeptAtOnce_IsKeptLater_AndNotSentTwice()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost().StartAsync();
        var message = NoticeHost.Message("a", Channel.Webhook, receiver.Address.AbsoluteUri);
        host.Outbox.Refusals = 2;

        await host.AddAsync(message);
        await receiver.ReceiveAsync();
        var delivery = await host.BecameAsync(message.Id, one => one.Status is DeliveryStatus.Sent);

        Assert.Equal(1, delivery.Attempts);
        Assert.False(receiver.HasMore);
    }

    [Fact]
    public async Task Test_GoesEveryWayThatTheLeadHas()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await new NoticeHost { Leads = [new Lead("ann", "Ann", A.Lister) { Webhook = receiver.Address }] }.StartAsync();
        var tests = host.Services.GetRequiredService<TestNotices>();

        var sent = await tests.SendTestAsync("ann", TestContext.Current.CancellationToken);
        var received = await receiver.ReceiveAsync();

        Assert.Equal([received.Key], sent.Select(message => message.Id));
        Assert.Equal(("test", "Test: SystemFlow reaches Ann"), ((string?)received.Json["kind"], (string?)received.Json["subject"]));
        Assert.Empty(await tests.SendTestAsync("nobody", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1, 0.0, 0.8)]
    [InlineData(1, 1.0, 1.2)]
    [InlineData(2, 0.5, 2)]
    [InlineData(5, 0.5, 16)]
    [InlineData(11, 0.5, 900)]
    [InlineData(100, 0.5, 900)]
    public void WaitAfter_Doubles_UpToAQuarterOfAnHour(int attempts, double chance, double seconds) =>
        Assert.Equal(seconds, RetryRules.WaitAfter(attempts, null, chance, new NoticeOptions()).TotalSeconds, 3);

    [Theory]
    [InlineData(7, 7)]
    [InlineData(90_000, 3600)]
    public void WaitAfter_WhatTheReceiverAsked_CountsUpToAnHour(int asked, int seconds) =>
        Assert.Equal(seconds, RetryRules.WaitAfter(1, TimeSpan.FromSeconds(asked), 0.5, new NoticeOptions()).TotalSeconds);

    [Fact]
    public void Parcels_OfOneLead_ShareAMailUnlessCritical()
    {
        var mail = NoticeHost.Message("a", Channel.Email, "ann@example.org");
        ImmutableArray<OutboxMessage> due =
        [
            mail, mail with { Id = "b", Place = PlaceCode.Parse("RWH20") }, mail with { Id = "c", Severity = Severity.Critical }, mail with { Id = "d", Place = null },
            mail with { Id = "e", Lead = "bob", Address = "bob@example.org" }, mail with { Id = "f", Channel = Channel.Webhook },
        ];

        var parcels = Parcel.Of(due).Select(parcel => string.Join(' ', parcel.Messages.Select(message => message.Id)));

        Assert.Equal([$"{mail.Id} b", "c", "d", "e", "f"], parcels);
    }

    private static AlertState Alert(AlertPhase phase) =>
        AlertState.None("occupancy-high", A.Lister) with { Episode = "occupancy-high/RWH01/1", Phase = phase };
}
