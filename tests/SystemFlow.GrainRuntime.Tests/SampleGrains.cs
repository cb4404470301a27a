using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SystemFlow.GrainRuntime.Tests;

internal interface ICounted : IGrainWithStringKey
{
    Task<int> GetAsync();

    Task AddAsync(int value);
}

/// <summary>Counts without a lock, and every call crosses an await: an overlap would lose a count.</summary>
internal interface ICounterGrain : ICounted
{
    ValueTask<string> KeyAsync();

    ValueTask ClearAsync();

    [OneWay]
    Task TellAsync(int value);

    Task<bool> StaysInTurnAsync();

    Task<ICounted> SelfAsync();

    Task FailAsync(string? message);

    Task<Batch?> AcceptAsync(ImmutableArray<Batch> batches, CancellationToken cancellationToken);

    Task<int> SumAsync(int a, long b, string c, double d, bool e, char f, byte[] g);
}

internal sealed record Batch(int Value);

internal sealed class CounterGrain : Grain, ICounterGrain
{
    private int _count;

    public Task<int> GetAsync() => Task.FromResult(_count);

    public async Task AddAsync(int value)
    {
        var seen = _count;
        await Task.Yield();
        _count = seen + value;
    }

    public ValueTask<string> KeyAsync() => ValueTask.FromResult(this.GetPrimaryKeyString());

    public async ValueTask ClearAsync()
    {
        await Task.Yield();
        _count = 0;
    }

    public Task TellAsync(int value) => value < 0
        ? Task.FromException(new ArgumentOutOfRangeException(nameof(value)))
        : AddAsync(value);

    public async Task<bool> StaysInTurnAsync()
    {
        var turn = SynchronizationContext.Current;
        await Task.Yield();
        var afterYield = SynchronizationContext.Current;
        await Task.Run(() => 1, CancellationToken.None);
        return turn is not null && afterYield == turn && SynchronizationContext.Current == turn;
    }

    public Task<ICounted> SelfAsync() => Task.FromResult(this.AsReference<ICounted>());

    public Task FailAsync(string? message) =>
        message is null ? Task.FromCanceled(new(canceled: true)) : throw new InvalidOperationException(message);

    public Task<Batch?> AcceptAsync(ImmutableArray<Batch> batches, CancellationToken cancellationToken) =>
        Task.FromResult(batches.MaxBy(batch => batch.Value));

    public Task<int> SumAsync(int a, long b, string c, double d, bool e, char f, byte[] g) =>
        Task.FromResult(a + (int)b + c.Length + (int)d + (e ? 1 : 0) + f + g.Length);
}

internal interface IUnknownGrain : IGrainWithStringKey;

internal interface ITwoFacedGrain : IGrainWithStringKey
{
    Task<string> NameAsync();
}

internal sealed class FirstFaceGrain : Grain, ITwoFacedGrain
{
    public Task<string> NameAsync() => Task.FromResult("first");
}

internal sealed class SecondFaceGrain : Grain, ITwoFacedGrain
{
    public Task<string> NameAsync() => Task.FromResult("second");
}

internal interface IWrongGrain : IGrainWithStringKey
{
    int Now();
}

internal sealed class WrongGrain : Grain, IWrongGrain
{
    public int Now() => 1;
}
