using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Notices;
using SystemFlow.Testing;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Tests.Notices;

public sealed class AcknowledgeLinkTests
{
    private static readonly AcknowledgeLink Link = new(A.Lister, "occupancy-high", "occupancy-high/RWH01/1", "ann", "occupancy-high/RWH01/1/0/ann/email");

    [Fact]
    public async Task Token_IsReadAgain_AfterARestartToo()
    {
        await using var host = await new NoticeHost().StartAsync();
        var token = host.Services.GetRequiredService<AcknowledgeLinks>().TokenOf(Link);
        await host.StopAsync();
        await host.StartAsync();

        Assert.True(host.Services.GetRequiredService<AcknowledgeLinks>().TryRead(token, out var link));
        Assert.Equal(Link, link);
    }

    [Fact]
    public async Task Token_AlteredOrMadeUp_IsNone()
    {
        await using var host = await new NoticeHost().StartAsync();
        var links = host.Services.GetRequiredService<AcknowledgeLinks>();
        var token = links.TokenOf(Link);

        Assert.False(links.TryRead(token[..^5] + (token[^5] == 'A' ? 'B' : 'A') + token[^4..], out _));
        Assert.False(links.TryRead("guessed", out _));
        Assert.False(links.TryRead("æ%/", out _));
        Assert.False(links.TryRead(new string('A', 5000), out _));
    }

    [Fact]
    public async Task UsedLink_CountsOnce_AndSaysWhoAndWhen()
    {
        await using var host = await new NoticeHost().StartAsync();
        var used = host.Services.GetRequiredService<UsedLinks>();

        var first = used.Use("a", new LinkUse("Ann", A.Monday9am));
        var second = new UsedLinks(Path.Combine(host.Folder, "operations.db")).Use("a", new LinkUse("Bob", A.Monday9am.AddMinutes(1)));

        Assert.Null(first);
        Assert.Equal(new LinkUse("Ann", A.Monday9am), second);
        used.GiveBack("a");
        Assert.Null(used.Find("a"));
    }

    [Fact]
    public async Task Keys_AreForTheirOwnerAlone()
    {
        await using var host = await new NoticeHost().StartAsync();
        host.Services.GetRequiredService<AcknowledgeLinks>().TokenOf(Link);

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(host.Folder, "keys")));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(host.Folder, "keys")));
    }

    [Fact]
    public async Task Page_ThatIsOnlyLookedAt_ChangesNothing()
    {
        await using var host = await Firing().StartAsync();
        var path = PathOf(host);

        var pages = new[] { await host.AskAsync(path), await host.AskAsync(path) };

        Assert.All(pages, page => Assert.Equal((200, "text/html"), (page.Status, page.Type)));
        Assert.All(pages, page => Assert.Contains("Bed occupancy 97 %. Nobody has taken it on yet.", page.Text));
        Assert.All(pages, page => Assert.Contains("<form method=\"post\"", page.Text));
        Assert.All(pages, page => Assert.Contains(">Take it on as Ann</button>", page.Text));
        Assert.Empty(host.Commands);
    }

    [Fact]
    public async Task Button_TakesTheAlertOnAsTheLead_Once()
    {
        await using var host = await Firing().StartAsync();
        var path = PathOf(host);

        var first = await host.AskAsync(path, isPost: true);
        var second = await host.AskAsync(path, isPost: true);
        var looked = await host.AskAsync(path);

        Assert.Equal([200, 409, 200], new[] { first.Status, second.Status, looked.Status });
        Assert.Contains("You have taken it on", first.Text);
        Assert.Contains("Used by Ann, by the link in a message, at ", second.Text);
        Assert.DoesNotContain("<form", looked.Text);
        Assert.Equal(
            new AlertCommand("occupancy-high", "occupancy-high/RWH01/1", AlertCommandKind.Acknowledge, "Ann, by the link in a message"),
            Assert.Single(host.Commands));
    }

    [Fact]
    public async Task Button_OfAnAlertThatIsOver_SaysWhyNothingChanged()
    {
        await using var host = await Firing().StartAsync();
        host.Outcome = _ => new(null, "This alert is over; there is nothing to do.");

        var page = await host.AskAsync(PathOf(host), isPost: true);

        Assert.Equal(409, page.Status);
        Assert.Contains("This alert is over; there is nothing to do.", page.Text);
    }

    [Fact]
    public async Task Button_ThatChangedNothing_IsStillGood()
    {
        await using var host = await Firing().StartAsync();
        var path = PathOf(host);
        host.Outcome = _ => new(null, "It could not be recorded; try again.");

        var refused = await host.AskAsync(path, isPost: true);
        host.Outcome = _ => new(null, null);
        var again = await host.AskAsync(path, isPost: true);

        Assert.Equal([409, 200], new[] { refused.Status, again.Status });
    }

    [Fact]
    public async Task Button_ThatTheProgramCouldNotAnswer_IsStillGood()
    {
        await using var host = await Firing().StartAsync();
        var path = PathOf(host);
        host.Outcome = _ => throw new TimeoutException();

        var failed = await host.AskAsync(path, isPost: true);
        host.Outcome = _ => new(null, null);
        var again = await host.AskAsync(path, isPost: true);

        Assert.Equal([500, 200], new[] { failed.Status, again.Status });
    }

    [Fact]
    public async Task Page_OfALinkThatIsNotOurs_SaysWhatToDo()
    {
        await using var host = await Firing().StartAsync();

        var answers = new[] { await host.AskAsync("/acknowledge/guessed"), await host.AskAsync("/acknowledge/guessed", isPost: true) };

        Assert.All(answers, answer => Assert.Equal(404, answer.Status));
        Assert.All(answers, answer => Assert.Contains("Sign in to SystemFlow to see what is open now.", answer.Text));
        Assert.Empty(host.Commands);
    }

    private static NoticeHost Firing() => new()
    {
        Leads = [new Lead("ann", "Ann", A.Lister)],
        Alerts =
        [
            AlertState.None("occupancy-high", A.Lister) with
            {
                Episode = "occupancy-high/RWH01/1", Phase = AlertPhase.Firing, Words = "Bed occupancy 97 %",
            },
        ],
    };

    private static string PathOf(NoticeHost host) => $"/acknowledge/{host.Services.GetRequiredService<AcknowledgeLinks>().TokenOf(Link)}";
}
