using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Live;

/// <summary>
/// The live view for other programs. A client calls <c>Watch</c> and is sent <c>snapshot</c> once, then <c>changed</c>,
/// each with a list of place states; a slow client is sent only the newest of each place.
/// </summary>
public sealed class FlowHub(HubFollowers followers) : Hub
{
    /// <summary>
    /// Follows these places from now on, instead of any before. A hub knows no optional arguments: send both.
    /// </summary>
    /// <param name="places">Place codes; null or none for all of them.</param>
    /// <param name="seen">Null at first. After a reconnection: the last version seen of each place. What has not changed since is left out of the snapshot.</param>
    /// <exception cref="HubException">A code is unknown.</exception>
    public Task Watch(string[]? places, Dictionary<string, long>? seen)
    {
        followers.Follow(Context.ConnectionId, places ?? [], seen ?? [], Context.ConnectionAborted);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        followers.Leave(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}

/// <summary>One loop for each hub connection that watches.</summary>
public sealed partial class HubFollowers(
    LiveView live, Footprint footprint, IHubContext<FlowHub> hub, ILogger<HubFollowers> logger)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _loops = new();

    internal void Follow(
        string connection, string[] places, Dictionary<string, long> seen, CancellationToken aborted)
    {
        var codes = Codes(places);
        Leave(connection);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _loops[connection] = stop;
        _ = SendAsync(connection, codes, seen, stop.Token);
    }

    internal void Leave(string connection)
    {
        if (_loops.TryRemove(connection, out var loop)) loop.Cancel();
    }

    private ImmutableHashSet<PlaceCode> Codes(string[] places)
    {
        if (places.Length == 0) return [.. footprint.Places.Select(place => place.Code)];
        var codes = ImmutableHashSet.CreateBuilder<PlaceCode>();
        foreach (var code in places)
        {
            if (!footprint.TryFind(code, out var place)) throw new HubException($"There is no place '{code}'. GET /api/v1/places lists them.");
            codes.Add(place.Code);
        }

        return codes.ToImmutable();
    }

    private async Task SendAsync(
        string connection, ImmutableHashSet<PlaceCode> places, Dictionary<string, long> seen, CancellationToken stopped)
    {
        var message = "snapshot";
        try
        {
            await foreach (var batch in live.FollowAsync(places, stopped))
            {
                IEnumerable<PlaceState> states = message == "changed" ? batch
                    : batch.Where(state => seen.GetValueOrDefault(state.Place.ToString(), -1) != state.Version);
                await hub.Clients.Client(connection).SendAsync(message, states.ToArray(), stopped);
                message = "changed";
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The client has gone, or watches something else now.
        }
        catch (Exception error)
        {
            LogLost(logger, error);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A hub client could not be sent a change; it must connect again.")]
    private static partial void LogLost(ILogger logger, Exception error);
}
