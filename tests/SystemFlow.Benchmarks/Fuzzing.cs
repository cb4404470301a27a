using System.Diagnostics;
using System.Globalization;
using SystemFlow.Feeds.Tests;

namespace SystemFlow.Benchmarks;

/// <summary>
/// Every reader of the intake on many spoilt bodies, by a fixed seed: how fast, how many exceptions (there may be none)
/// and whether memory grows. <c>FUZZ_CASES</c> sets how many per format, 1,000,000 unless set.
/// </summary>
internal static class Fuzzing
{
    private const int Seed = 20_261_127;
    private const int WarmUp = 2_000;
    private const int DefaultCases = 1_000_000;

    public static async Task RunAsync(TextWriter output)
    {
        var cases = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_CASES"), CultureInfo.InvariantCulture, out var set) && set > 0
            ? set : DefaultCases;
        await output.WriteLineAsync($"Fuzzing: {cases:N0} spoilt bodies of each format");
        await output.WriteLineAsync("format        bodies/s   refused whole        rows   exceptions   MB before   MB after");
        foreach (var one in Fuzzed.All)
        {
            Run(one, new Random(Seed), WarmUp);
            var before = Megabytes();
            var watch = Stopwatch.StartNew();
            var run = Run(one, new Random(Seed), cases);
            var rate = cases / watch.Elapsed.TotalSeconds;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{one.Format,-10}{rate,12:N0}{run.Refused,16:N0}{run.Rows,12:N0}{run.Exceptions,13:N0}{before,12:N1}{Megabytes(),11:N1}"));
            foreach (var error in run.Kinds) await output.WriteLineAsync($"    {error}");
        }
    }

    private static (int Refused, long Rows, int Exceptions, SortedSet<string> Kinds) Run(Fuzzed one, Random random, int cases)
    {
        var (refused, rows, exceptions) = (0, 0L, 0);
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < cases; i++)
        {
            var body = one.Spoil(random);
            try
            {
                var read = one.Read(body);
                if (read.Refused is not null) refused++;
                foreach (var _ in read.Rows) rows++;
            }
            catch (Exception error)
            {
                exceptions++;
                if (kinds.Count < 10) kinds.Add($"{error.GetType().Name}: {error.StackTrace?.Split('\n')[0].Trim()}");
            }
        }

        return (refused, rows, exceptions, kinds);
    }

    private static double Megabytes() => GC.GetTotalMemory(forceFullCollection: true) / 1e6;
}
