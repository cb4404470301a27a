namespace SystemFlow.Web.Intake;

/// <summary>
/// Something bounded that feeds share, such as memory. A feed may take as long as it then leaves at least as much free as
/// it holds: one alone has half, each of two a third, so that something is left for whoever comes next. What is larger
/// than that may come while nobody holds anything.
/// </summary>
internal sealed class FairShare(long capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _held = new(StringComparer.Ordinal);
    private long _inUse;

    /// <summary>All that there is.</summary>
    public long Capacity => capacity;

    /// <summary>What feeds hold now.</summary>
    public long InUse => Interlocked.Read(ref _inUse);

    /// <summary>Gives a feed so much more, or nothing.</summary>
    public bool TryTake(string feed, long amount)
    {
        lock (_gate)
        {
            var held = _held.GetValueOrDefault(feed) + amount;
            if (_inUse > 0 && held > capacity - (_inUse + amount)) return false;
            _held[feed] = held;
            _inUse += amount;
            return true;
        }
    }

    /// <summary>Takes back so much of what a feed was given.</summary>
    public void Return(string feed, long amount)
    {
        lock (_gate)
        {
            _inUse -= amount;
            if ((_held[feed] -= amount) == 0) _held.Remove(feed);
        }
    }
}
