using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using SystemFlow.GrainRuntime;

namespace SystemFlow.Benchmarks;

/// <summary>A grain that only adds.</summary>
public interface ITallyGrain : IGrainWithStringKey
{
    /// <summary>Adds, and tells the sum.</summary>
    Task<long> AddAsync(long value);
}

/// <inheritdoc cref="ITallyGrain"/>
public sealed class TallyGrain : Grain, ITallyGrain
{
    private long _sum;

    /// <inheritdoc/>
    public Task<long> AddAsync(long value) => Task.FromResult(_sum += value);
}

/// <summary>
/// How many calls of embedded grains there are in a second, beside what a bare bounded channel can do for as many
/// messages on the same machine. Design target: 1,000,000 calls/s, the mailbox included.
/// </summary>
public static class GrainCalls
{
    private const int Callers = 2;
    private const int GrainCount = 1_000;
    private const int InFlight = 100;
    private const int Rounds = 10_000;
    private const int Repeats = 5;

    /// <summary>Measures everything, and writes a line for each.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging();
        builder.Services.AddGrainEngine(typeof(GrainCalls).Assembly);
        using var host = builder.Build();
        await host.StartAsync();
        var factory = host.Services.GetRequiredService<IGrainFactory>();
        var grains = Enumerable.Range(0, GrainCount).Select(i => factory.GetGrain<ITallyGrain>($"place-{i}")).ToArray();
        await Task.WhenAll(grains.Select(grain => grain.AddAsync(0)));

        await MeasureAsync(output, "1 caller, 1 grain, one call at a time", () => OneAtATimeAsync(grains[0]));
        await MeasureAsync(output, "floor: 1 writer and an echo over bare bounded channels, one at a time", EchoAsync);
        await MeasureAsync(output, $"{Callers} callers, {GrainCount:N0} grains, {InFlight} calls in flight",
            () => AllCallersAsync(caller => CallManyAsync(grains, caller)));
        await MeasureAsync(output, $"floor: {Callers} writers, a bare bounded channel each, no answer",
            () => AllCallersAsync(_ => StreamAsync()));
        await host.StopAsync();
    }

    private static async Task MeasureAsync(TextWriter output, string what, Func<Task<long>> run)
    {
        await run();
        var rates = new List<double>();
        for (var i = 0; i < Repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var calls = await run();
            rates.Add(calls / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        rates.Sort();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{what}: median {rates[Repeats / 2]:N0} calls/s, best {rates[^1]:N0} calls/s"));
    }

    private static async Task<long> OneAtATimeAsync(ITallyGrain grain)
    {
        const int Calls = 200_000;
        for (var i = 0; i < Calls; i++) await grain.AddAsync(1);
        return Calls;
    }

    private static async Task<long> AllCallersAsync(Func<int, Task<long>> call)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => call(i))));
        return counts.Sum();
    }

    private static async Task<long> CallManyAsync(ITallyGrain[] grains, int caller)
    {
        var waiting = new Task<long>[InFlight];
        var next = caller * GrainCount / Callers;
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < InFlight; i++) waiting[i] = grains[next++ % GrainCount].AddAsync(1);
            for (var i = 0; i < InFlight; i++) await waiting[i];
        }

        return (long)Rounds * InFlight;
    }

    private static async Task<long> StreamAsync()
    {
        var channel = Channel.CreateBounded<long>(InFlight);
        var reader = Task.Run(async () =>
        {
            var sum = 0L;
            await foreach (var value in channel.Reader.ReadAllAsync()) sum += value;
            return sum;
        });
        for (var i = 0; i < Rounds * InFlight; i++) await channel.Writer.WriteAsync(1);
        channel.Writer.Complete();
        return await reader;
    }

    private static async Task<long> EchoAsync()
    {
        const int Calls = 200_000;
        var there = Channel.CreateBounded<long>(1);
        var back = Channel.CreateBounded<long>(1);
        var echo = Task.Run(async () =>
        {
            await foreach (var value in there.Reader.ReadAllAsync()) await back.Writer.WriteAsync(value);
        });
        for (var i = 0; i < Calls; i++)
        {
            await there.Writer.WriteAsync(1);
            await back.Reader.ReadAsync();
        }

        there.Writer.Complete();
        await echo;
        return Calls;
    }
}
