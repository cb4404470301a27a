using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;

namespace SystemFlow.Grains;

/// <summary>
/// Notes what becomes of one place: its calculated level as it changes. Nobody waits for it, screens least of all. What
/// cannot be recorded is not remembered, and so is tried again at the next look.
/// </summary>
internal sealed class PlaceWatch(PlaceGrainParts parts, Place place)
{
    // Members report one by one after a start; a level of the first few of them would be a false one.
    private static readonly TimeSpan MembersTake = TimeSpan.FromSeconds(30);

    private readonly long _began = parts.Time.GetTimestamp();
    private readonly bool _hasMembers = parts.Footprint.MembersOf(place.Code).Any();
    private PlaceEvents? _last;
    private bool _isLooking;
    private bool _hasFailed;

    /// <summary>Looks at a state. One look at a time; what changes meanwhile is seen at the next.</summary>
    public async Task LookAsync(PlaceState state)
    {
        if (_isLooking || (_hasMembers && parts.Time.GetElapsedTime(_began) < MembersTake)) return;
        _isLooking = true;
        try
        {
            _last ??= await parts.Events.OpenAsync(place.Code, CancellationToken.None);
            await NoteLevelAsync(state, _last);
            _hasFailed = false;
        }
        catch (EventLogException error)
        {
            if (!_hasFailed) PlaceGrainParts.LogUnrecorded(parts.Log, place.Code, error);
            _hasFailed = true;
        }
        finally
        {
            _isLooking = false;
        }
    }

    private async Task NoteLevelAsync(PlaceState state, PlaceEvents last)
    {
        if (state.Pressure.Level == last.Level?.Level) return;
        var level = new LevelRecord(
            place.Code, state.At, state.Pressure.Level, state.Pressure.Score, $"{parts.Pressure.Name} {parts.Pressure.Version}");
        await parts.Events.RecordAsync(level, CancellationToken.None);
        _last = last with { Level = level };
    }
}
