using SystemFlow.Benchmarks;
using SystemFlow.Benchmarks.England;
using SystemFlow.Benchmarks.Stores;

if (await StoreChild.RunAsync(args)) return 0;

// Each benchmark prints its own floor in the same run. Name some to run only those.
Dictionary<string, Func<TextWriter, Task>> benchmarks = new(StringComparer.OrdinalIgnoreCase)
{
    ["grain-calls"] = GrainCalls.RunAsync,
    ["store"] = StoreComparison.RunAsync,
    ["past"] = PastReads.RunAsync,
    ["http"] = HttpIntake.RunAsync,
    ["warning"] = WarningDelay.RunAsync,
    ["pages"] = OpenPages.RunAsync,
    ["england"] = EnglandRun.RunAsync,
    ["fuzz"] = Fuzzing.RunAsync,
};
var unknown = args.Where(name => !benchmarks.ContainsKey(name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown[0]}'. There are: {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}

foreach (var (name, run) in benchmarks)
{
    // These take long, and one is no measure of speed: they run when they are named.
    if (args.Length == 0 && name is not ("england" or "fuzz") || args.Contains(name, StringComparer.OrdinalIgnoreCase)) await run(Console.Out);
}

return 0;
