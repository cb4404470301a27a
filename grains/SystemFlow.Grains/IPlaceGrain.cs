using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Grains;

/// <summary>A place, live. Key: its place code, in the footprint's spelling.</summary>
[Alias("place")]
public interface IPlaceGrain : IGrainWithStringKey
{
    /// <summary>The state now.</summary>
    [Alias("get")]
    Task<PlaceState> GetAsync();

    /// <summary>Folds in readings of this place that the store already has. Old ones change nothing.</summary>
    [Alias("accept")]
    Task AcceptAsync(ImmutableArray<Reading> batch);

    /// <summary>Reads the record again, after readings could not be handed over.</summary>
    [Alias("reread")]
    Task RereadAsync();

    /// <summary>The state now; for five minutes, unless renewed, the watcher is then told of each change.</summary>
    [Alias("watch")]
    Task<PlaceState> WatchAsync(IPlaceWatcher watcher);

    /// <summary>Takes a member's new state into this place's sums.</summary>
    [Alias("member-changed")]
    Task MemberChangedAsync(PlaceState member);
}

/// <summary>Is told of places' changes.</summary>
[Alias("place-watcher")]
public interface IPlaceWatcher : IGrainObserver
{
    /// <summary>The newest state of a place.</summary>
    [Alias("changed")]
    void Changed(PlaceState state);
}

/// <summary>A hospital, live.</summary>
[Alias("hospital")]
public interface IHospitalGrain : IPlaceGrain;

/// <summary>A community bed base, live.</summary>
[Alias("bed-base")]
public interface IBedBaseGrain : IPlaceGrain;

/// <summary>A locality, live: its own services and the bed bases in it.</summary>
[Alias("locality")]
public interface ILocalityGrain : IPlaceGrain;

/// <summary>A trust, a board or the whole footprint, live: a roll-up over its members.</summary>
[Alias("system")]
public interface ISystemGrain : IPlaceGrain;
