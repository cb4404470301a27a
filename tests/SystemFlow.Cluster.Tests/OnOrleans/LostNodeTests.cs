using Npgsql;

namespace SystemFlow.Cluster.Tests.OnOrleans;

/// <summary>A node is lost while feeds send and screens are open.</summary>
public sealed class LostNodeTests(Servers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan MessageEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LiveAgainWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Filled = TimeSpan.FromSeconds(120);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachNode_KilledUnderLoad_LosesNoReading_TellsOfEachAlertOnce_AndScreensOfTheOthersAreLiveWithin5Seconds()
    {
        await using var desk = await Desk.StartAsync(Cancelled);
        await using var cluster = await FlowCluster.StartAsync(servers, Cancelled, database => WarningRules.WriteAsync(database, desk.Address));
        var load = new Load(cluster.Nodes);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var sending = load.RunAsync(MessageEvery, enough.Token);
        List<TimeSpan> gaps = [];

        foreach (var lost in cluster.Nodes)
        {
            var others = cluster.Nodes.Remove(lost);
            await using var one = await Screen.OpenAsync(others[0], Cancelled);
            await using var other = await Screen.OpenAsync(others[1], Cancelled);
            await LiveAsync(one, other);
            await lost.KillAsync();
            gaps.Add(await LiveAsync(one, other));
            await lost.StartAsync(Cancelled); // What it had acknowledged and not yet sent on lies on its disk.
        }

        await desk.AllToldAsync(Cancelled).WaitAsync(Filled, Cancelled);
        await enough.CancelAsync();
        await sending;
        var missing = await load.MissingAsync(cluster.Nodes[1], Cancelled);
        output.WriteLine(
            $"Live again {string.Join(", ", gaps.Select(gap => $"{gap.TotalSeconds:0.0} s"))} after each kill; "
            + $"{load.Acknowledged} readings acknowledged, {missing.Length} of them lost; "
            + $"{desk.Told.Count} webhooks for {Load.Places.Length} alerts.");
        Assert.Empty(missing);
        Assert.Equal(Load.Places.Order(), desk.Told.DistinctBy(told => told.Key).Select(told => told.Place).Order());
        Assert.Equal(Load.Places.Order(), (await AlertsAsync(cluster)).Order());
        Assert.All(gaps, gap => Assert.InRange(gap, TimeSpan.Zero, LiveAgainWithin));
    }

    [Fact]
    public async Task Node_ThatIsStopped_LeavesScreensOfTheOthersLive()
    {
        await using var cluster = await FlowCluster.StartAsync(servers, Cancelled);
        var load = new Load(cluster.Nodes);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var sending = load.RunAsync(MessageEvery, enough.Token);
        await using var second = await Screen.OpenAsync(cluster.Nodes[1], Cancelled);
        await using var third = await Screen.OpenAsync(cluster.Nodes[2], Cancelled);
        await LiveAsync(second, third);

        var asked = TimeProvider.System.GetTimestamp();
        await cluster.Nodes[0].StopAsync(Cancelled).WaitAsync(EndsWithin, Cancelled);
        var took = TimeProvider.System.GetElapsedTime(asked);
        var gap = await LiveAsync(second, third);

        await enough.CancelAsync();
        await sending;
        var missing = await load.MissingAsync(cluster.Nodes[1], Cancelled);
        output.WriteLine($"Ended after {took.TotalSeconds:0.0} s, live again {gap.TotalSeconds:0.0} s later; slowest message {load.Slowest.TotalSeconds:0.0} s; {load.Acknowledged} readings acknowledged, {missing.Length} of them lost.");
        Assert.Empty(missing);
        Assert.InRange(gap, TimeSpan.Zero, LiveAgainWithin);
    }

    private static async Task<List<string>> AlertsAsync(FlowCluster cluster)
    {
        await using var database = NpgsqlDataSource.Create(cluster.Shared.Database);
        await using var command = database.CreateCommand("SELECT place FROM events.alerts");
        await using var rows = await command.ExecuteReaderAsync(Cancelled);
        List<string> places = [];
        while (await rows.ReadAsync(Cancelled)) places.Add(rows.GetString(0));
        return places;
    }

    // From this moment until every hospital shows a later figure on both.
    private static async Task<TimeSpan> LiveAsync(Screen one, Screen other)
    {
        var now = TimeProvider.System.GetUtcNow();
        var gaps = await Task.WhenAll(one.LiveAfterAsync(now, Cancelled), other.LiveAfterAsync(now, Cancelled));
        return gaps.Max();
    }
}
