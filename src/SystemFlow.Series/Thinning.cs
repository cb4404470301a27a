using System.Collections.Immutable;

namespace SystemFlow.Series;

/// <summary>Gathers values, oldest first, into equal stretches of time.</summary>
internal sealed class Thinning
{
    private readonly Stretch[] _stretches;
    private double _sum;
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

    public void Add(long moment, double value)
    {
        while (moment >= _next) Advance();
        ref var stretch = ref _stretches[_at];
        _sum += value;
        stretch = stretch with
        {
            Count = stretch.Count + 1,
            Min = stretch.Min < value ? stretch.Min : value,
            Max = stretch.Max > value ? stretch.Max : value,
            Last = value,
        };
    }

    public ImmutableArray<Stretch> Finish()
    {
        if (_stretches.Length > 0) SetMean();
        return [.. _stretches];
    }

    private void Advance()
    {
        SetMean();
        _sum = 0;
        _at++;
        _next = StartOf(_at + 1);
    }

    private void SetMean()
    {
        ref var stretch = ref _stretches[_at];
        if (stretch.Count > 0) stretch = stretch with { Mean = _sum / stretch.Count };
    }

    // In 128 bits: a decade in ticks times thousands of points is more than 64 hold.
    private long StartOf(int stretch) =>
        _stretches.Length == 0 ? To : From + (long)((Int128)(To - From) * stretch / _stretches.Length);
}
