namespace SystemFlow.Feeds.Simulated;

/// <summary>A count that starts again at midnight.</summary>
internal sealed class Tally
{
    private bool _isWholeDay;

    public int Today { get; private set; }

    /// <summary>The whole of the day before; null until a midnight has been seen.</summary>
    public int? Yesterday { get; private set; }

    public void Add(int count = 1) => Today += count;

    public void StartDay()
    {
        Yesterday = _isWholeDay ? Today : null;
        _isWholeDay = true;
        Today = 0;
    }
}
