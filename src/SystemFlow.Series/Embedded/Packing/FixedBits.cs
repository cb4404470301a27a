using System.Numerics;

namespace SystemFlow.Series.Embedded.Packing;

/// <summary>Numbers as their distance from the least, each in as many bits as the greatest needs.</summary>
internal static class FixedBits
{
    private const int LongestNumber = 10;

    /// <summary>Bytes that <see cref="Write"/> takes at most.</summary>
    public static int Size(ReadOnlySpan<long> numbers)
    {
        var (_, width) = FrameOf(numbers);
        return LongestNumber + 1 + (numbers.Length * width + 7) / 8;
    }

    public static void Write(ReadOnlySpan<long> numbers, Packer into)
    {
        var (least, width) = FrameOf(numbers);
        into.Signed(least);
        into.Byte((byte)width);
        UInt128 waiting = 0;
        var bits = 0;
        foreach (var number in numbers)
        {
            waiting |= (UInt128)(ulong)(number - least) << bits;
            for (bits += width; bits >= 8; bits -= 8, waiting >>= 8) into.Byte((byte)waiting);
        }

        if (bits > 0) into.Byte((byte)waiting);
    }

    public static void Read(ref Unpacker from, scoped Span<long> numbers)
    {
        var least = from.Signed();
        var width = from.Byte();
        if (width > 64) throw new DamagedException("Its numbers are wider than can be.");
        if (width > 56) ReadWide(ref from, numbers, least, width);
        else ReadNarrow(ref from, numbers, least, width);
    }

    private static void ReadNarrow(ref Unpacker from, scoped Span<long> numbers, long least, int width)
    {
        var mask = (1UL << width) - 1;
        var waiting = 0UL;
        var bits = 0;
        foreach (ref var number in numbers)
        {
            for (; bits < width; bits += 8) waiting |= (ulong)from.Byte() << bits;
            number = least + (long)(waiting & mask);
            waiting >>= width;
            bits -= width;
        }
    }

    private static void ReadWide(ref Unpacker from, scoped Span<long> numbers, long least, int width)
    {
        var mask = ((UInt128)1 << width) - 1;
        UInt128 waiting = 0;
        var bits = 0;
        foreach (ref var number in numbers)
        {
            for (; bits < width; bits += 8) waiting |= (UInt128)from.Byte() << bits;
            number = least + (long)(ulong)(waiting & mask);
            waiting >>= width;
            bits -= width;
        }
    }

    private static (long Least, int Width) FrameOf(ReadOnlySpan<long> numbers)
    {
        var (least, greatest) = (long.MaxValue, long.MinValue);
        foreach (var number in numbers) (least, greatest) = (Math.Min(least, number), Math.Max(greatest, number));
        return (least, 64 - BitOperations.LeadingZeroCount((ulong)(greatest - least)));
    }
}
