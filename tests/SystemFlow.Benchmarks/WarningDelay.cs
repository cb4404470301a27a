using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Benchmarks;

/// <summary>
/// From a reading sent over HTTP to the webhook received: on record, stepped, kept with its message, sent. Beside a bare
/// Kestrel server that writes the body to disk and posts the webhook before it answers. All on this machine.
/// </summary>
public static class WarningDelay
{
    private const string Key = "benchmark-key-of-good-length";
    private const int Warmup = 20;
    private const int Firings = 200;
    private const double High = 400;

    /// <summary>Runs both, one line each. About a quarter of a minute.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        await using var receiver = await WebhookSink.StartAsync();
        var floor = await FloorAsync(receiver);
        using var program = await ProgramUnderTest.StartAsync(
            Key, folder => WarningRules.WriteAsync(folder, receiver.Address));
        var ours = await MeasureAsync(program.Address, receiver);
        await output.WriteLineAsync($"Reading to webhook: {Environment.ProcessorCount} cores, {Firings} firings, one after the other");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  SystemFlow p50 {At(ours, 0.5):0.0} ms, p99 {At(ours, 0.99):0.0} ms (target p99 100 ms); bare Kestrel with fsync p50 {At(floor, 0.5):0.0} ms, p99 {At(floor, 0.99):0.0} ms"));
    }

    private static async Task<double[]> FloorAsync(WebhookSink receiver)
    {
        var path = Path.GetTempFileName();
        await using var file = new FileStream(path, FileMode.Append);
        using var http = new HttpClient();
        await using var app = await BareKestrel.StartAsync(async request =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            file.Write(body.ToArray());
            file.Flush(flushToDisk: true);
            using var content = new ByteArrayContent(body.ToArray());
            using var response = await http.PostAsync(receiver.Address, content, request.HttpContext.RequestAborted);
        });
        var delays = await MeasureAsync(new Uri(app.Urls.First()), receiver);
        File.Delete(path);
        return delays;
    }

    // Each firing is a reading over the threshold after one far below it, which ends the alert before.
    private static async Task<double[]> MeasureAsync(Uri address, WebhookSink receiver)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Add("X-Api-Key", Key);
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-4);
        var delays = new double[Firings];
        for (var i = -Warmup; i < Firings; i++)
        {
            var moment = start.AddMilliseconds(500.0 * (i + Warmup));
            await SendAsync(http, 0, moment);
            receiver.Forget();
            var sent = Stopwatch.GetTimestamp();
            await SendAsync(http, High, moment.AddMilliseconds(250));
            var received = await receiver.NextAsync();
            if (i >= 0) delays[i] = Stopwatch.GetElapsedTime(sent, received).TotalMilliseconds;
        }

        Array.Sort(delays);
        return delays;
    }

    private static async Task SendAsync(HttpClient http, double value, DateTimeOffset moment)
    {
        var json = string.Create(CultureInfo.InvariantCulture,
            $$"""[{"place":"RWH01","metric":"ed.in-department","value":{{value}},"periodEnd":"{{moment:O}}"}]""");
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("/api/v1/observations", body);
        response.EnsureSuccessStatusCode();
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}

/// <summary>A Kestrel server that does one thing.</summary>
internal static class BareKestrel
{
    /// <summary>Starts it on a free port.</summary>
    public static async Task<WebApplication> StartAsync(Func<HttpRequest, Task> take)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(http => take(http.Request));
        await app.StartAsync();
        return app;
    }
}

/// <summary>Notes when webhooks come.</summary>
internal sealed class WebhookSink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<long> _received = Channel.CreateBounded<long>(1000);
    private WebApplication? _app;

    /// <summary>Where to post.</summary>
    public Uri Address => new(_app!.Urls.First() + "/hook");

    /// <summary>Starts it on a free port.</summary>
    public static async Task<WebhookSink> StartAsync()
    {
        var sink = new WebhookSink();
        sink._app = await BareKestrel.StartAsync(async request =>
        {
            await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
            sink._received.Writer.TryWrite(Stopwatch.GetTimestamp());
        });
        return sink;
    }

    /// <summary>Forgets what came: only what comes from now on counts.</summary>
    public void Forget()
    {
        while (_received.Reader.TryRead(out _))
        {
            // Came because of the reading that ended the alert; only the bare server sends that.
        }
    }

    /// <summary>The timestamp of the next webhook.</summary>
    public async Task<long> NextAsync()
    {
        using var stop = new CancellationTokenSource(Patience);
        return await _received.Reader.ReadAsync(stop.Token);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app!.DisposeAsync();
}
