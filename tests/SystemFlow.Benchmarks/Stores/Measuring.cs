using System.Diagnostics;

namespace SystemFlow.Benchmarks.Stores;

/// <summary>One figure of one contender.</summary>
/// <param name="What">The same words for all of them.</param>
/// <param name="Unit">Of <paramref name="Value"/>.</param>
/// <param name="MoreIsBetter">Whether the greater figure is the better one.</param>
internal sealed record Measure(string What, string Unit, double Value, bool MoreIsBetter);

/// <summary>Puts one contender through everything.</summary>
internal sealed class Measuring(Contender contender, HospitalFigures live, HospitalFigures history)
{
    private const int Rounds = 11; // Of each question; the median counts.
    private static readonly TimeSpan MostRounds = TimeSpan.FromSeconds(4); // A slow answer needs no more of them.
    private const int Points = 300;
    private const int Days = 90;
    private const int FillBatch = 5_000;
    private const double Megabyte = 1_000_000;

    private readonly List<Measure> _measures = [];

    public async Task<IReadOnlyList<Measure>> RunAsync()
    {
        await IntakeAsync(callers: 32, batch: 1, readings: 32_000);
        await IntakeAsync(callers: 4, batch: 100, readings: 200_000);
        await IntakeAsync(callers: 4, batch: 5_000, readings: 1_000_000);
        await LiveAsync(readings: 1_000_000);
        await HistoryAsync();
        return _measures;
    }

    private async Task IntakeAsync(int callers, int batch, int readings)
    {
        await contender.OpenAsync($"intake-{batch}");
        var bodies = Enumerable.Range(0, readings / batch)
            .Select(n => contender.BodyOf([.. Enumerable.Range(n * batch, batch).Select(live.InTurn)])).ToArray();
        var waits = new double[bodies.Length];
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var n = Interlocked.Increment(ref next); n < bodies.Length; n = Interlocked.Increment(ref next))
            {
                var asked = Stopwatch.GetTimestamp();
                await contender.AppendAsync(bodies[n]);
                waits[n] = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
            }
        })));
        var acknowledged = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await contender.SettleAsync();
        var settled = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Array.Sort(waits);
        var what = $"intake, {callers} callers x {batch:N0}";
        More(what, "readings/s", readings / acknowledged);
        More($"{what}, until all is at its store", "readings/s", readings / settled);
        Less($"{what}, answered in (median)", "ms", waits[waits.Length / 2]);
        Less($"{what}, answered in (p99)", "ms", waits[waits.Length * 99 / 100]);
    }

    /// <summary>On what the last intake left: every series up to the same moment.</summary>
    private async Task LiveAsync(int readings)
    {
        Less($"latest of {live.Series:N0} series", "ms", await StoreUnderTest.MedianAsync(Rounds, async _ => Check(await contender.LatestAsync(live.Places), live.Series), MostRounds));
        await BytesAsync($"{live.Series:N0} series x {readings / live.Series}", readings);
        Less($"resident memory, {live.Series:N0} series open", "MB", await contender.ResidentAsync() / Megabyte);
    }

    private async Task HistoryAsync()
    {
        await contender.OpenAsync("history");
        var steps = (int)(TimeSpan.FromDays(Days) / HospitalFigures.Interval);
        for (var series = 0; series < history.Series; series++)
        {
            foreach (var part in Enumerable.Range(0, steps).Chunk(FillBatch))
            {
                await contender.AppendAsync(contender.BodyOf([.. part.Select(step => history.At(series, step))]));
            }
        }

        await contender.SettleAsync();
        await BytesAsync($"{history.Series} series of {Days} days", steps * history.Series);
        foreach (var count in new[] { 1, history.Series })
        {
            var took = await StoreUnderTest.MedianAsync(Rounds, async _ =>
            {
                for (var series = 0; series < count; series++)
                {
                    var reading = history.At(series, 0);
                    Check(await contender.ThinAsync(reading.Place, reading.Metric, HospitalFigures.Start, HospitalFigures.Start.AddDays(Days), Points), steps);
                }
            }, MostRounds);
            Less($"{Days} days thinned to {Points} points, {count} series", "ms", took);
        }
    }

    private async Task BytesAsync(string of, double readings)
    {
        var (bytes, used) = await contender.BytesAsync();
        Less($"on disk, {of}", "bytes/reading", bytes / readings);
        Less($"on disk in use, {of}", "bytes/reading", used / readings);
    }

    // A contender that leaves something out would look fast.
    private void Check(long found, long wanted)
    {
        if (found != wanted) throw new InvalidOperationException($"{contender.Name} answered {found}, and {wanted} was asked for.");
    }

    private void More(string what, string unit, double value) => _measures.Add(new Measure(what, unit, value, MoreIsBetter: true));

    private void Less(string what, string unit, double value) => _measures.Add(new Measure(what, unit, value, MoreIsBetter: false));
}
