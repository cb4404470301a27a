using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Cluster.Tests.OnOrleans;

/// <summary>Receives webhooks, and remembers under which key each place was told of.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<(string Place, string Key)> _told = new();
    private WebApplication? _app;

    public Uri Address => new($"{_app!.Urls.First()}/hook");

    /// <summary>What came: the place, and the key that names the message for good.</summary>
    public IReadOnlyCollection<(string Place, string Key)> Told => _told;

    public static async Task<Desk> StartAsync(CancellationToken cancellationToken)
    {
        var desk = new Desk();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        desk._app = builder.Build();
        desk._app.Run(desk.TakeAsync);
        await desk._app.StartAsync(cancellationToken);
        return desk;
    }

    /// <summary>Waits until each hospital was told of.</summary>
    public async Task AllToldAsync(CancellationToken cancellationToken)
    {
        using var looks = new PeriodicTimer(LookEvery, TimeProvider.System);
        while (_told.Select(one => one.Place).Distinct().Count() < Load.Places.Length) await looks.WaitForNextTickAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task TakeAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        _told.Enqueue((body.RootElement.GetProperty("place").GetString()!, http.Request.Headers["Idempotency-Key"].ToString()));
    }
}
