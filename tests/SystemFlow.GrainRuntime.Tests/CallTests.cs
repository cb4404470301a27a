namespace SystemFlow.GrainRuntime.Tests;

public sealed class CallTests
{
    [Fact]
    public async Task Call_OfEveryKindOfMethod_ReachesTheGrain()
    {
        await using var host = await EngineHost.StartAsync();
        var counter = host.Grains.GetGrain<ICounterGrain>("RWH01");

        await counter.AddAsync(2);
        await counter.TellAsync(3);

        Assert.Equal(5, await counter.GetAsync());
        Assert.Equal("RWH01", await counter.KeyAsync());
        await counter.ClearAsync();
        Assert.Equal(0, await counter.GetAsync());
        Assert.Equal(new Batch(9), await counter.AcceptAsync([new(4), new(9)], TestContext.Current.CancellationToken));
        Assert.Equal(1 + 2 + 3 + 4 + 1 + 'A' + 1, await counter.SumAsync(1, 2, "abc", 4.0, true, 'A', [0]));
    }

    [Fact]
    public async Task Call_ThroughACommonInterface_ReachesTheSameGrain()
    {
        await using var host = await EngineHost.StartAsync();
        var counter = host.Grains.GetGrain<ICounterGrain>("RWH01");
        await counter.AddAsync(7);

        var self = await counter.SelfAsync();

        Assert.Equal(7, await self.GetAsync());
        Assert.Equal(7, await host.Grains.GetGrain<ICounted>("RWH01").GetAsync());
        Assert.Equal("RWH01", self.GetPrimaryKeyString());
        Assert.Equal(self, counter.AsReference<ICounted>());
        Assert.NotEqual(self, host.Grains.GetGrain<ICounted>("RWH20"));
    }

    [Fact]
    public async Task Call_OfDifferentKeys_ReachesDifferentGrains()
    {
        await using var host = await EngineHost.StartAsync();

        await host.Grains.GetGrain<ICounterGrain>("RWG").AddAsync(1);

        Assert.Equal(0, await host.Grains.GetGrain<ICounterGrain>("RWG02").GetAsync());
    }

    [Fact]
    public async Task Turns_OfEightCallers_NeverOverlap()
    {
        await using var host = await EngineHost.StartAsync();
        var counter = host.Grains.GetGrain<ICounterGrain>("RWH01");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++) await counter.AddAsync(1);
        })));

        Assert.Equal(4_000, await counter.GetAsync());
    }

    [Fact]
    public async Task Turn_AfterAnAwait_IsStillTheTurn()
    {
        await using var host = await EngineHost.StartAsync();

        Assert.True(await host.Grains.GetGrain<ICounterGrain>("RWH01").StaysInTurnAsync());
    }

    [Fact]
    public async Task Error_OfTheGrain_ReachesTheCallerWithItsTypeAndPlace()
    {
        await using var host = await EngineHost.StartAsync();
        var counter = host.Grains.GetGrain<ICounterGrain>("RWH01");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => counter.FailAsync("no beds"));

        Assert.Equal("no beds", error.Message);
        Assert.Contains(nameof(CounterGrain.FailAsync), error.StackTrace);
        await Assert.ThrowsAsync<TaskCanceledException>(() => counter.FailAsync(null));
        Assert.Equal(0, await counter.GetAsync());
    }

    [Fact]
    public async Task OneWay_ThatFails_IsLoggedAndNotThrown()
    {
        await using var host = await EngineHost.StartAsync();
        var counter = host.Grains.GetGrain<ICounterGrain>("RWH01");

        await counter.TellAsync(-1);

        Assert.Equal(0, await counter.GetAsync());
        Assert.Contains("ICounterGrain.TellAsync", Assert.Single(host.Log.Lines));
    }

    [Fact]
    public async Task GetGrain_WithSeveralClasses_AsksForThePrefix()
    {
        await using var host = await EngineHost.StartAsync();

        var error = Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<ITwoFacedGrain>("x"));

        Assert.Contains($"{typeof(FirstFaceGrain).FullName}, {typeof(SecondFaceGrain).FullName}", error.Message);
        var second = host.Grains.GetGrain<ITwoFacedGrain>("x", typeof(SecondFaceGrain).FullName);
        Assert.Equal("second", await second.NameAsync());
        Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<ITwoFacedGrain>("x", "Elsewhere."));
    }

    [Fact]
    public async Task GetGrain_ThatCannotBeCalled_SaysWhy()
    {
        await using var host = await EngineHost.StartAsync();

        Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<IUnknownGrain>("x"));
        Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<ICounterGrain>(" "));
        Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<CounterGrain>("x"));
        var error = Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<IWrongGrain>("x"));
        Assert.Contains("must return Task", error.Message);
    }
}
