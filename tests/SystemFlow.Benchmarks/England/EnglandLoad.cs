using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace SystemFlow.Benchmarks.England;

/// <summary>What a load did.</summary>
/// <param name="Readings">Taken and acknowledged.</param>
/// <param name="Refused">Messages that were told to come again.</param>
/// <param name="Delays">From the beginning of the POST to the live view, in milliseconds, ascending: those of the places that are watched.</param>
internal sealed record LoadResult(long Readings, long Messages, long Refused, TimeSpan Took, double[] Delays)
{
    /// <summary>A share of the delays is not longer than this.</summary>
    public double At(double share) => Delays.Length == 0 ? double.NaN : Delays[Math.Min(Delays.Length - 1, (int)(share * Delays.Length))];
}

/// <summary>Sends what a country sends.</summary>
internal sealed class EnglandLoad(HttpClient http, LiveWatcher watcher, ImmutableArray<Message> feed, IReadOnlyCollection<string> watched)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly HashSet<string> _watched = [.. watched];
    private readonly ConcurrentBag<double> _delays = [];
    private int _turn;
    private long _readings, _messages, _refused;

    /// <summary>By the clock, whether or not the program keeps up: each message as often as in real life, or so many times as often, from a moment of its own on.</summary>
    public Task<LoadResult> PacedAsync(int times, TimeSpan duration) => MeasureAsync(async () =>
    {
        var random = new Random(1);
        var due = new PriorityQueue<Message, TimeSpan>();
        foreach (var message in feed) due.Enqueue(message, message.Cadence / times * random.NextDouble());
        var began = Stopwatch.GetTimestamp();
        var sent = new List<Task>();
        using var timer = new PeriodicTimer(Tick);
        while (Stopwatch.GetElapsedTime(began) < duration)
        {
            while (due.TryPeek(out var message, out var at) && at <= Stopwatch.GetElapsedTime(began))
            {
                due.Dequeue();
                due.Enqueue(message, at + (message.Cadence / times));
                sent.Add(SendAsync(message));
            }

            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(sent);
    });

    /// <summary>One message after the other from each of so many senders.</summary>
    public Task<LoadResult> FloodAsync(int senders, TimeSpan duration) => MeasureAsync(async () =>
    {
        var began = Stopwatch.GetTimestamp();
        var often = feed.Where(message => message.Cadence <= TimeSpan.FromMinutes(15)).ToImmutableArray();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            for (var next = sender; Stopwatch.GetElapsedTime(began) < duration; next += senders) await SendAsync(often[next % often.Length]);
        })));
    });

    private async Task<LoadResult> MeasureAsync(Func<Task> send)
    {
        _delays.Clear();
        (_readings, _messages, _refused) = (0, 0, 0);
        var began = Stopwatch.GetTimestamp();
        await send();
        var took = Stopwatch.GetElapsedTime(began);
        return new LoadResult(_readings, _messages, _refused, took, [.. _delays.Order()]);
    }

    private async Task SendAsync(Message message)
    {
        // To the millisecond, and never twice for a place within a load.
        var turn = Interlocked.Increment(ref _turn);
        var moment = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var shown = _watched.Contains($"{message.Place}") ? watcher.ShownAsync($"{message.Place}", $"{message.Metrics[0].Code}", moment) : null;
        using var body = new ByteArrayContent(message.Body(moment, turn));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var began = Stopwatch.GetTimestamp();
        using var response = await http.PostAsync(new Uri("/api/v1/observations", UriKind.Relative), body);
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        if (response.StatusCode is not HttpStatusCode.OK) throw new InvalidOperationException($"{message.Place}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        Interlocked.Add(ref _readings, message.Metrics.Length);
        Interlocked.Increment(ref _messages);
        if (shown is not null) _delays.Add(Stopwatch.GetElapsedTime(began, await shown.WaitAsync(Patience)).TotalMilliseconds);
    }
}
