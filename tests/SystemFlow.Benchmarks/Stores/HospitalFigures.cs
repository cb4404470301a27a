using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Benchmarks.Stores;

/// <summary>
/// Readings as a live feed sends them: whole numbers that move by a few, period ends on the five minutes, sent some seconds later. The same
/// for everybody in a run, and in every run.
/// </summary>
internal sealed class HospitalFigures(int places, int seriesAtAPlace, int steps)
{
    private const int Seed = 20_260_105;
    private const int LeastStart = 20, MostStart = 700, MostStep = 3;
    private const int LeastDelay = 8_000, MostDelay = 28_000; // Milliseconds from a period's end until it is sent.

    private readonly short[][] _walks = [.. Enumerable.Range(0, places * seriesAtAPlace).Select(series => Walk(series, steps))];

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    public PlaceCode[] Places { get; } = [.. Enumerable.Range(0, places).Select(i => PlaceCode.Parse($"bench-{i:00000}"))];

    public MetricKey[] Metrics { get; } = [.. Enumerable.Range(0, seriesAtAPlace).Select(i => (MetricKey)MetricCode.Parse($"bench.metric-{i:00}"))];

    public int Series => _walks.Length;

    /// <summary>What a series says at a step.</summary>
    public Reading At(int series, int step)
    {
        var end = Start + step * Interval;
        var delay = LeastDelay + (int)(Mixed(series, step) % (MostDelay - LeastDelay));
        return new Reading(Places[series / Metrics.Length], Metrics[series % Metrics.Length], _walks[series][step], end, "bench")
        {
            SubmittedAt = end.AddMilliseconds(delay),
        };
    }

    /// <summary>The nth reading where every series speaks once, then every series again five minutes later.</summary>
    public Reading InTurn(int n) => At(n % Series, n / Series);

    private static short[] Walk(int series, int steps)
    {
        var random = new Random(Seed + series);
        var walk = new short[steps];
        var value = random.Next(LeastStart, MostStart);
        for (var step = 0; step < steps; step++)
        {
            walk[step] = (short)value;
            value = Math.Max(0, value + random.Next(-MostStep, MostStep + 1));
        }

        return walk;
    }

    // A number that is the same in every run, and has nothing to do with its neighbours'.
    private static uint Mixed(int series, int step)
    {
        var mixed = unchecked((uint)(series * 73_856_093) ^ (uint)(step * 19_349_663) ^ Seed);
        mixed ^= mixed >> 16;
        mixed = unchecked(mixed * 0x7FEB352D);
        mixed ^= mixed >> 15;
        mixed = unchecked(mixed * 0x846CA68B);
        return mixed ^ (mixed >> 16);
    }
}
