using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace SystemFlow.Cluster.Tests.OnOrleans;

/// <summary>What a screen on one node shows: the newest figure of each hospital, and since when.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly HubConnection _hub;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _newest = new();

    private Screen(FlowNode node)
    {
        _hub = new HubConnectionBuilder().WithUrl(new Uri(node.Address, "hubs/flow")).Build();
        _hub.On<JsonElement[]>("snapshot", Take);
        _hub.On<JsonElement[]>("changed", Take);
    }

    public static async Task<Screen> OpenAsync(FlowNode node, CancellationToken cancellationToken)
    {
        var screen = new Screen(node);
        await screen._hub.StartAsync(cancellationToken);
        await screen._hub.InvokeAsync("Watch", Load.Places.ToArray(), null, cancellationToken);
        return screen;
    }

    /// <summary>Waits until each hospital shows a figure of after a moment.</summary>
    /// <returns>How long after that moment the last of them did.</returns>
    public async Task<TimeSpan> LiveAfterAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        using var looks = new PeriodicTimer(LookEvery, TimeProvider.System);
        while (!Load.Places.All(place => _newest.GetValueOrDefault(place) > moment)) await looks.WaitForNextTickAsync(cancellationToken);
        return TimeProvider.System.GetUtcNow() - moment;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Take(JsonElement[] states)
    {
        foreach (var state in states)
        {
            if (!state.GetProperty("figures").TryGetProperty("ed.in-department", out var figure)) continue;
            _newest[state.GetProperty("place").GetString()!] = figure.GetProperty("reading").GetProperty("periodEnd").GetDateTimeOffset();
        }
    }
}
