using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace SystemFlow.GrainRuntime.Tests;

internal interface IWatcher : IGrainObserver
{
    void Changed(int value);

    [OneWay]
    Task ChangedSlowlyAsync(int value);
}

internal interface IWaitedForWatcher : IGrainObserver
{
    Task ChangedAsync(int value);
}

internal interface IWatchedGrain : IGrainWithStringKey
{
    Task WatchAsync(IWatcher watcher);

    Task ForgetAsync(IWatcher watcher);

    Task ChangeAsync(int value);

    Task ChangeSlowlyAsync(int value);

    Task<int> WatchersAsync();
}

internal sealed class WatchedGrain(ILogger<WatchedGrain> logger) : Grain, IWatchedGrain
{
    private readonly ObserverManager<IWatcher> _watchers = new(TimeSpan.FromMinutes(5), logger);

    public Task WatchAsync(IWatcher watcher)
    {
        _watchers.Subscribe(watcher, watcher);
        return Task.CompletedTask;
    }

    public Task ForgetAsync(IWatcher watcher)
    {
        _watchers.Unsubscribe(watcher);
        return Task.CompletedTask;
    }

    public Task ChangeAsync(int value)
    {
        _watchers.Notify(watcher => watcher.Changed(value));
        return Task.CompletedTask;
    }

    public Task ChangeSlowlyAsync(int value) => _watchers.Notify(watcher => watcher.ChangedSlowlyAsync(value));

    public Task<int> WatchersAsync() => Task.FromResult(_watchers.Count);
}

/// <summary>Writes what it is told; a negative value offends it.</summary>
internal sealed class Watcher(Journal journal) : IWatcher
{
    public void Changed(int value)
    {
        journal.Write($"told {value}");
        ArgumentOutOfRangeException.ThrowIfNegative(value);
    }

    public async Task ChangedSlowlyAsync(int value)
    {
        journal.Write($"hears {value}");
        await journal.Gate("slow");
        journal.Write($"heard {value}");
    }
}

internal sealed class WaitedForWatcher : IWaitedForWatcher
{
    public Task ChangedAsync(int value) => Task.CompletedTask;
}
