using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Web.Live;

/// <summary>A place went from one level to another.</summary>
/// <param name="At">When the state with the new level was worked out. UTC.</param>
/// <param name="From">Null when it was not known.</param>
/// <param name="To">Null when it is no longer known.</param>
public sealed record LevelChange(PlaceCode Place, DateTimeOffset At, OpelLevel? From, OpelLevel? To);

/// <summary>
/// Changes of level that this node has seen since it started; at most <see cref="Capacity"/>, the oldest are forgotten.
/// The first level of a place is not a change, nor is what happens in the first half minute, while places wake one by one
/// and a board's level is that of the few that are awake.
/// </summary>
public sealed class LevelLog(LiveView live, Footprint footprint, TimeProvider time) : BackgroundService
{
    /// <summary>Changes kept.</summary>
    public const int Capacity = 200;

    private static readonly TimeSpan Waking = TimeSpan.FromSeconds(30);

    private readonly Dictionary<PlaceCode, OpelLevel?> _levels = [];
    private readonly long _started = time.GetTimestamp();
    private volatile Seen _seen = new(time.GetUtcNow(), []);

    /// <summary>From when on changes have been seen. UTC.</summary>
    public DateTimeOffset Since => _seen.Since;

    /// <summary>The changes, newest first.</summary>
    public ImmutableArray<LevelChange> Newest => _seen.Changes;

    /// <summary>The changes in the hour before a past moment, newest first, from the record.</summary>
    public static ImmutableArray<LevelChange> Of(Past past) =>
        [.. past.Events.Levels.Select(step => new LevelChange(step.To.Place, step.To.At, step.From, step.To.Level))];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var places = footprint.Places.Select(place => place.Code).ToImmutableHashSet();
            await foreach (var batch in live.FollowAsync(places, stoppingToken))
            {
                foreach (var state in batch) Note(state.Place, state.Pressure.Level, state.At);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    internal void Note(PlaceCode place, OpelLevel? level, DateTimeOffset at)
    {
        var wasKnown = _levels.TryGetValue(place, out var before);
        if (!wasKnown && level is null) return;
        _levels[place] = level;
        if (time.GetElapsedTime(_started) < Waking) _seen = _seen with { Since = time.GetUtcNow() };
        else if (wasKnown && before != level) Keep(new LevelChange(place, at, before, level));
    }

    private void Keep(LevelChange change)
    {
        _seen = _seen with { Changes = [.. _seen.Changes.Insert(0, change).Take(Capacity)] };
    }

    private sealed record Seen(DateTimeOffset Since, ImmutableArray<LevelChange> Changes);
}
