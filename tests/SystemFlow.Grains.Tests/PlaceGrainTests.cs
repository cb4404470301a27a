using System.Threading.Channels;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Grains.Tests;

public sealed class PlaceGrainTests
{
    private static readonly MetricCode Occupancy = MetricCode.Parse("beds.ga.occupancy");

    private readonly ManualTime _time = new(A.Monday9am);

    private static Reading Now => A.Reading with { PeriodEnd = TimeProvider.System.GetUtcNow() };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Activate_StartsFromTheRecord()
    {
        await using var host = await GrainHost.StartAsync(_time);
        await host.Store.AppendAsync([A.Reading], Cancelled);

        var state = await host.Grains.GetGrain<IHospitalGrain>("RWH01").GetAsync();

        Assert.Equal(561, state[A.BedsOccupied]?.Current);
    }

    [Fact]
    public async Task Accept_DerivesWhatFollows()
    {
        await using var host = await GrainHost.StartAsync(_time);
        var lister = host.Grains.GetGrain<IHospitalGrain>("RWH01");

        await lister.AcceptAsync([A.Reading, A.Reading with { Metric = A.BedsOpen, Value = 580 }]);

        Assert.Equal(100 * 561 / 580.0, (await lister.GetAsync())[Occupancy]?.Current);
    }

    [Fact]
    public async Task Accept_ARepeatOrAnOlderReading_ChangesNothing()
    {
        await using var host = await GrainHost.StartAsync(_time);
        var lister = host.Grains.GetGrain<IHospitalGrain>("RWH01");
        await lister.AcceptAsync([A.Reading]);
        var before = await lister.GetAsync();

        await lister.AcceptAsync([A.Reading, A.Reading with { Value = 3, PeriodEnd = A.Monday9am.AddMinutes(-1) }]);

        Assert.Equal(before.Version, (await lister.GetAsync()).Version);
    }

    [Fact]
    public async Task Watch_TheFirstChangeIsToldAtOnceAndWhatFollowsFiveTimesASecond()
    {
        await using var host = await GrainHost.StartAsync(_time);
        var lister = host.Grains.GetGrain<IHospitalGrain>("RWH01");
        var watcher = await Watcher.OfAsync(lister, host);
        _time.Advance(TimeSpan.FromSeconds(1));

        foreach (var value in Enumerable.Range(1, 9))
        {
            await lister.AcceptAsync([A.Reading with { Value = value, PeriodEnd = A.Monday9am.AddMilliseconds(value) }]);
        }

        Assert.Equal(1, (await watcher.NextAsync())[A.BedsOccupied]?.Current);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(9, (await watcher.NextAsync())[A.BedsOccupied]?.Current);
    }

    [Fact]
    public async Task Accept_AHospitalsChange_ReachesItsTrustItsBoardAndTheFootprint()
    {
        await using var host = await GrainHost.StartAsync();
        var footprint = await Watcher.OfAsync(host.Grains.GetGrain<ISystemGrain>("hwe"), host);

        await host.Grains.GetGrain<IHospitalGrain>("RWH01").AcceptAsync([Now]);

        var state = await footprint.FirstAsync(state => state[A.BedsOccupied] is not null);
        Assert.Equal(561, state[A.BedsOccupied]!.Current);
        Assert.Equal(new Coverage(1, 5), state[A.BedsOccupied]!.Coverage); // Five hospitals of the footprint have beds.
    }

    [Fact]
    public async Task Activate_ARollUp_AsksItsMembersForTheirStates()
    {
        await using var host = await GrainHost.StartAsync();
        await host.Store.AppendAsync([Now], Cancelled);

        var trust = await Watcher.OfAsync(host.Grains.GetGrain<ISystemGrain>("RWH"), host);

        Assert.Equal(561, (await trust.FirstAsync(state => state[A.BedsOccupied] is not null))[A.BedsOccupied]!.Current);
    }

    [Fact]
    public async Task Age_AFigureGrowsOldWithoutAMessage()
    {
        await using var host = await GrainHost.StartAsync(_time);
        var lister = host.Grains.GetGrain<IHospitalGrain>("RWH01");
        await lister.AcceptAsync([A.Reading with { PeriodEnd = A.Monday9am.AddMinutes(-22) }]);
        var watcher = await Watcher.OfAsync(lister, host);

        for (var second = 0; second < 60; second += 10)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await lister.GetAsync(); // It has looked by now.
        }

