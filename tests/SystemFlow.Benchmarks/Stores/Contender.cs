using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Benchmarks.Stores;

/// <summary>Something that keeps series, asked the same as the others.</summary>
internal abstract class Contender : IAsyncDisposable
{
    /// <summary>In the table's head.</summary>
    public abstract string Name { get; }

    /// <summary>Begins anew, on nothing.</summary>
    public abstract Task OpenAsync(string name);

    /// <summary>A body as its sender has it, made before anybody looks at the clock.</summary>
    public abstract object BodyOf(Reading[] readings);

    /// <summary>Sends it; returns when it is acknowledged.</summary>
    public abstract Task AppendAsync(object body);

    /// <summary>Waits until what was acknowledged is where it stays.</summary>
    public abstract Task SettleAsync();

    /// <summary>The newest of every series at these places; gives how many there are.</summary>
    public abstract Task<int> LatestAsync(IReadOnlyList<PlaceCode> places);

    /// <summary>One series thinned to so many stretches; gives how many values there are in all of them.</summary>
    public abstract Task<long> ThinAsync(PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points);

    /// <summary>What it has on disk once it has come to rest, and how much of that holds something: the rest is free again for what comes.</summary>
    public abstract Task<(long Bytes, long Used)> BytesAsync();

    /// <summary>What the process that keeps the series has in memory now, in bytes, its garbage collected.</summary>
    public abstract Task<long> ResidentAsync();

    public abstract ValueTask DisposeAsync();

    protected static long BytesUnder(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;
}
