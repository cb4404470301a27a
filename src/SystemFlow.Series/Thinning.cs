using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series;

/// <summary>Gathers values, oldest first, into equal stretches of time.</summary>
internal sealed class Thinning
{
    private readonly Stretch[] _stretches;
    private double _sum, _min, _max, _last; // Of the stretch that is being filled.
    private int _count;
    private int _at;
    private long _next; // Where the stretch after this one starts.

    public Thinning(DateTimeOffset from, DateTimeOffset to, int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        (From, To) = (from.UtcTicks, to.UtcTicks);
        _stretches = new Stretch[Math.Max(0, Math.Min(points, To - From))]; // A stretch lasts a tick at least.
        for (var i = 0; i < _stretches.Length; i++)
        {
            _stretches[i] = new Stretch(new DateTimeOffset(StartOf(i), TimeSpan.Zero), 0, null, null, null, null);
        }

        _next = StartOf(1);
    }

    /// <summary>The first tick, UTC.</summary>
    public long From { get; }

    /// <summary>The tick after the last, UTC.</summary>
    public long To { get; }

    public void Add(long moment, double value) => Add(moment, value, value, value, value, count: 1);

    /// <summary>A value that is the last of several.</summary>
    public void Add(long moment, double value, Summary all) => Add(moment, value, all.Min, all.Max, all.Mean * all.Count, all.Count);

    public ImmutableArray<Stretch> Finish()
    {
        if (_stretches.Length > 0) Close();
        return ImmutableCollectionsMarshal.AsImmutableArray(_stretches);
    }

    private void Add(long moment, double last, double min, double max, double sum, int count)
    {
        if (moment >= _next)
        {
            Close();
            while (moment >= _next) Advance();
        }

        _sum += sum;
        _min = _count == 0 ? min : Math.Min(_min, min);
        _max = _count == 0 ? max : Math.Max(_max, max);
        _count += count;
        _last = last;
    }

    private void Advance()
    {
        _at++;
        _next = StartOf(_at + 1);
    }

    private void Close()
    {
        if (_count > 0) _stretches[_at] = _stretches[_at] with { Count = _count, Min = _min, Max = _max, Mean = _sum / _count, Last = _last };
        (_sum, _count) = (0, 0);
    }

    // In 128 bits: a decade in ticks times thousands of points is more than 64 hold.
    private long StartOf(int stretch) =>
        _stretches.Length == 0 ? To : From + (long)((Int128)(To - From) * stretch / _stretches.Length);
}
