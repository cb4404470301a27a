namespace SystemFlow.Series.Influx;

/// <summary>How long to wait before the server is tried again: twice as long each time, to 15 seconds, less a part by chance.</summary>
internal sealed class Backoff(Random chance)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);

    private int _failures;

    /// <summary>The longest wait.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(15);

    public void Succeeded() => _failures = 0;

    /// <summary>By chance between half and the whole, so that programs that lost the server together do not return together.</summary>
    public TimeSpan Failed()
    {
        var whole = First * Math.Pow(2, Math.Min(_failures++, 10));
        return (whole < Longest ? whole : Longest) * (0.5 + chance.NextDouble() / 2);
    }
}
