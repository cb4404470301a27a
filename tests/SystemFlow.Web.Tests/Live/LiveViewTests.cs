using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Testing;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Tests.Live;

public sealed class LiveViewTests
{
    private readonly LiveView _live = new(Footprint.HertfordshireWestEssex);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_BeginsWithTheStatesNow()
    {
        _live.Changed(Lister(version: 7));

        await using var follower = _live.FollowAsync([A.Lister, PlaceCode.Parse("RWG02")], Cancelled).GetAsyncEnumerator(Cancelled);
        await follower.MoveNextAsync();

        Assert.Equal(["RWG02 0", "RWH01 7"], follower.Current.Select(state => $"{state.Place} {state.Version}").Order());
    }

    [Fact]
    public async Task Follow_SlowlyOrOfOtherPlaces_IsGivenTheNewestOfItsOwnAlone()
    {
        await using var follower = _live.FollowAsync([A.Lister], Cancelled).GetAsyncEnumerator(Cancelled);
        await follower.MoveNextAsync();

        for (var version = 1; version <= 1_000; version++) _live.Changed(Lister(version));
        _live.Changed(PlaceState.Unknown(PlaceCode.Parse("RWG02")) with { Version = 5 });
        await follower.MoveNextAsync();
        var newest = follower.Current;
        var waiting = follower.MoveNextAsync();

        Assert.Equal(1_000, Assert.Single(newest).Version);
        Assert.False(waiting.IsCompleted);
        _live.Changed(Lister(1_001));
        Assert.True(await waiting);
    }

    [Fact]
    public void Changed_WithAnOlderVersion_ChangesNothing()
    {
        _live.Changed(Lister(version: 7));

        _live.Changed(Lister(version: 6));

        Assert.Equal(7, _live[A.Lister].Version);
        Assert.Equal(7, _live.All[A.Lister].Version);
    }

    private static PlaceState Lister(long version) => PlaceState.Unknown(A.Lister) with { Version = version };
}
