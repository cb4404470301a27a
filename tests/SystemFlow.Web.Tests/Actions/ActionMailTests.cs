using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Tests.Notices;

namespace SystemFlow.Web.Tests.Actions;

/// <summary>From an action to a mail that a real mail server took, by the real outbox.</summary>
public sealed class ActionMailTests
{
    private static readonly Lead Ann = new("ann", "Ann Other", A.Lister) { Email = "ann@example.org" };

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Overdue_IsAMail_WithWhatWhyDueAndHowLate_AndALinkToTheAction()
    {
        await using var server = await MailServer.StartAsync();
        await using var host = await Host(server.Port).StartAsync();

        await GiveAsync(host, Overdue(), isExercise: false);
        await host.BecameAsync("action/1/1/overdue-1/ann/email", one => one.Status is DeliveryStatus.Sent);

        var mail = Assert.Single(server.Mails);
        Assert.Contains("To: ann@example.org\n", mail);
        Assert.Contains("Subject: Action 1, 45 min overdue: Open 6 escalation beds, Lister\n", mail);
        Assert.Contains("What: Open 6 escalation beds.\nWhy: 97 % of beds are occupied.\nOwner: Lister.\nCalled for at OPEL 4.\n", mail);
        Assert.Contains(", UK time, 45 min overdue.\n", mail);
        Assert.Contains("Nobody has said anything about it yet.\n", mail);
        Assert.Contains("https://flow.example.org/actions/1", mail);
        Assert.DoesNotContain("To take it on", mail);
    }

    [Fact]
    public async Task Exercise_SaysSo_AndIsWithheld()
    {
        await using var server = await MailServer.StartAsync();
        await using var host = await Host(server.Port).StartAsync();

        await GiveAsync(host, Overdue(), isExercise: true);
        var delivery = await host.BecameAsync("action/1/1/overdue-1/ann/email", one => one.Status is not DeliveryStatus.Waiting);

        Assert.Equal(DeliveryStatus.Withheld, delivery.Status);
        Assert.StartsWith("Exercise: Action 1", delivery.Message.Subject, StringComparison.Ordinal);
        Assert.StartsWith("EXERCISE:", delivery.Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_OfAnActionThatWasClosedMeanwhile_IsDropped()
    {
        await using var server = await MailServer.StartAsync();
        await using var host = await Host(server.Port).StartAsync();

        await GiveAsync(host, Overdue() with { Status = ActionStatus.Done }, isExercise: false);
        var delivery = await host.BecameAsync("action/1/1/overdue-1/ann/email", one => one.Status is not DeliveryStatus.Waiting);

        Assert.Equal((DeliveryStatus.Dropped, "The action was closed or changed before it was sent."), (delivery.Status, delivery.Outcome));
    }

    private static JointAction Overdue()
    {
        var order = new ActionOrder("Open 6 escalation beds", A.Lister, "site-lead-lister", Now.AddMinutes(-45))
        {
            Why = "97 % of beds are occupied.",
            Level = OpelLevel.Four, // Critical, so that it does not wait for others.
        };
        return ActionRules.Give(1, order, "Chair", "To Lister.", Now.AddHours(-2));
    }

    private static Task<JointAction> GiveAsync(NoticeHost host, JointAction action, bool isExercise)
    {
        var messages = ChaseNotices.MessagesFor(
            action, new Chase(ChaseKind.Overdue, 1, Ann, "on-call"), Footprint.HertfordshireWestEssex, new Uri("https://flow.example.org"), Now, isExercise);
        return host.Services.GetRequiredService<ActionLog>().GiveAsync(_ => new ActionChange(action, messages, null), TestContext.Current.CancellationToken);
    }

    private static NoticeHost Host(int port) => new()
    {
        Leads = [Ann],
        Settings =
        {
            ["Notices:Smtp:Host"] = "127.0.0.1",
            ["Notices:Smtp:Port"] = $"{port}",
            ["Notices:Smtp:Tls"] = "false",
            ["Notices:Smtp:From"] = "flow@example.org",
            ["Notices:PublicUrl"] = "https://flow.example.org",
        },
    };
}
