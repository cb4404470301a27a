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
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.LineProtocol;

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
        await output.WriteLineAsync($"HTTP intake: {Environment.ProcessorCount} cores, senders on the same machine");
        foreach (var load in new[] { Json(32, 1, 30_000), Json(4, 500, 600), Lines(4, 5_000, 120) })
        {
            var floor = await MeasureAsync(new Uri(sinkAddress), load);
            var ours = await MeasureAsync(program.Address, load);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {load.Name}, {load.Senders} senders x {load.Batch}: {ours:N0} readings/s durable, {floor:N0} readings/s into a bare Kestrel sink, {ours / floor:P0} of it"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  line protocol, read and checked alone, one thread: {ReadLines():N0} readings/s"));
    }

    private static Load Json(int senders, int batch, int requests) =>
        new("JSON", senders, batch, requests, "/api/v1/observations", "application/json", JsonBody);

    private static Load Lines(int senders, int batch, int requests) =>
        new("line protocol", senders, batch, requests, "/write?precision=ms", "text/plain", LinesBody);

    private static async Task<double> MeasureAsync(Uri address, Load load)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Add("X-Api-Key", Key);
        var start = TimeProvider.System.GetUtcNow().AddDays(-30);
        var next = -load.Requests / 10; // A tenth before the clock starts, to warm up.
        var watch = new Stopwatch();
        await Task.WhenAll(Enumerable.Range(0, load.Senders).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i <= load.Requests; i = Interlocked.Increment(ref next))
            {
                if (i == 0) watch.Start();
                using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(load.Body(start, i + load.Requests, load.Batch)));
                body.Headers.ContentType = new MediaTypeHeaderValue(load.Type);
                using var response = await http.PostAsync(load.Path, body);
                response.EnsureSuccessStatusCode();
            }
        })));
        return load.Requests * (double)load.Batch / watch.Elapsed.TotalSeconds;
    }

    // Every reading is new: its moment is its number in the run.
    private static string JsonBody(DateTimeOffset start, int request, int batch)
    {
        var json = new StringBuilder("[");
        for (var i = 0; i < batch; i++)
        {
            var moment = start.AddMilliseconds((request * (double)batch) + i);
            json.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture,
                $$"""{"place":"RWH01","metric":"ed.in-department","value":{{i % 200}},"periodEnd":"{{moment:O}}"}""");
        }

        return json.Append(']').ToString();
    }

    private static string LinesBody(DateTimeOffset start, int request, int batch)
    {
        var lines = new StringBuilder();
        var first = start.ToUnixTimeMilliseconds() + ((long)request * batch);
        for (var i = 0; i < batch; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"ed.in-department,host=tie-1,place=RWH01 value={i % 200}i {first + i}\n");
        }

        return lines.ToString();
    }

    private static double ReadLines()
    {
        const int Rows = 5_000;
        const int Times = 100;
        var now = TimeProvider.System.GetUtcNow();
        var body = Encoding.UTF8.GetBytes(LinesBody(now.AddDays(-1), 0, Rows));
        var terms = new IntakeTerms(Footprint.HertfordshireWestEssex, MetricDictionary.Standard, new FeedOptions(), now, "bench");
        for (var i = 0; i < Times / 5; i++) Read();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Times; i++) Read();
        return (double)Rows * Times / watch.Elapsed.TotalSeconds;

        void Read()
        {
            var taken = LineProtocolBody.Read(body, LinePrecision.Milliseconds, terms).Rows.Count(row => row.Reading is not null);
            if (taken != Rows) throw new InvalidOperationException($"{taken} of {Rows} rows were taken.");
        }
    }

    private static async Task<WebApplication> SinkAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/{**path}", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
            return Results.Ok();
        });
        await app.StartAsync();
        return app;
    }

    private sealed record Load(
        string Name, int Senders, int Batch, int Requests, string Path, string Type, Func<DateTimeOffset, int, int, string> Body);
}
