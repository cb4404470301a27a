using Orleans.Runtime;

namespace SystemFlow.GrainRuntime.Tests;

public sealed class LifeTests
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Activation_ThatFails_TellsItsCallerAndIsTriedAgain()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IGatedGrain>("faulty");

        var error = await Assert.ThrowsAsync<InvalidDataException>(grain.PingAsync);
        await grain.PingAsync();

        Assert.Equal("The store is away.", error.Message);
        Assert.Equal(["faulty activates", "faulty activates"], host.Journal.Lines);
        Assert.Equal(1, host.Counted("grains.activations.failed"));
    }

    [Fact]
    public async Task Grain_ThatNobodyCalls_IsCollectedAtItsAge()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IGatedGrain>("x");
        await grain.PingAsync();
        host.Time.Advance(Age / 2);
        await grain.PingAsync();

        host.Time.Advance(Age - TimeSpan.FromSeconds(1));
        Assert.Equal(1, host.Counted("grains.activations"));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.Journal.Written("x is gone");

        await grain.PingAsync();
        Assert.Equal(
            ["x activates", "x deactivates: ActivationIdle", "x is gone", "x activates"], host.Journal.Lines);
    }

    [Fact]
    public async Task Grain_WithARunningTurn_IsNotCollected()
    {
        await using var host = await EngineHost.StartAsync(("ResponseTimeout", "01:00:00"));
        var grain = host.Grains.GetGrain<IGatedGrain>("x");
        var working = grain.WorkAsync("a");
        await host.Journal.Written("a begins");

        host.Time.Advance(2 * Age);
        host.Journal.Open("a");
        await working;

        Assert.Equal(["x activates", "a begins", "a ends"], host.Journal.Lines);
    }

    [Fact]
    public async Task Call_WhileTheGrainLeaves_WaitsForItsSuccessor()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IGatedGrain>("slow to leave");
        await grain.LeaveAsync();
        await host.Journal.Written("slow to leave deactivates: ApplicationRequested");

        var call = grain.PingAsync();
        Assert.Single(host.Journal.Lines, "slow to leave activates");
        host.Journal.Open("leave");
        await call;

        Assert.Equal(["slow to leave is gone", "slow to leave activates"], host.Journal.Lines.TakeLast(2));
    }

    [Fact]
    public async Task Grain_LeftAndCalledByMany_NeverLivesTwice()
    {
        await using var host = await EngineHost.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
            {
                var grain = host.Grains.GetGrain<IGatedGrain>("x");
                await (i % 3 == 0 ? grain.LeaveAsync() : grain.PingAsync());
            }
        })));
        await host.StopAsync(TestContext.Current.CancellationToken);

        var lives = host.Journal.Lines.Chunk(3).ToList();
        Assert.True(lives.Count > 1);
        Assert.All(lives, life => Assert.Equal("x activates, x deactivates, x is gone",
            string.Join(", ", life.Select(line => line.Split(':')[0]))));
    }

    [Fact]
    public async Task Stop_AnswersWhoWaits_RefusesNewCallers_AndEndsEveryGrain()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IGatedGrain>("x");
        await host.Grains.GetGrain<IGatedGrain>("idle").PingAsync();
        var running = grain.WorkAsync("a");
        await host.Journal.Written("a begins");
        var waiting = grain.PingAsync();

        var stop = host.StopAsync(TestContext.Current.CancellationToken);
        await host.Journal.Written("idle is gone");
        await Assert.ThrowsAsync<SiloUnavailableException>(grain.PingAsync);
        host.Journal.Open("a");
        await Task.WhenAll(running, waiting, stop);

        Assert.Equal(["x deactivates: ShuttingDown", "x is gone"], host.Journal.Lines.TakeLast(2));
        Assert.Equal(0, host.Counted("grains.activations"));
    }

    [Fact]
    public async Task Stop_AGrainThatIsCalledWhileItLeaves_DoesNotStartAgain()
    {
        await using var host = await EngineHost.StartAsync();
        await host.Grains.GetGrain<IGatedGrain>("calls when it leaves").PingAsync();

        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["activates", "deactivates: ShuttingDown", "is gone"],
            host.Journal.Lines.Select(line => line["calls when it leaves ".Length..]));
    }

    [Fact]
    public async Task Stop_WithAGrainThatDoesNotEnd_LastsAsLongAsTheHostAllows()
    {
        await using var host = await EngineHost.StartAsync();
        var running = host.Grains.GetGrain<IGatedGrain>("x").WorkAsync("a");
        await host.Journal.Written("a begins");

        await host.StopAsync(new CancellationToken(canceled: true));

        Assert.Contains("1 grains had not ended", Assert.Single(host.Log.Lines));
        host.Journal.Open("a");
        await running;
    }
}
