using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>A real receiver of webhooks on a port of this machine: keeps what comes, and answers as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Channel<Received> _received = Channel.CreateBounded<Received>(1000);
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private WebApplication? _app;

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Listens; on a certain port, or on a free one.</summary>
    public static async Task<WebhookReceiver> StartAsync(int port = 0)
    {
        var receiver = new WebhookReceiver();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.Run(receiver.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        receiver._app = app;
        receiver.Address = new Uri(app.Urls.First() + "/hook");
        return receiver;
    }

    /// <summary>Answers the next request so; after the last of these, 200.</summary>
    public void Next(int status, string? retryAfter = null) => _answers.Enqueue(http =>
    {
        http.Response.StatusCode = status;
        if (retryAfter is not null) http.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    });

    /// <summary>Answers the next request only when a task has ended.</summary>
    public void NextAfter(Task task) => _answers.Enqueue(http => task.WaitAsync(http.RequestAborted));

    /// <summary>The next request.</summary>
    public async Task<Received> ReceiveAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(FlowApp.Patience);
        return await _received.Reader.ReadAsync(stop.Token);
    }

    public bool HasMore => _received.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        await _received.Writer.WriteAsync(new Received(headers, Encoding.UTF8.GetString(body.ToArray())), http.RequestAborted);
        if (_answers.TryDequeue(out var answer)) await answer(http);
    }
}

/// <summary>A request that came.</summary>
internal sealed record Received(IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Key => Headers["Idempotency-Key"];
}
