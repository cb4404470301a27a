using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace SystemFlow.Browser.Tests;

/// <summary>
/// How long from the sending of a reading until its number stands in the page, durable on the way: beside a page whose
/// server does nothing but pass the number on. Figures go to the test's output and to artifacts/feed-to-glass.txt.
/// </summary>
public sealed class FeedToGlassTests(Chromium chromium, ITestOutputHelper output) : IAsyncDisposable
{
    private const int Readings = 100;
    private const string Figure = "tr[data-place='RWH01'] td[data-metric='ed.in-department']";
    private static readonly TimeSpan ApartHere = TimeSpan.FromMilliseconds(240); // A place is painted five times a second.
    private static readonly TimeSpan ApartThere = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Generous = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task FeedToGlass_OnAQuietPage_IsMeasuredBesideABarePage()
    {
        await using var flow = await FlowProcess.StartAsync(Stop, "--no-simulator");
        var page = await chromium.OpenAsync(flow.Address);
        await page.IsLiveAsync();
        await flow.PostAsync("RWH01", "ed.in-department", 1);

        var floor = await FloorAsync();
        var ours = await MeasureAsync(page, Figure, ApartHere, value => flow.PostAsync("RWH01", "ed.in-department", value));

        Report("bare page, nothing kept", floor);
        Report("SystemFlow, durable", ours);
        Assert.True(Percentile(ours, 50) < Generous, $"The median is {Percentile(ours, 50).TotalMilliseconds:F0} ms.");
    }

    private static async Task<List<TimeSpan>> MeasureAsync(IPage page, string figure, TimeSpan apart, Func<int, Task> send)
    {
        // The moment at which each text was painted in, by the page's clock, which is this machine's.
        await page.EvaluateAsync("""
            figure => {
              window.seen = {};
              new MutationObserver(() => {
                const text = document.querySelector(figure)?.firstChild?.textContent.trim();
                window.seen[text] ??= performance.timeOrigin + performance.now();
              }).observe(document.body, { childList: true, characterData: true, subtree: true });
            }
            """, figure);
        var took = new List<TimeSpan>();
        using var turns = new PeriodicTimer(apart, TimeProvider.System);
        for (var value = 1001; value <= 1000 + Readings && await turns.WaitForNextTickAsync(Stop); value++)
        {
            var text = (value % 900 + 100).ToString(CultureInfo.InvariantCulture);
            var sent = TimeProvider.System.GetUtcNow();
            await send(value % 900 + 100);
            await page.WaitForFunctionAsync("text => window.seen[text]", text);
            var painted = await page.EvaluateAsync<double>("text => window.seen[text]", text);
            took.Add(DateTimeOffset.UnixEpoch.AddMilliseconds(painted) - sent);
        }

        return took;
    }

    private async Task<List<TimeSpan>> FloorAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var told = System.Threading.Channels.Channel.CreateBounded<string>(10);
        app.MapGet("/", () => Results.Content("<p><b>0</b></p><script>new EventSource('/told').onmessage = e => document.querySelector('b').textContent = e.data</script>", "text/html"));
        app.MapGet("/told", async (HttpContext http) =>
        {
            http.Response.ContentType = "text/event-stream";
            await foreach (var value in told.Reader.ReadAllAsync(http.RequestAborted))
            {
                await http.Response.WriteAsync($"data: {value}\n\n", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        });
        app.MapPost("/", async (HttpRequest request) =>
        {
            using var body = new StreamReader(request.Body);
            await told.Writer.WriteAsync(await body.ReadToEndAsync());
        });
        await app.StartAsync(Stop);
        var address = new Uri(app.Urls.First());
        using var http = new HttpClient { BaseAddress = address };
        var page = await chromium.OpenAsync(address);
        var took = await MeasureAsync(page, "b", ApartThere, async value =>
        {
            using var answer = await http.PostAsync("/", new StringContent(value.ToString(CultureInfo.InvariantCulture)), Stop);
        });
        told.Writer.Complete();
        await page.CloseAsync();
        return took;
    }

    private void Report(string what, List<TimeSpan> took)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{what}: median {Percentile(took, 50).TotalMilliseconds:F1} ms, p95 {Percentile(took, 95).TotalMilliseconds:F1} ms, p99 {Percentile(took, 99).TotalMilliseconds:F1} ms of {took.Count} readings");
        output.WriteLine(line);
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && folder.Name != "artifacts") folder = folder.Parent;
        if (folder is not null) File.AppendAllText(Path.Combine(folder.FullName, "feed-to-glass.txt"), line + Environment.NewLine);
    }

    private static TimeSpan Percentile(List<TimeSpan> took, int percent) => took.Order().ElementAt((took.Count - 1) * percent / 100);
}
