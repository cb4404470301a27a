using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Tests.Deploy;

/// <summary>
/// Stands for a node behind the proxy: says who it is and whom it takes its visitor for, believes the proxies that the program would, and
/// can die with everything that it has under way.
/// </summary>
internal sealed class SmallNode : IAsyncDisposable
{
    private readonly ConcurrentDictionary<HttpContext, bool> _underWay = [];
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;
    private int _posts;

    private SmallNode(string name, int port)
    {
        Name = name;
        var builder = WebApplication.CreateBuilder(["--Proxy:Trusted=127.0.0.1"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        builder.AddProxies();
        _app = builder.Build();
        _app.UseForwardedHeaders();
        _app.UseWebSockets();
        _app.Run(AnswerAsync);
    }

    public string Name { get; }

    public int Port { get; private set; }

    /// <summary>Messages that reached it so far, answered or not.</summary>
    public int Posts => _posts;

    /// <summary>When a request whose query is <c>hold</c> has come. It is never answered.</summary>
    public Task Held => _held.Task;

    public static async Task<SmallNode> StartAsync(string name, int port = 0)
    {
        var node = new SmallNode(name, port);
        await node._app.StartAsync(TestContext.Current.CancellationToken);
        node.Port = new Uri(node._app.Urls.First()).Port;
        return node;
    }

    /// <summary>As kill -9 does: nothing under way is answered, and nobody listens any more.</summary>
    public async Task DieAsync()
    {
        foreach (var http in _underWay.Keys) http.Abort();
        await _app.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        _underWay[http] = true;
        try
        {
            if (HttpMethods.IsPost(http.Request.Method)) Interlocked.Increment(ref _posts);
            if (http.WebSockets.IsWebSocketRequest)
            {
                await EchoAsync(http);
                return;
            }

            if (http.Request.Query["hold"] == Name)
            {
                _held.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
            }

            http.Response.Headers["X-Node"] = Name;
            await http.Response.WriteAsync($"{http.Connection.RemoteIpAddress} {http.Request.Scheme} {http.Request.Host}", http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // It died, or nobody waits any more.
        }
        finally
        {
            _underWay.TryRemove(http, out _);
        }
    }

    private async Task EchoAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[256];
        var said = await socket.ReceiveAsync(buffer.AsMemory(), http.RequestAborted);
        var answer = System.Text.Encoding.UTF8.GetBytes($"{Name}: {System.Text.Encoding.UTF8.GetString(buffer, 0, said.Count)}");
        await socket.SendAsync(answer.AsMemory(), System.Net.WebSockets.WebSocketMessageType.Text, endOfMessage: true, http.RequestAborted);
        await socket.ReceiveAsync(buffer.AsMemory(), http.RequestAborted);
    }
}
