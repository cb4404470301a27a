using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SystemFlow.Series.Embedded;

/// <summary>Batches that wait for the disk: bounded by their readings, refused when full, and counted.</summary>
internal sealed class AppendQueue : IDisposable
{
    private const int GroupReadings = 20_000; // One commit's worth: more would only make the first sender wait.
    private static readonly TimeSpan UntilThereIsRoom = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<Append> _batches;
    private readonly Meter _meter = new("SystemFlow.Series");
    private readonly Counter<long> _refused;
    private readonly int _capacity;
    private long _waiting;

    /// <param name="capacity">In readings; there are never more batches than that, for none is empty.</param>
    public AppendQueue(int capacity)
    {
        _capacity = capacity;
        _batches = new BlockingCollection<Append>(capacity);
        _refused = _meter.CreateCounter<long>("series.queue.refused", "{reading}", "Readings refused: queue full.");
        _meter.CreateObservableGauge("series.queue.waiting", () => Waiting, "{reading}", "Readings not yet on disk.");
        _meter.CreateObservableGauge("series.queue.capacity", () => _capacity, "{reading}", "Series:QueueCapacity.");
    }

    /// <summary>Readings that are not yet on disk.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <exception cref="SeriesException">There is no room.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public void Add(Append append)
    {
        ObjectDisposedException.ThrowIf(_batches.IsAddingCompleted, typeof(SqliteSeriesStore));
        var count = append.Batch.Count;
        var load = Interlocked.Add(ref _waiting, count);
        var fits = load <= _capacity || load == count; // A batch bigger than the queue may come when it is alone.
        if (fits && _batches.TryAdd(append)) return;

        Interlocked.Add(ref _waiting, -count);
        _refused.Add(count);
        throw new SeriesException(
            $"The series store's queue is full: {load - count:N0} readings wait for the disk, {count:N0} more came, and "
            + $"the limit is {_capacity:N0}. Send again in a second; if it lasts, look for what slows the disk, or raise "
            + "Series:QueueCapacity.")
        {
            IsBusy = true,
            RetryAfter = UntilThereIsRoom,
        };
    }

    /// <summary>Waits for a batch, and takes those behind it too: one commit for all. Null when the store closes.</summary>
    public List<Append>? TakeGroup()
    {
        if (!_batches.TryTake(out var next, Timeout.Infinite)) return null;
        var group = new List<Append> { next };
        var readings = next.Batch.Count;
        while (readings < GroupReadings && _batches.TryTake(out next))
        {
            group.Add(next);
            readings += next.Batch.Count;
        }

        return group;
    }

    /// <summary>A batch no longer waits.</summary>
    public void Leave(Append append) => Interlocked.Add(ref _waiting, -append.Batch.Count);

    /// <summary>Takes no more; what waits is still written.</summary>
    public void Close() => _batches.CompleteAdding();

    public void Dispose()
    {
        _meter.Dispose();
        _batches.Dispose();
    }
}
