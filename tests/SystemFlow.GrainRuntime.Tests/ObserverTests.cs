using System.Runtime.CompilerServices;

namespace SystemFlow.GrainRuntime.Tests;

public sealed class ObserverTests
{
    [Fact]
    public async Task Observer_OfManyChanges_HearsThemInOrder()
    {
        await using var host = await EngineHost.StartAsync();
        var (grain, watcher, reference) = Create(host);
        await grain.WatchAsync(reference);

        for (var i = 1; i <= 200; i++) await grain.ChangeAsync(i);
        await host.Journal.Written("told 200");

        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"told {i}"), host.Journal.Lines);
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task Observer_ThatIsSlow_SkipsAndNeverHoldsTheGrainUp()
    {
        await using var host = await EngineHost.StartAsync(("ObserverCapacity", "2"));
        var (grain, watcher, reference) = Create(host);
        await grain.WatchAsync(reference);
        await grain.ChangeSlowlyAsync(1);
        await host.Journal.Written("hears 1");

        for (var i = 2; i <= 5; i++) await grain.ChangeSlowlyAsync(i);
        Assert.Equal(["hears 1"], host.Journal.Lines);
        Assert.Equal(2, host.Counted("grains.observers.dropped"));

        host.Journal.Open("slow");
        await host.Journal.Written("heard 5");
        Assert.Equal(["hears 1", "heard 1", "hears 4", "heard 4", "hears 5", "heard 5"], host.Journal.Lines);
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task Observer_ThatThrows_DoesNotHurtTheGrain_AndIsLoggedOnce()
    {
        await using var host = await EngineHost.StartAsync();
        var (grain, watcher, reference) = Create(host);
        await grain.WatchAsync(reference);

        await grain.ChangeAsync(-1);
        await grain.ChangeAsync(-2);
        await grain.ChangeAsync(3);
        await host.Journal.Written("told 3");

        Assert.Equal(2, host.Counted("grains.observers.failed"));
        Assert.Contains("IWatcher.Changed of observer Watcher failed", Assert.Single(host.Log.Lines));
        Assert.Equal(1, await grain.WatchersAsync());
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task Observer_ThatNobodyKeeps_IsCollected()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IWatchedGrain>("x");
        var reference = CreateUnkept(host);
        await grain.WatchAsync(reference);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        await grain.ChangeAsync(1);

        Assert.Empty(host.Journal.Lines);
        Assert.Equal(1, host.Counted("grains.observers.dropped"));
    }

    [Fact]
    public async Task Observer_NotRenewedInTime_IsForgotten()
    {
        await using var host = await EngineHost.StartAsync();
        var (grain, watcher, renewed) = Create(host);
        var neglected = host.Grains.CreateObjectReference<IWatcher>(watcher);
        await grain.WatchAsync(renewed);
        await grain.WatchAsync(neglected);
        host.Time.Advance(TimeSpan.FromMinutes(3));
        await grain.WatchAsync(renewed);
        host.Time.Advance(TimeSpan.FromMinutes(3));

        await grain.ChangeAsync(1);
        await grain.ChangeSlowlyAsync(2);
        await host.Journal.Written("hears 2");

        Assert.Equal(["told 1", "hears 2"], host.Journal.Lines);
        Assert.Equal(1, await grain.WatchersAsync());
        host.Journal.Open("slow");
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task Observer_ForgottenOrDeleted_IsToldNoMore()
    {
        await using var host = await EngineHost.StartAsync();
        var (grain, watcher, forgotten) = Create(host);
        var deleted = host.Grains.CreateObjectReference<IWatcher>(watcher);
        await grain.WatchAsync(forgotten);
        await grain.WatchAsync(deleted);

        await grain.ForgetAsync(forgotten);
        host.Grains.DeleteObjectReference<IWatcher>(deleted);
        await grain.ChangeAsync(1);

        Assert.Equal(1, host.Counted("grains.observers.dropped"));
        Assert.Empty(host.Journal.Lines);
        Assert.Throws<ArgumentException>(() => host.Grains.DeleteObjectReference<IWatcher>(watcher));
    }

    [Fact]
    public async Task Observer_ThatAGrainWouldWaitFor_IsRefused()
    {
        await using var host = await EngineHost.StartAsync();

        var error = Assert.Throws<ArgumentException>(
            () => host.Grains.CreateObjectReference<IWaitedForWatcher>(new WaitedForWatcher()));

        Assert.Contains("be [OneWay]", error.Message);
    }

    private static (IWatchedGrain Grain, Watcher Watcher, IWatcher Reference) Create(EngineHost host)
    {
        var watcher = new Watcher(host.Journal);
        var reference = host.Grains.CreateObjectReference<IWatcher>(watcher);
        return (host.Grains.GetGrain<IWatchedGrain>("x"), watcher, reference);
    }

    // In a method of its own, so that no local variable keeps the watcher.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IWatcher CreateUnkept(EngineHost host) =>
        host.Grains.CreateObjectReference<IWatcher>(new Watcher(host.Journal));
}
