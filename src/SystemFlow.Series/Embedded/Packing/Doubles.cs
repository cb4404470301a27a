namespace SystemFlow.Series.Embedded.Packing;

/// <summary>
/// A column of values, some of which are missing. Counts and short decimals are kept as whole numbers with a common scale, when each
/// comes back exactly; else all lie there in their eight bytes.
/// </summary>
internal static class Doubles
{
    private const byte AsTheyAre = 0xF;
    private const int MissingFlag = 0x10;
    private const double MostExact = 9_007_199_254_740_992; // 2^53: up to there every whole number has a double.
    private static readonly double[] Scales = [1, 10, 100, 1_000, 10_000];

    public static void Pack(ReadOnlySpan<double> values, Packer into)
    {
        var present = new List<double>(values.Length);
        foreach (var value in values)
        {
            if (!double.IsNaN(value)) present.Add(value);
        }

        var whole = new long[present.Count];
        var scale = ScaleOf(present, whole);
        var isMissing = present.Count < values.Length;
        into.Byte((byte)((scale < 0 ? AsTheyAre : scale) | (isMissing ? MissingFlag : 0)));
        if (isMissing) Bits.Pack(values, value => !double.IsNaN(value), into);
        if (scale >= 0) Longs.Pack(whole, into);
        else present.ForEach(into.Double);
    }

    public static void Unpack(ref Unpacker from, scoped Span<double> values)
    {
        var head = from.Byte();
        var scale = head & 0xF;
        if ((head & MissingFlag) == 0)
        {
            Present(ref from, scale, values);
            return;
        }

        var isThere = new bool[values.Length];
        var present = new double[Bits.Unpack(ref from, isThere)];
        Present(ref from, scale, present);
        for (int i = 0, next = 0; i < values.Length; i++) values[i] = isThere[i] ? present[next++] : double.NaN;
    }

    private static void Present(ref Unpacker from, int scale, scoped Span<double> values)
    {
        if (scale == AsTheyAre)
        {
            foreach (ref var value in values) value = from.Double();
            return;
        }

        if (scale >= Scales.Length) throw new DamagedException("Its values have an unknown scale.");
        Span<long> whole = values.Length <= PackedRows.Most ? stackalloc long[values.Length] : new long[values.Length];
        Longs.Unpack(ref from, whole);
        var factor = Scales[scale];
        for (var i = 0; i < values.Length; i++) values[i] = whole[i] / factor;
    }

    // -1 where none gives every value back to the last bit.
    private static int ScaleOf(List<double> values, long[] whole)
    {
        for (var scale = 0; scale < Scales.Length; scale++)
        {
            if (Fits(values, Scales[scale], whole)) return scale;
        }

        return -1;
    }

    private static bool Fits(List<double> values, double factor, long[] whole)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var scaled = Math.Round(values[i] * factor);
            if (Math.Abs(scaled) > MostExact) return false;
            whole[i] = (long)scaled;
            if (BitConverter.DoubleToInt64Bits(whole[i] / factor) != BitConverter.DoubleToInt64Bits(values[i])) return false;
        }

        return true;
    }
}

/// <summary>A column of yes and no.</summary>
internal static class Bits
{
    public static void Pack<T>(ReadOnlySpan<T> items, Func<T, bool> isSet, Packer into)
    {
        for (var first = 0; first < items.Length; first += 8)
        {
            byte bits = 0;
            for (var i = first; i < Math.Min(first + 8, items.Length); i++)
            {
                if (isSet(items[i])) bits |= (byte)(1 << (i - first));
            }

            into.Byte(bits);
        }
    }

    /// <summary>How many are set.</summary>
    public static int Unpack(ref Unpacker from, scoped Span<bool> items)
    {
        var count = 0;
        byte bits = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (i % 8 == 0) bits = from.Byte();
            items[i] = (bits & 1 << i % 8) != 0;
            if (items[i]) count++;
        }

        return count;
    }
}
