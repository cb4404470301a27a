using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using SystemFlow.Domain.Places;

namespace SystemFlow.Cluster.Tests;

/// <summary>
/// A feed that posts people in A&amp;E at each hospital, as a partner's program does: to one node after the other, and again to the next
/// where a node does not answer. It remembers what was acknowledged.
/// </summary>
internal sealed class Load(IReadOnlyList<FlowNode> nodes)
{
    private const string Metric = "ed.in-department";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan KeptWithin = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<Sent> _acknowledged = new();
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();
    private int _messages;

    /// <summary>The hospitals that it speaks of.</summary>
    public static ImmutableArray<string> Places { get; } =
        [.. Footprint.HertfordshireWestEssex.Places.Where(place => place.Kind is PlaceKind.Hospital).Select(place => place.Code.ToString())];

    /// <summary>How many readings were acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>The longest that a message took until a node acknowledged it.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Posts so many messages, one after the other.</summary>
    public async Task SendAsync(int messages, CancellationToken cancellationToken)
    {
        for (var message = 0; message < messages; message++) await SendOneAsync(cancellationToken);
    }

    /// <summary>Posts a message at each beat until it is stopped.</summary>
    public async Task RunAsync(TimeSpan every, CancellationToken stopped)
    {
        using var beat = new PeriodicTimer(every, TimeProvider.System);
        try
        {
            while (await beat.WaitForNextTickAsync(stopped)) await SendOneAsync(stopped);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // Enough.
        }
    }

    /// <summary>Looks for all that was acknowledged, at a node, until it is there or a minute has gone by.</summary>
    /// <returns>What is not there.</returns>
    public async Task<ImmutableArray<Sent>> MissingAsync(FlowNode node, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(LookEvery, TimeProvider.System);
        while (true)
        {
            var missing = _acknowledged.ToHashSet();
            foreach (var place in Places) missing.ExceptWith(await ReadAsync(node, place, cancellationToken));
            if (missing.Count == 0 || TimeProvider.System.GetElapsedTime(began) > KeptWithin) return [.. missing];
            await looks.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task SendOneAsync(CancellationToken cancellationToken)
    {
        var message = Interlocked.Increment(ref _messages);
        var periodEnd = TimeProvider.System.GetUtcNow();
        periodEnd = new DateTimeOffset(periodEnd.Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        var began = TimeProvider.System.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var node = nodes[(message + attempt) % nodes.Count];
            if (!await TryPostAsync(node, periodEnd, message, cancellationToken)) continue;
            var took = TimeProvider.System.GetElapsedTime(began);
            Slowest = took > Slowest ? took : Slowest;
            foreach (var place in Places) _acknowledged.Enqueue(new Sent(place, periodEnd, ValueAt(place, message)));
            return;
        }
    }

    // It fills up: one more for each ten messages, each hospital 200 messages after the one before it.
    private static double ValueAt(string place, int message) => 40 + (message / 10) + (20 * Places.IndexOf(place));

    private static async Task<bool> TryPostAsync(FlowNode node, DateTimeOffset periodEnd, int message, CancellationToken cancellationToken)
    {
        if (!node.Runs)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken); // As a refused connection takes.
            return false;
        }

        try
        {
            using var answer = await node.Http.PostAsJsonAsync(
                "api/v1/observations", Places.Select(place => new { place, metric = Metric, value = ValueAt(place, message), periodEnd }), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false; // It was killed meanwhile, or is too slow: whether it took the message is not known, and sending it again does no harm.
        }
    }

    private async Task<IEnumerable<Sent>> ReadAsync(FlowNode node, string place, CancellationToken cancellationToken)
    {
        var (from, to) = (_began.AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
        var query = string.Create(CultureInfo.InvariantCulture, $"api/v1/series?place={place}&metric={Metric}&from={from:yyyy-MM-ddTHH:mm:ssZ}&to={to:yyyy-MM-ddTHH:mm:ssZ}");
        using var answer = await node.Http.GetAsync(query, cancellationToken);
        if (!answer.IsSuccessStatusCode) return [];
        var readings = await answer.Content.ReadFromJsonAsync<Kept[]>(cancellationToken);
        return readings!.Select(reading => new Sent(place, reading.PeriodEnd, reading.Value));
    }

    /// <summary>A reading that was acknowledged.</summary>
    internal sealed record Sent(string Place, DateTimeOffset PeriodEnd, double Value);

    private sealed record Kept(DateTimeOffset PeriodEnd, double Value);
}
