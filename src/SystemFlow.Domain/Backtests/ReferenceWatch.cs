using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Backtests;

/// <summary>Notes what staff would have wanted to know of beforehand.</summary>
internal sealed class ReferenceWatch(MetricDictionary dictionary)
{
    private const double Drop = 10; // Percentage points.
    private const double LeastAttendances = 20; // At 1am one patient is a third of the day so far.
    private static readonly TimeSpan DropWithin = TimeSpan.FromDays(1);
    private static readonly MetricCode FourHour = MetricCode.Parse("ed.four-hour-performance");

    private readonly Dictionary<PlaceCode, Seen> _seen = [];
    private readonly List<ReferenceEvent> _events = [];
    private readonly List<LevelChange> _levels = [];

    /// <summary>Events and level changes, whichever are more.</summary>
    public int Count => Math.Max(_events.Count, _levels.Count);

    public ImmutableArray<ReferenceEvent> Events => [.. _events];

    public ImmutableArray<LevelChange> Levels => [.. _levels];

    /// <summary>One look at a place.</summary>
    /// <param name="apart">A place that goes to and fro about a level within so long has reached it once.</param>
    public void Look(PlaceState state, DateTimeOffset now, TimeSpan apart, bool isWatched)
    {
        if (!_seen.TryGetValue(state.Place, out var seen)) _seen[state.Place] = seen = new Seen();
        LookAtLevel(state, seen, now, apart, isWatched);
        LookAtFourHour(state, seen, now, apart, isWatched);
    }

    // A level not known is no level; the last known one is what the next is compared with, and the first is no rise.
    private void LookAtLevel(PlaceState state, Seen seen, DateTimeOffset now, TimeSpan apart, bool isWatched)
    {
        var level = state.Pressure.Level;
        if (isWatched && (level != seen.Shown || !seen.IsShown)) _levels.Add(new LevelChange(state.Place, now, level));
        (seen.Shown, seen.IsShown) = (level, seen.IsShown || isWatched);
        if (level is not { } known) return;
        var rose = seen.Last is { } last && known > last && known >= OpelLevel.Three;
        var isNew = now - (known is OpelLevel.Four ? seen.LastAtFour : seen.LastAtThree) > apart;
        if (rose && isNew && isWatched)
        {
            var kind = known is OpelLevel.Four ? ReferenceKind.LevelFour : ReferenceKind.LevelThree;
            _events.Add(new ReferenceEvent(kind, state.Place, now, (int)known));
        }

        if (known >= OpelLevel.Three) seen.LastAtThree = now;
        if (known is OpelLevel.Four) seen.LastAtFour = now;
        seen.Last = known;
    }

    // It starts high every night and falls all day, so only the same time of the day before says whether it fell.
    private void LookAtFourHour(PlaceState state, Seen seen, DateTimeOffset now, TimeSpan apart, bool isWatched)
    {
        if (state[FourHour] is not { Current: { } value, Reading: { Denominator: >= LeastAttendances } reading }) return;
        seen.FourHour.Note(FourHour, reading.PeriodEnd, value);
        var before = seen.FourHour.Before(dictionary[FourHour], reading.PeriodEnd, DropWithin, isLowerWorse: true);
        if (before is not { } dayBefore || dayBefore - value < Drop) return;
        if (isWatched && now - seen.LastDropped > apart)
        {
            _events.Add(new ReferenceEvent(ReferenceKind.FourHourDrop, state.Place, now, value));
        }

        seen.LastDropped = now;
    }

    private sealed class Seen
    {
        public OpelLevel? Shown { get; set; }

        public bool IsShown { get; set; }

        public OpelLevel? Last { get; set; }

        public DateTimeOffset LastAtThree { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset LastAtFour { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset LastDropped { get; set; } = DateTimeOffset.MinValue;

        public RecentFigures FourHour { get; } = new();
    }
}
