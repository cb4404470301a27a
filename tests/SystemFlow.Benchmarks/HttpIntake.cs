using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Benchmarks;

/// <summary>
/// Readings a second over HTTP into the real program: durable, folded and shown, beside a server that only reads the
/// body. Both run in processes or ports of their own on this machine, and share its cores with the senders.
/// </summary>
public static class HttpIntake
{
    private const string Key = "benchmark-key-of-good-length";

    /// <summary>Runs everything, one line each. About half a minute.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        await using var sink = await SinkAsync();
        using var program = await ProgramUnderTest.StartAsync(Key);
        var sinkAddress = sink.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await output.WriteLineAsync($"HTTP intake: {Environment.ProcessorCount} cores, JSON, senders on the same machine");
        foreach (var (senders, batch, requests) in new[] { (32, 1, 30_000), (4, 500, 600) })
        {
            var floor = await MeasureAsync(new Uri(sinkAddress), senders, batch, requests);
            var ours = await MeasureAsync(program.Address, senders, batch, requests);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {senders} senders x {batch}: {ours:N0} readings/s durable, {floor:N0} readings/s into a bare Kestrel sink, {ours / floor:P0} of it"));
        }
    }

    private static async Task<double> MeasureAsync(Uri address, int senders, int batch, int requests)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Add("X-Api-Key", Key);
        var start = TimeProvider.System.GetUtcNow().AddDays(-30);
        var next = -requests / 10; // A tenth before the clock starts, to warm up.
        var watch = new Stopwatch();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i <= requests; i = Interlocked.Increment(ref next))
            {
                if (i == 0) watch.Start();
                using var body = Body(start, i + requests, batch);
                using var response = await http.PostAsync("/api/v1/observations", body);
                response.EnsureSuccessStatusCode();
            }
        })));
        return requests * (double)batch / watch.Elapsed.TotalSeconds;
    }

    // Every reading is new: its moment is its number in the run.
    private static ByteArrayContent Body(DateTimeOffset start, int request, int batch)
    {
        var json = new StringBuilder("[");
        for (var i = 0; i < batch; i++)
        {
            var moment = start.AddMilliseconds((request * (double)batch) + i);
            json.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture,
                $$"""{"place":"RWH01","metric":"ed.in-department","value":{{i % 200}},"periodEnd":"{{moment:O}}"}""");
        }

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json.Append(']').ToString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static async Task<WebApplication> SinkAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/api/v1/observations", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
            return Results.Ok();
        });
        await app.StartAsync();
        return app;
    }
}
