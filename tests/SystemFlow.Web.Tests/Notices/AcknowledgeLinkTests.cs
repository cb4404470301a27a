using Microsoft.Extensions.DependencyInjection;
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
}
