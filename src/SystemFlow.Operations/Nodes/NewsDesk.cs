using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Operations.Nodes;

/// <summary>
/// Passes news on to those who follow, one call at a time. What waits for somebody is kept as a set of bounded size: whoever is slow is told
/// once that anything may have changed, and nothing grows.
/// </summary>
internal sealed partial class NewsDesk(ILogger logger) : IDisposable
{
    /// <summary>The most keys that wait for one follower.</summary>
    public const int MostKeys = 1_000;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Channel<bool> _some = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ImmutableList<Follower> _followers = [];
    private ITimer? _again;

    public void Add(string book, Action<string?> heard)
    {
        var follower = new Follower(book, heard);
        follower.Add(null);
        lock (_gate) _followers = _followers.Add(follower);
        Wake();
    }

    public void Remove(string book, Action<string?> heard)
    {
        lock (_gate) _followers = _followers.RemoveAll(one => one.Book == book && one.Heard == heard);
    }

    /// <summary>Something in a book changed; null for anything.</summary>
    public void Say(string book, string? key)
    {
        foreach (var follower in Volatile.Read(ref _followers))
        {
            if (follower.Book == book) follower.Add(key);
        }

        Wake();
    }

    /// <summary>Anything in any book may have changed.</summary>
    public void SayAll()
    {
        foreach (var follower in Volatile.Read(ref _followers)) follower.Add(null);
        Wake();
    }

    /// <summary>Calls until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        _again = TimeProvider.System.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (await _some.Reader.WaitToReadAsync(stoppingToken))
            {
                _some.Reader.TryRead(out _);
                var areAllWell = true;
                foreach (var follower in Volatile.Read(ref _followers)) areAllWell &= Call(follower);
                if (!areAllWell) _again.Change(AgainAfter, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _again?.Dispose();

    private void Wake() => _some.Writer.TryWrite(true);

    private bool Call(Follower follower)
    {
        try
        {
            foreach (var key in follower.Take()) follower.Heard(key);
            if (follower.HasFailed) LogRecovered(follower.Book);
            follower.HasFailed = false;
            return true;
        }
        catch (Exception error)
        {
            follower.Add(null);
            if (!follower.HasFailed) LogFailed(error, follower.Book);
            follower.HasFailed = true;
            return false;
        }
    }

    [LoggerMessage(11, LogLevel.Warning, "What another node changed in {Book} could not be read. That is tried again every second; until then this node goes on with what it knew.")]
    private partial void LogFailed(Exception error, string book);

    [LoggerMessage(12, LogLevel.Information, "What other nodes changed in {Book} is read again")]
    private partial void LogRecovered(string book);

    private sealed class Follower(string book, Action<string?> heard)
    {
        private readonly Lock _gate = new();
        private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
        private bool _isAnything;

        public string Book { get; } = book;

        public Action<string?> Heard { get; } = heard;

        public bool HasFailed { get; set; }

        public void Add(string? key)
        {
            lock (_gate)
            {
                if (_isAnything) return;
                if (key is null || _keys.Count >= MostKeys) _isAnything = true;
                else _keys.Add(key);
            }
        }

        public ImmutableArray<string?> Take()
        {
            lock (_gate)
            {
                ImmutableArray<string?> taken = _isAnything ? [null] : [.. _keys];
                _isAnything = false;
                _keys.Clear();
                return taken;
            }
        }
    }
}
