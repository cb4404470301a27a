using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace SystemFlow.Cluster.Tests.OnOrleans;

/// <summary>What a screen on one node shows: the newest figure of each hospital, and since when.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly FlowNode _node;
    private readonly HubConnection _hub;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _newest = new();

    private Screen(FlowNode node)
    {
        _node = node;
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

    /// <summary>Waits until each hospital shows a figure of after a moment, a minute at most.</summary>
    /// <returns>How long after that moment the last of them did.</returns>
    public async Task<TimeSpan> LiveAfterAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        using var looks = new PeriodicTimer(LookEvery, TimeProvider.System);
        while (true)
        {
            var behind = Load.Places.Where(place => _newest.GetValueOrDefault(place) <= moment).ToList();
            var elapsed = TimeProvider.System.GetUtcNow() - moment;
            if (behind.Count == 0) return elapsed;
            if (elapsed > Longest)
            {
                var figures = behind.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place} of {_newest.GetValueOrDefault(place):T}"));
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{_node.Address} shows nothing newer than {moment:T}: {string.Join(", ", figures)}."));
            }

            await looks.WaitForNextTickAsync(cancellationToken);
        }
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
