namespace SystemFlow.Cluster.Tests.OnOrleans;

/// <summary>PostgreSQL is lost and comes back while feeds send.</summary>
public sealed class LostDatabaseTests(ITestOutputHelper output)
{
    private static readonly TimeSpan MessageEvery = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Postgres_KilledUnderLoad_StopsNeitherReadingsNorScreens()
    {
        Assert.SkipUnless(Servers.Missing is null, Servers.Missing ?? "");
        await using var servers = new Servers(); // Its own: others' nodes would lose theirs.
        await servers.InitializeAsync();
        await using var cluster = await FlowCluster.StartAsync(servers, Cancelled);
        var load = new Load(cluster.Nodes);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var sending = load.RunAsync(MessageEvery, enough.Token);
        await using var screen = await Screen.OpenAsync(cluster.Nodes[1], Cancelled);
        await LiveAsync(screen);

        servers.Postgres.Kill();
        var without = await LiveAsync(screen);
        await servers.Postgres.StartAsync(Cancelled);
        var with = await LiveAsync(screen);

        await enough.CancelAsync();
        await sending;
        var missing = await load.MissingAsync(cluster.Nodes[1], Cancelled);
        output.WriteLine(
            $"Live {without.TotalSeconds:0.0} s after PostgreSQL was lost and {with.TotalSeconds:0.0} s after it came back; {load.Acknowledged} readings acknowledged, {missing.Length} of them lost; slowest message {load.Slowest.TotalSeconds:0.0} s.");
        Assert.Empty(missing);
        Assert.All(cluster.Nodes, node => Assert.True(node.Runs, node.Said));
    }

    private static Task<TimeSpan> LiveAsync(Screen screen) => screen.LiveAfterAsync(TimeProvider.System.GetUtcNow(), Cancelled);
}
