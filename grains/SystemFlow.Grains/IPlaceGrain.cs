using System.Collections.Immutable;
using Orleans.Concurrency;
using SystemFlow.Domain.Alerts;
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
    /// <param name="seen">
    /// The version that the watcher has of it, 0 for none: the answer's is not older, so that a place which begins anew on a node whose clock is
    /// behind is not taken for an old notice.
    /// </param>
    [Alias("watch")]
    Task<PlaceState> WatchAsync(IPlaceWatcher watcher, long seen);

    /// <summary>Takes a member's new state into this place's sums. The sender does not wait.</summary>
    [Alias("member-changed"), OneWay]
    Task MemberChangedAsync(PlaceState member);

    /// <summary>Asks a member for its state, which comes as <see cref="MemberChangedAsync"/>. The sender does not wait.</summary>
    [Alias("report"), OneWay]
    Task ReportAsync();

    /// <summary>
    /// Does what a person asks about one of the place's alerts, and keeps it before answering. The place lives on meanwhile.
    /// </summary>
    [Alias("command"), AlwaysInterleave]
    Task<CommandOutcome> CommandAsync(AlertCommand command);
}

/// <summary>Is told of places' changes.</summary>
[Alias("place-watcher")]
public interface IPlaceWatcher : IGrainObserver
{
    /// <summary>The newest state of a place.</summary>
    [Alias("changed")]
    void Changed(PlaceState state);

    /// <summary>
    /// A place that was watched ends here and begins anew where it is next called, knowing no watcher: whoever watches does so again.
    /// </summary>
    [Alias("ended")]
    void Ended();
}
