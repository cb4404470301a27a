using Orleans.Concurrency;
using Orleans.Runtime;

namespace SystemFlow.GrainRuntime.Tests;

internal interface ITimerGrain : IGrainWithStringKey
{
    Task StartAsync(GrainTimerCreationOptions options);

    Task ChangeAsync(TimeSpan dueTime, TimeSpan period);

    Task StopAsync();

    Task LeaveAsync();

    Task WorkAsync(string gate);

    Task<int> TicksAsync();

    [AlwaysInterleave]
    Task<int> PeekTicksAsync();
}

/// <summary>Each tick lasts until its gate is open; the tick of a grain called "faulty" throws.</summary>
internal sealed class TimerGrain(Journal journal) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"deactivates: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task StartAsync(GrainTimerCreationOptions options)
    {
        _timer = this.RegisterGrainTimer(TickAsync, options);
        return Task.CompletedTask;
    }

    public Task ChangeAsync(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task WorkAsync(string gate)
    {
        journal.Write($"{gate} begins");
        await journal.Gate(gate);
    }

    public Task<int> TicksAsync() => Task.FromResult(_ticks);

    public Task<int> PeekTicksAsync() => Task.FromResult(_ticks);

    private async Task TickAsync(CancellationToken stopped)
    {
        var tick = $"tick {++_ticks}";
        journal.Write(tick);
        if (this.GetPrimaryKeyString() == "faulty") throw new InvalidDataException("The store is away.");
        await journal.Gate(tick);
    }
}
