using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Events;

/// <summary>The alerts' part of the event log: recorded first, then held in memory.</summary>
internal sealed class AlertLog
{
    private readonly EventFile _file;
    private readonly Lock _keeping = new();
    private ImmutableDictionary<(string Rule, PlaceCode Place), AlertState> _newest;

    /// <summary>Loads the newest state of every rule and place.</summary>
    public AlertLog(EventFile file)
    {
        _file = file;
        _newest = file.Read(database => AlertTable.Newest(database).ToList())
            .Aggregate(ImmutableDictionary<(string, PlaceCode), AlertState>.Empty, (all, state) => all.SetItem((state.Rule, state.Place), state));
    }

    /// <summary>Every alert that is not clear, newest first.</summary>
    public ImmutableArray<AlertState> Current =>
        [.. _newest.Values.Where(state => state.Phase is not AlertPhase.Clear).OrderByDescending(state => state.Since)];

    /// <summary>Keeps a change, all or none; what failed to be written is not in memory either.</summary>
    public Task RecordAsync(AlertChange change, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            lock (_keeping)
            {
                _file.Write(database => AlertTable.Keep(database, change));
                _newest = _newest.SetItem((change.State.Rule, change.State.Place), change.State);
            }
        },
        cancellationToken);
}
