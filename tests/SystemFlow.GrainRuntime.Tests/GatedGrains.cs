using Orleans.Concurrency;

namespace SystemFlow.GrainRuntime.Tests;

/// <summary>Its turns last until the test opens their gate.</summary>
internal interface IGatedGrain : IGrainWithStringKey
{
    Task WorkAsync(string gate);

    [AlwaysInterleave]
    Task InterleaveAsync(string gate);

    [ReadOnly]
    Task ReadAsync(string gate);

    Task PingAsync();

    Task CallItselfAsync();

    Task LeaveAsync();
}

internal class GatedGrain(Journal journal) : Grain, IGatedGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Write($"{this.GetPrimaryKeyString()} activates");
        return journal.Lines is ["faulty activates"]
            ? Task.FromException(new InvalidDataException("The store is away."))
            : Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"{this.GetPrimaryKeyString()} deactivates: {reason.ReasonCode}");
        if (this.GetPrimaryKeyString() == "calls when it leaves") _ = this.AsReference<IGatedGrain>().PingAsync();
        if (this.GetPrimaryKeyString() == "slow to leave") await journal.Gate("leave");
        journal.Write($"{this.GetPrimaryKeyString()} is gone");
    }

    public async Task WorkAsync(string gate)
    {
        journal.Write($"{gate} begins");
        await journal.Gate(gate);
        journal.Write($"{gate} ends");
    }

    public Task InterleaveAsync(string gate) => WorkAsync(gate);

    public Task ReadAsync(string gate) => WorkAsync(gate);

    public Task PingAsync() => Task.CompletedTask;

    public async Task CallItselfAsync()
    {
        var inner = this.AsReference<IGatedGrain>().PingAsync();
        journal.Write("calls itself");
        await inner;
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

[Reentrant]
internal sealed class ReentrantGatedGrain(Journal journal) : GatedGrain(journal);
