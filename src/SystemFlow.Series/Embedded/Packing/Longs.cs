using System.Numerics;

namespace SystemFlow.Series.Embedded.Packing;

/// <summary>
/// A column of whole numbers. Divided by a unit that all have in common, then kept as they are, as steps or as changes of steps;
/// and either one after the other, where a number that comes twice running is followed by how often it comes again, or all in the
/// fewest bits that hold the distance of the greatest from the least. Whatever is shortest. So moments at a regular distance cost a few
/// bytes in all, a count that moves by a few costs half a byte, and a jitter of seconds a byte and a half.
/// </summary>
internal static class Longs
{
    private const int Orders = 3;
    private const int BitsFlag = 8;
    private const int LongestNumber = 10;
    private static readonly long[] Units =
        [1, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute, TimeSpan.TicksPerHour, TimeSpan.TicksPerDay];

    public static void Pack(ReadOnlySpan<long> numbers, Packer into)
    {
        if (numbers.IsEmpty) return;
        var unit = UnitOf(numbers);
        Span<long> steps = numbers.Length <= PackedRows.Most ? stackalloc long[numbers.Length] : new long[numbers.Length];
        var (best, size, isInBits) = (0, int.MaxValue, false);
        var orders = numbers.ContainsAnyExcept(numbers[0]) ? Orders : 1; // One number throughout cannot be shorter.
        for (var order = 0; order < orders; order++)
        {
            Step(numbers, unit, order, steps);
            var cost = Cost(steps, size);
            if (cost < size) (best, size, isInBits) = (order, cost, false);
            cost = order < steps.Length ? FixedBits.Size(steps[order..]) + order * LongestNumber : int.MaxValue;
            if (cost < size) (best, size, isInBits) = (order, cost, true);
        }

        Step(numbers, unit, best, steps);
        into.Byte((byte)(best | (isInBits ? BitsFlag : 0) | unit << 4));
        if (!isInBits)
        {
            Write(steps, into);
            return;
        }

        foreach (var first in steps[..best]) into.Signed(first);
        FixedBits.Write(steps[best..], into);
    }

    public static void Unpack(ref Unpacker from, scoped Span<long> numbers)
    {
        if (numbers.IsEmpty) return;
        var head = from.Byte();
        var (order, unit) = (head & (BitsFlag - 1), head >> 4);
        if (order >= Orders || unit >= Units.Length) throw new DamagedException("A column is of an unknown kind.");
        if ((head & BitsFlag) == 0) Read(ref from, numbers);
        else
        {
            var firsts = Math.Min(order, numbers.Length);
            foreach (ref var first in numbers[..firsts]) first = from.Signed();
            FixedBits.Read(ref from, numbers[firsts..]);
        }

        for (; order > 0; order--)
        {
            for (var i = order; i < numbers.Length; i++) numbers[i] += numbers[i - 1];
        }

        if (unit == 0) return;
        var factor = Units[unit];
        foreach (ref var number in numbers) number *= factor;
    }

    private static int UnitOf(ReadOnlySpan<long> numbers)
    {
        var unit = Units.Length - 1;
        foreach (var number in numbers)
        {
            while (number % Units[unit] != 0) unit--;
            if (unit == 0) break;
        }

        return unit;
    }

    // Differences may wrap around; so do the sums that undo them.
    private static void Step(ReadOnlySpan<long> numbers, int unit, int order, Span<long> steps)
    {
        numbers.CopyTo(steps);
        if (unit > 0)
        {
            var factor = Units[unit];
            foreach (ref var step in steps) step /= factor;
        }

        for (var done = 1; done <= order; done++)
        {
            for (var i = steps.Length - 1; i >= done; i--) steps[i] -= steps[i - 1];
        }
    }

    private static int Cost(ReadOnlySpan<long> steps, int most)
    {
        var cost = 0;
        for (var i = 0; i < steps.Length && cost < most; i++)
        {
            cost += Size(Packer.Zigzag(steps[i]));
            if (i == 0 || steps[i] != steps[i - 1]) continue;
            var again = Again(steps, i);
            cost += Size((ulong)again);
            i += again;
        }

        return cost;
    }

    private static void Write(ReadOnlySpan<long> steps, Packer into)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            into.Signed(steps[i]);
            if (i == 0 || steps[i] != steps[i - 1]) continue;
            var again = Again(steps, i);
            into.Number((ulong)again);
            i += again;
        }
    }

    private static void Read(ref Unpacker from, scoped Span<long> steps)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = from.Signed();
            if (i == 0 || steps[i] != steps[i - 1]) continue;
            var again = from.Count(steps.Length - i - 1);
            steps.Slice(i + 1, again).Fill(steps[i]);
            i += again;
        }
    }

    // How often the number at i comes again right after it.
    private static int Again(ReadOnlySpan<long> steps, int i)
    {
        var end = i + 1;
        while (end < steps.Length && steps[end] == steps[i]) end++;
        return end - i - 1;
    }

    private static int Size(ulong number) => (BitOperations.Log2(number | 1) + 7) / 7;
}
