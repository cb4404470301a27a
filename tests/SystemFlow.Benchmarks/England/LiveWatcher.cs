using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace SystemFlow.Benchmarks.England;

/// <summary>Follows places through the hub, as another program does, and notes when a moment that was sent is in what it is told.</summary>
internal sealed class LiveWatcher : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Awaited>> _awaited = [];
    private readonly HashSet<string> _known = [];
    private readonly TaskCompletionSource _everyPlace = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _places;

    private LiveWatcher(Uri address, int places)
    {
        _places = places;
        _hub = new HubConnectionBuilder().WithUrl(new Uri(address, "hubs/flow")).Build();
        _hub.On<JsonElement[]>("snapshot", Take);
        _hub.On<JsonElement[]>("changed", Take);
    }

    /// <summary>Follows these.</summary>
    /// <param name="places">How many places report something.</param>
    public static async Task<LiveWatcher> StartAsync(Uri address, string[] codes, int places)
    {
        var watcher = new LiveWatcher(address, places);
        await watcher._hub.StartAsync();
        await watcher._hub.InvokeAsync("Watch", codes, null);
        return watcher;
    }

    /// <summary>Answers when so many places as report something have a figure.</summary>
    public Task EveryPlaceAsync() => _everyPlace.Task;

    /// <summary>The timestamp at which a figure of that moment came, or a newer one that took its place on the way.</summary>
    public Task<long> ShownAsync(string place, string metric, DateTimeOffset moment)
    {
        var awaited = new Awaited(metric, moment);
        lock (_gate)
        {
            if (!_awaited.TryGetValue(place, out var all)) _awaited[place] = all = [];
            all.Add(awaited);
        }

        return awaited.Seen.Task;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Take(JsonElement[] states)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var state in states)
        {
            var place = state.GetProperty("place").GetString()!;
            var figures = state.GetProperty("figures");
            if (!figures.EnumerateObject().MoveNext()) continue;
            lock (_gate)
            {
                if (_known.Add(place) && _known.Count >= _places) _everyPlace.TrySetResult();
                if (!_awaited.TryGetValue(place, out var all)) continue;
                foreach (var one in all.Where(one => IsIn(figures, one))) one.Seen.TrySetResult(now);
                all.RemoveAll(one => one.Seen.Task.IsCompleted);
            }
        }
    }

    private static bool IsIn(JsonElement figures, Awaited one) =>
        figures.TryGetProperty(one.Metric, out var figure) && figure.GetProperty("reading").GetProperty("periodEnd").GetDateTimeOffset() >= one.Moment;

    private sealed record Awaited(string Metric, DateTimeOffset Moment)
    {
        public TaskCompletionSource<long> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
