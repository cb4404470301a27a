using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Backtests;

/// <summary>Notes what staff would have wanted to know of beforehand.</summary>
internal sealed class ReferenceWatch
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
        LookAtFourHour(state, seen, now, isWatched);
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

    private void LookAtFourHour(PlaceState state, Seen seen, DateTimeOffset now, bool isWatched)
    {
        if (state[FourHour] is not { Current: { } value, Reading: { Denominator: >= LeastAttendances } reading }) return;
        while (seen.Best.First is { } oldest && oldest.Value.At < reading.PeriodEnd - DropWithin) seen.Best.RemoveFirst();
        var isDrop = seen.Best.First is { } best && best.Value.Value - value >= Drop;
        if (isDrop && !seen.IsDropped && isWatched)
        {
            _events.Add(new ReferenceEvent(ReferenceKind.FourHourDrop, state.Place, now, value));
        }

        seen.IsDropped = isDrop;
        while (seen.Best.Last is { } worse && worse.Value.Value <= value) seen.Best.RemoveLast();
        seen.Best.AddLast((reading.PeriodEnd, value));
    }

    private sealed class Seen
    {
        public OpelLevel? Shown { get; set; }

        public bool IsShown { get; set; }

        public OpelLevel? Last { get; set; }

        public DateTimeOffset LastAtThree { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset LastAtFour { get; set; } = DateTimeOffset.MinValue;

        public bool IsDropped { get; set; }

        /// <summary>The best values of the last day that no later one has reached: the first is the best.</summary>
        public LinkedList<(DateTimeOffset At, double Value)> Best { get; } = [];
    }
}
