using System.Net;

namespace SystemFlow.Cluster.Tests.OnEmbedded;

/// <summary>One machine grows into a cluster: what people did moves into its PostgreSQL.</summary>
public sealed class MovedBooksTests(Servers servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Books_OfOneMachine_MovedIntoPostgres_LeavePeopleSignedInThere()
    {
        Assert.SkipUnless(Servers.Missing is null, Servers.Missing ?? "");
        var shared = await servers.NewAsync(Cancelled);
        using Visitor visitor = new(), stranger = new();
        await using var machine = new FlowNode([], shared.Secrets);
        await machine.StartAsync(Cancelled);
        await visitor.SignInAsync(machine, Cancelled);
        string[] settings = [.. shared.Settings, $"--Data:Directory={machine.Data}", "--move-books"];

        await using var tooEarly = new FlowNode(settings, shared.Secrets);
        var refused = await tooEarly.StartAndEndAsync(Cancelled);
        await machine.StopAsync(Cancelled);
        await using var move = new FlowNode(settings, shared.Secrets);
        var moved = await move.StartAndEndAsync(Cancelled);
        await using var node = new FlowNode([.. shared.Settings], shared.Secrets);
        await node.StartAsync(Cancelled);

        Assert.Equal(2, refused);
        Assert.Contains("The program runs", tooEarly.Said, StringComparison.Ordinal);
        Assert.True(moved == 0, move.Said);
        Assert.Equal(HttpStatusCode.OK, await visitor.AccountAsync(node, Cancelled));
        Assert.Equal(HttpStatusCode.Redirect, await stranger.AccountAsync(node, Cancelled));
    }
}
