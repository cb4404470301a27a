namespace SystemFlow.Cluster.Tests.OnEmbedded;

/// <summary>One program on our own engine, with its data on PostgreSQL and InfluxDB.</summary>
public sealed class AloneTests(Servers servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_BesideAnotherOnItsDatabase_RefusesToStartAndSaysWhy()
    {
        Assert.SkipUnless(Servers.Missing is null, Servers.Missing ?? "");
        var shared = await servers.NewAsync(Cancelled);
        await using var first = new FlowNode([.. shared.Settings], shared.Secrets);
        await first.StartAsync(Cancelled);
        await using var second = new FlowNode([.. shared.Settings], shared.Secrets);

        var code = await second.StartAndEndAsync(Cancelled);

        Assert.NotEqual(0, code);
        Assert.Contains("This build runs alone", second.Said, StringComparison.Ordinal);
        Assert.True(first.Runs);
    }

    [Fact]
    public async Task Program_ThatWasKilled_StartsAgainOnItsDatabase()
    {
        Assert.SkipUnless(Servers.Missing is null, Servers.Missing ?? "");
        var shared = await servers.NewAsync(Cancelled);
        await using var node = new FlowNode([.. shared.Settings], shared.Secrets);
        await node.StartAsync(Cancelled);
        var load = new Load([node]);
        await load.SendAsync(50, Cancelled);

        await node.KillAsync();
        await node.StartAsync(Cancelled);

        Assert.Empty(await load.MissingAsync(node, Cancelled));
    }
}
