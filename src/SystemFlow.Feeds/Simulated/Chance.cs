namespace SystemFlow.Feeds.Simulated;

/// <summary>
/// A stream of chance that is the same on every machine and every version of .NET. Each place has one of its own, so
/// that another place in the footprint changes nothing for those that were there.
/// </summary>
internal sealed class Chance
{
    private ulong _state;

    private Chance(ulong state) => _state = state;

    /// <summary>The stream of this name in the run with this seed.</summary>
    public static Chance For(int seed, string name)
    {
        var hash = 14695981039346656037UL; // FNV-1a, because string.GetHashCode differs from run to run.
        foreach (var letter in name) hash = (hash ^ letter) * 1099511628211UL;
        return new Chance(hash ^ ((ulong)(uint)seed * 0x9E3779B97F4A7C15UL));
    }

    /// <summary>0 to below 1.</summary>
    public double Next()
    {
        // SplitMix64, by Sebastiano Vigna (public domain).
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public bool Happens(double probability) => Next() < probability;

    /// <summary>How many of the things that come <paramref name="mean"/> at a time, independently, come now.</summary>
    public int Poisson(double mean)
    {
        if (mean <= 0) return 0;
        var count = 0;
        var term = Math.Exp(-mean);
        for (var left = Next() - term; left > 0 && count < 1000; left -= term) term *= mean / ++count;
        return count;
    }

    public double Normal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Next()));
        return radius * Math.Cos(2 * Math.PI * Next());
    }

    public double LogNormal(double median, double spread) => median * Math.Exp(spread * Normal());

    /// <summary>An index, each as likely as its weight among all.</summary>
    public int Pick(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        var left = Next() * total;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0) return i;
        }

        return weights.Length - 1;
    }
}