        var late = await watcher.FirstAsync(state => state[A.BedsOccupied]?.Freshness is Freshness.Late);
        Assert.Equal(561, late[A.BedsOccupied]!.Reading.Value);
    }

    [Fact]
    public async Task Reread_FindsWhatTheGrainWasNotTold()
    {
        await using var host = await GrainHost.StartAsync(_time);
        var lister = host.Grains.GetGrain<IHospitalGrain>("RWH01");
        await lister.GetAsync();
        await host.Store.AppendAsync([A.Reading], Cancelled);

        await lister.RereadAsync();

        Assert.Equal(561, (await lister.GetAsync())[A.BedsOccupied]?.Current);
    }

    [Theory]
    [InlineData("RWH01")]
    [InlineData("RY409")]
    [InlineData("loc-stevenage")]
    [InlineData("RWH")]
    [InlineData("board-enh")]
    [InlineData("hwe")]
    public async Task GetPlace_EveryKindAnswersForItself(string code)
    {
        await using var host = await GrainHost.StartAsync(_time);
        var place = Footprint.HertfordshireWestEssex.Find(PlaceCode.Parse(code));

        var state = await host.Grains.GetPlace(place).GetAsync();

        Assert.Equal(code, state.Place.ToString());
        Assert.Null(state.Pressure.Level);
    }

    [Fact]
    public async Task Places_ThatAllBeginAtOnce_Answer()
    {
        await using var host = await GrainHost.StartAsync();
        var grains = host.Grains;
        var places = Footprint.HertfordshireWestEssex.Places;

        var answers = await Task.WhenAll(places.Select(place => Task.Run(() => grains.GetPlace(place).GetAsync())));

        Assert.Equal(places.Select(place => place.Code), answers.Select(answer => answer.Place));
    }

    [Fact]
    public async Task WatchAsync_ByWhoSawALaterVersion_AnswersWithALaterOne()
    {
        var time = new ManualTime(A.Monday9am);
        await using var host = await GrainHost.StartAsync(time);
        var grain = host.Grains.GetGrain<IHospitalGrain>("RWH01");
        await grain.AcceptAsync([A.Reading]);
        var before = await grain.GetAsync();
        var seen = before.Version + 60_000; // From a node that is lost, and whose clock was a minute ahead.

        var answer = await grain.WatchAsync(host.Grains.CreateObjectReference<IPlaceWatcher>(new Watcher()), seen);

        Assert.True(answer.Version > seen);
        Assert.True(answer.HasFiguresOf(before));
        await grain.AcceptAsync([A.Reading with { Value = 570, PeriodEnd = A.Monday9am.AddSeconds(1) }]);
        Assert.True((await grain.GetAsync()).Version > answer.Version);
    }

    [Fact]
    public async Task Place_ThatEndsWithItsNode_TellsWhoWatchesIt()
    {
        var watcher = new Watcher();
        await using (var host = await GrainHost.StartAsync())
        {
            var self = host.Grains.CreateObjectReference<IPlaceWatcher>(watcher);
            foreach (var place in Footprint.HertfordshireWestEssex.Places) await host.Grains.GetPlace(place).WatchAsync(self, seen: 0);
        }

        await watcher.ToldOfAnEnd;
    }

    private sealed class Watcher : IPlaceWatcher
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<PlaceState> _seen = Channel.CreateBounded<PlaceState>(100);

        public static async Task<Watcher> OfAsync(IPlaceGrain grain, GrainHost host)
        {
            var watcher = new Watcher();
            await grain.WatchAsync(host.Grains.CreateObjectReference<IPlaceWatcher>(watcher), seen: 0);
            return watcher;
        }

        public Task ToldOfAnEnd => _end.Task.WaitAsync(Cancelled);

        public void Changed(PlaceState state) => _seen.Writer.TryWrite(state);

        public void Ended() => _end.TrySetResult();

        public ValueTask<PlaceState> NextAsync() => _seen.Reader.ReadAsync(Cancelled);

        public async Task<PlaceState> FirstAsync(Func<PlaceState, bool> condition) =>
            await _seen.Reader.ReadAllAsync(Cancelled).FirstAsync(condition, Cancelled);
    }
}
