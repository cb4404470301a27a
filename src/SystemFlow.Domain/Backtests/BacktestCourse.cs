using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Backtests;

/// <summary>
/// The course of time. Places are looked at when something about them was sent, when a hold runs out, and at a regular
/// tick, so that silence and age count.
/// </summary>
internal sealed class BacktestCourse
{
    private static readonly TimeSpan LiveTick = TimeSpan.FromMinutes(15), DailyTick = TimeSpan.FromHours(1);
    private static readonly TimeSpan LiveWindow = TimeSpan.FromDays(1), DailyWindow = TimeSpan.FromDays(2);
    private static readonly TimeSpan LiveApart = TimeSpan.FromHours(4), DailyApart = TimeSpan.FromHours(28);
    private static readonly TimeSpan LeastDailyCadence = TimeSpan.FromHours(12);

    private readonly MetricDictionary _dictionary;
    private readonly BacktestTerms _terms;
    private readonly OwnRecord _record;
    private readonly PlaceStates _reference;
    private readonly PlaceStates _states;
    private readonly ReferenceWatch _events;
    private readonly AlertLife _candidate;
    private readonly AlertLife? _inForce;
    private readonly PriorityQueue<PlaceCode, DateTimeOffset> _dues = new();
    private readonly HashSet<PlaceCode> _changed = [];
    private TimeSpan _shortestCadence = TimeSpan.MaxValue;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private DateTimeOffset _nextTick = DateTimeOffset.MinValue;
    private DateTimeOffset? _first;
    private long _readings;

    public BacktestCourse(Footprint footprint, MetricDictionary dictionary, BacktestTerms terms)
    {
        _dictionary = dictionary;
        _terms = terms;
        _record = new OwnRecord(footprint, terms.Place);
        var yardstick = terms.InForce ?? terms.Candidate;
        _reference = new PlaceStates(footprint, dictionary, yardstick.Pressure, _record);
        _states = yardstick.Pressure == terms.Candidate.Pressure
            ? _reference
            : new PlaceStates(footprint, dictionary, terms.Candidate.Pressure, _record);
        _events = new ReferenceWatch(dictionary);
        _candidate = new AlertLife(footprint, dictionary, terms.Candidate, _dues);
        _inForce = terms.InForce is { } inForce ? new AlertLife(footprint, dictionary, inForce, _dues) : null;
    }

    /// <summary>The first moment of the readings that are being taken in together.</summary>
    public DateTimeOffset Now { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Whether there is already more to tell than a report holds.</summary>
    public bool IsCut { get; private set; }

    private bool IsDaily => _shortestCadence >= LeastDailyCadence;

    private TimeSpan Tick => IsDaily ? DailyTick : LiveTick;

    private TimeSpan Window => _terms.Window ?? (IsDaily ? DailyWindow : LiveWindow);

    public void Take(Reading reading)
    {
        if (!_record.Take(reading, _changed)) return;
        _readings++;
        _first ??= reading.PeriodEnd;
        var cadence = reading.Cadence ?? (_dictionary.TryFind(reading.Metric.Metric, out var metric) ? metric.Cadence : TimeSpan.MaxValue);
        if (reading.PeriodEnd > _newest) _newest = reading.PeriodEnd;
        if (cadence >= _shortestCadence) return;
        _shortestCadence = cadence;
        _nextTick = DateTimeOffset.MinValue; // From now on it may be quicker.
    }

    /// <summary>Looks at what was taken in, then lives on to just before the next moment.</summary>
    public void LiveTo(DateTimeOffset next, CancellationToken cancellationToken)
    {
        if (_changed.Count > 0) Look(_newest, []);
        var at = _newest > _terms.From ? _newest : _terms.From;
        while (!IsCut && NextAfter(at) is var moment && moment < next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            at = moment;
            var looked = new HashSet<PlaceCode>();
            if (moment >= _nextTick)
            {
                looked.UnionWith(_record.Heard);
                _nextTick = new DateTimeOffset(moment.UtcTicks - (moment.UtcTicks % Tick.Ticks), TimeSpan.Zero) + Tick;
            }

            while (_dues.TryPeek(out var place, out var due) && due <= moment)
            {
                _dues.Dequeue();
                looked.Add(place);
            }

            Look(moment, looked);
        }

        if (!IsCut) Now = next;
    }

    public BacktestReport Report()
    {
        var to = IsCut ? Now : _terms.To;
        var from = _first > _terms.From ? _first.Value : _terms.From; // Time of which nothing is known is no quiet time.
        var events = _events.Events;
        var judge = new Judge(from, to, Window, events, _events.Levels);
        return new BacktestReport(
            from, to, _readings, Window, Tick, events, _events.Levels,
            judge.ResultOf(_terms.Candidate, _candidate), _inForce is null ? null : judge.ResultOf(_terms.InForce!, _inForce))
        { IsCut = IsCut };
    }

    // What was due while readings were taken in together is done after them: time does not run back.
    private DateTimeOffset NextAfter(DateTimeOffset at)
    {
        var next = _dues.TryPeek(out _, out var due) && due < _nextTick ? due : _nextTick;
        return next > at ? next : at;
    }

    // From the bottom up, as states are reported: where one rule holds at a hospital and its trust, the nearest is told.
    private void Look(DateTimeOffset now, HashSet<PlaceCode> looked)
    {
        _reference.Evaluate(_changed, looked, now);
        if (_states != _reference) _states.Evaluate(_changed, looked, now);
        foreach (var place in _record.BottomUp.Where(place => _changed.Contains(place.Code) || looked.Contains(place.Code)))
        {
            var isWatched = now >= _terms.From;
            _candidate.Look(place, _states[place.Code], now, isWatched);
            _inForce?.Look(place, _reference[place.Code], now, isWatched);
            _events.Look(_reference[place.Code], now, IsDaily ? DailyApart : LiveApart, isWatched);
        }

        _changed.Clear();
        IsCut = Math.Max(_candidate.Count, Math.Max(_inForce?.Count ?? 0, _events.Count)) >= BacktestReport.MostLines;
        if (IsCut) Now = now;
    }
}
