using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded;
using SystemFlow.Series.Embedded.Packing;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded.Packing;

public sealed class PackedRowsTests
{
    private static readonly long Nine = A.Monday9am.UtcTicks;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Pack_AnyRows_ComeBackExactly(int seed)
    {
        var random = new Random(seed);
        var end = Nine;
        Row[] rows = [.. Enumerable.Range(0, random.Next(1, 600)).Select(i =>
        {
            end += random.Next(3) == 0 ? random.NextInt64(1, TimeSpan.TicksPerDay) : TimeSpan.TicksPerMinute;
            return new Row(
                end, ValueOf(random), end + (random.Next(2) == 0 ? 0 : random.NextInt64(-TimeSpan.TicksPerDay, TimeSpan.TicksPerDay)), random.Next(1, 5),
                random.Next(3) == 0 ? end - TimeSpan.TicksPerHour : 0, random.Next(9) == 0 ? end + random.Next() : 0, DetailOf(random));
        })];

        Assert.Equal(rows, PackedRows.Unpack(PackedRows.Pack(rows)));
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue, 0L)]
    [InlineData(0L, 0L, 0L)]
    [InlineData(1L, -1L, long.MaxValue)]
    public void Longs_OfAnySize_ComeBack(long first, long second, long third)
    {
        long[] numbers = [first, second, third, third, third, third, second, first];
        var packer = new Packer();
        Longs.Pack(numbers, packer);

        var back = new long[numbers.Length];
        var unpacker = new Unpacker(packer.Written);
        Longs.Unpack(ref unpacker, back);

        Assert.Equal(numbers, back);
        Assert.True(unpacker.IsAtEnd);
    }

    [Fact]
    public void Pack_ALiveFeed_TakesThreeBytesAReadingAtMost()
    {
        var random = new Random(1);
        var value = 560.0;
        Row[] rows = [.. Enumerable.Range(0, PackedRows.Most).Select(i =>
        {
            var end = Nine + i * 5 * TimeSpan.TicksPerMinute;
            value += random.Next(-4, 5);
            return new Row(end, value, end + TimeSpan.FromMilliseconds(random.Next(2_000, 6_000)).Ticks, 1);
        })];

        Assert.InRange(PackedRows.Pack(rows).Length, PackedRows.Most, 3 * PackedRows.Most);
    }

    [Fact]
    public void Unpack_AnyByteChanged_IsNoticed()
    {
        var packed = PackedRows.Pack([new Row(Nine, 561, Nine + 5, 1, Detail: new Detail(1, 2, "m", "c", null, null, null)), new Row(Nine + 7, 3.25, Nine + 7, 2)]);

        Assert.All(Enumerable.Range(0, packed.Length), at =>
        {
            var damaged = packed.ToArray();
            damaged[at] ^= 0x10;
            Assert.Throws<DamagedException>(() => PackedRows.Unpack(damaged));
        });
        Assert.All(Enumerable.Range(0, packed.Length), length => Assert.Throws<DamagedException>(() => PackedRows.Unpack(packed.AsSpan(0, length))));
    }

    private static double ValueOf(Random random) => random.Next(8) switch
    {
        0 => double.NaN,
        1 => random.NextDouble() * 1e9,
        2 => -0.0,
        3 => random.Next() / 100.0,
        4 => double.MaxValue,
        _ => random.Next(-5, 700),
    };

    private static Detail? DetailOf(Random random) => random.Next(10) switch
    {
        0 => new Detail(random.Next(), random.Next(), $"m-{random.Next()}", null, null, null, null),
        1 => new Detail(null, null, null, "Ward 5B\n\"closed\" – norovirus", 0.1, A.Monday9am.AddTicks(random.Next()), null),
        2 => new Detail(null, null, null, null, null, null, new Summary(random.Next(1, 99), -1.5, 1e300, 1 / 3.0, A.Monday9am.AddTicks(-random.Next()))),
        3 => new Detail(1, null, null, null, null, null, new Summary(1, 2, 2, 2, A.Monday9am)),
        _ => null,
    };
}
