using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded.Packing;

/// <summary>The column of what rows stand for, where they stand for several.</summary>
internal static class Summaries
{
    public static void Pack(ReadOnlySpan<Row> rows, Packer into)
    {
        var some = new List<Summary>();
        foreach (var row in rows)
        {
            if (row.Detail?.StandsFor is { } summary) some.Add(summary);
        }

        if (some.Count == 0) return;
        Bits.Pack(rows, row => row.Detail?.StandsFor is not null, into);
        Longs.Pack([.. some.Select(summary => (long)summary.Count)], into);
        Doubles.Pack([.. some.Select(summary => summary.Min)], into);
        Doubles.Pack([.. some.Select(summary => summary.Max)], into);
        Doubles.Pack([.. some.Select(summary => summary.Mean)], into);
        Longs.Pack([.. some.Select(summary => summary.Since.UtcTicks)], into);
    }

    public static Summary?[]? Unpack(ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.IsEmpty) return null;
        var from = new Unpacker(bytes);
        var has = new bool[count];
        var some = Bits.Unpack(ref from, has);
        long[] counts = new long[some], since = new long[some];
        double[] least = new double[some], greatest = new double[some], mean = new double[some];
        Longs.Unpack(ref from, counts);
        Doubles.Unpack(ref from, least);
        Doubles.Unpack(ref from, greatest);
        Doubles.Unpack(ref from, mean);
        Longs.Unpack(ref from, since);
        var summaries = new Summary?[count];
        for (int i = 0, next = 0; i < count; i++)
        {
            if (!has[i]) continue;
            summaries[i] = new Summary(checked((int)counts[next]), least[next], greatest[next], mean[next], new DateTimeOffset(since[next], TimeSpan.Zero));
            next++;
        }

        return summaries;
    }
}
