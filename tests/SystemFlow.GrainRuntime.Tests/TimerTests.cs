using SystemFlow.Testing;

namespace SystemFlow.GrainRuntime.Tests;

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Period_CountsFromTheEndOfTheCallback()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<ITimerGrain>("x");
        host.Journal.Open("tick 2");
        await grain.StartAsync(new(Second, 10 * Second));

        host.Time.Advance(Second);
        await host.Journal.Written("tick 1");
        host.Time.Advance(5 * Second);
        host.Journal.Open("tick 1");
        Assert.Equal(1, await grain.TicksAsync());

        host.Time.Advance(9 * Second);
        Assert.Equal(1, await grain.TicksAsync());
        host.Time.Advance(Second);
        Assert.Equal(2, await grain.TicksAsync());
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Tick_WhileATurnAwaits_WaitsUnlessItInterleaves(bool interleave, int ticks)
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<ITimerGrain>("x");
        host.Journal.Open("tick 1");
        await grain.StartAsync(new(Second, Timeout.InfiniteTimeSpan) { Interleave = interleave });
        var working = grain.WorkAsync("a");
        await host.Journal.Written("a begins");

        host.Time.Advance(Second);

        Assert.Equal(ticks, await grain.PeekTicksAsync());
        host.Journal.Open("a");
        await working;
        Assert.Equal(1, await grain.TicksAsync());
    }

    [Fact]
    public async Task Timer_ThatRingsAgainBeforeItsTickHasLeft_TicksAgain()
    {
        await using var host = await EngineHost.StartAsync(time => new HastyTime(time));
        var grain = host.Grains.GetGrain<ITimerGrain>("x");
        foreach (var tick in Enumerable.Range(1, 3)) host.Journal.Open($"tick {tick}");

        await grain.StartAsync(new(TimeSpan.Zero, TimeSpan.Zero));
        await host.Journal.Written("tick 4");

        Assert.Equal(4, await grain.PeekTicksAsync());
        var stopping = grain.StopAsync();
        host.Journal.Open("tick 4");
        await stopping;
    }

    [Fact]
    public async Task Tick_ThatThrows_IsLoggedAndTheTimerGoesOn()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<ITimerGrain>("faulty");
        await grain.StartAsync(new(Second, Second));

        for (var i = 1; i <= 2; i++)
        {
            host.Time.Advance(Second);
            Assert.Equal(i, await grain.TicksAsync());
        }

        Assert.Equal(2, host.Counted("grains.timers.failed"));
        Assert.All(host.Log.Lines, line => Assert.Contains("'faulty' failed. It goes on. The store is away.", line));
        Assert.Equal(2, host.Log.Lines.Count);
    }

    [Fact]
    public async Task Timer_ThatIsChangedOrStopped_DoesAsTold()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<ITimerGrain>("faulty");
        await grain.StartAsync(new(Timeout.InfiniteTimeSpan, Second));
        host.Time.Advance(10 * Second);
        Assert.Equal(0, await grain.TicksAsync());

        await grain.ChangeAsync(5 * Second, 7 * Second);
        host.Time.Advance(5 * Second);
        Assert.Equal(1, await grain.TicksAsync());
        host.Time.Advance(6 * Second);
        Assert.Equal(1, await grain.TicksAsync());
        host.Time.Advance(Second);
        Assert.Equal(2, await grain.TicksAsync());

        await grain.StopAsync();
        host.Time.Advance(20 * Second);
        Assert.Equal(2, await grain.TicksAsync());
    }

    [Fact]
    public async Task Timer_OfAGrainThatHasLeft_TicksNoMore()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<ITimerGrain>("x");
        await grain.StartAsync(new(Second, Second));
        await grain.LeaveAsync();
        await host.Journal.Written("deactivates: ApplicationRequested");

        host.Time.Advance(10 * Second);

        Assert.Equal(0, await grain.TicksAsync());
        Assert.DoesNotContain("tick 1", host.Journal.Lines);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Tick_CountsAsUse_OnlyIfItKeepsAlive(bool keepAlive, int ticksOfTheSameGrain)
    {
        await using var host = await EngineHost.StartAsync(("CollectionAge", "00:01:00"));
        var grain = host.Grains.GetGrain<ITimerGrain>("x");
        host.Journal.Open("tick 1");
        await grain.StartAsync(new(40 * Second, Timeout.InfiniteTimeSpan) { KeepAlive = keepAlive });
        host.Time.Advance(40 * Second);
        await host.Journal.Written("tick 1");

        for (var i = 0; i < 50; i++)
        {
            host.Time.Advance(Second);
            await host.Grains.GetGrain<ITimerGrain>("another").TicksAsync();
        }

        Assert.Equal(ticksOfTheSameGrain, await grain.TicksAsync());
    }

    /// <summary>A clock whose timers ring at once, while they are still being set.</summary>
    private sealed class HastyTime(ManualTime time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new HastyTimer(time.CreateTimer(callback, state, dueTime, period), () => callback(state));
    }

    private sealed class HastyTimer(ITimer timer, Action ring) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != TimeSpan.Zero) return timer.Change(dueTime, period);
            ring();
            return true;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
