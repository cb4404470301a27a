
namespace SystemFlow.Series.Embedded.Packing;

/// <summary>
/// Rows of one series, oldest first, packed by columns into one sealed piece. Columns, each with its length before it: period ends,
/// values, submitted after the end, origins, started before the end, known after the end, what they stand for, details. One that no row has
/// is empty. So a chart unpacks two columns of eight.
/// </summary>
internal static class PackedRows
{
    /// <summary>Rows in a full block: the more, the better they pack, and the more is packed anew when one comes late.</summary>
    public const int Most = 512;

    private const byte Layout = 1;
    private const int MostThatCanBe = 1 << 20;

    [ThreadStatic]
    private static (Packer Whole, Packer Column)? _packers;

    public static byte[] Pack(ReadOnlySpan<Row> rows)
    {
        var (whole, column) = _packers ??= (new Packer(), new Packer());
        whole.Clear();
        whole.Byte(Layout);
        whole.Number((ulong)rows.Length);
        var numbers = new long[rows.Length];
        var values = new double[rows.Length];

        Column(rows, row => row.End);
        for (var i = 0; i < rows.Length; i++) values[i] = rows[i].Value;
        Doubles.Pack(values, column);
        Close();
        Column(rows, row => row.Submitted - row.End);
        Column(rows, row => row.Origin);
        SomeRows(rows, row => row.Started != 0, row => row.Started - row.End);
        SomeRows(rows, row => row.Known != 0, row => row.Known - row.End);
        Summaries.Pack(rows, column);
        Close();
        Details.Pack(rows, column);
        Close();
        whole.Seal();
        return whole.Written.ToArray();

        void Column(ReadOnlySpan<Row> of, Func<Row, long> number)
        {
            for (var i = 0; i < of.Length; i++) numbers[i] = number(of[i]);
            Longs.Pack(numbers.AsSpan(0, of.Length), column);
            Close();
        }

        void SomeRows(ReadOnlySpan<Row> all, Func<Row, bool> has, Func<Row, long> number)
        {
            var count = 0;
            foreach (var row in all)
            {
                if (has(row)) numbers[count++] = number(row);
            }

            if (count > 0)
            {
                Bits.Pack(all, has, column);
                Longs.Pack(numbers.AsSpan(0, count), column);
            }

            Close();
        }

        void Close()
        {
            whole.Section(column.Written);
            column.Clear();
        }
    }

    /// <exception cref="DamagedException">It is not as it was written.</exception>
    public static Row[] Unpack(ReadOnlySpan<byte> bytes)
    {
        var from = Open(bytes, out var count);
        long[] ends = new long[count], submitted = new long[count], origins = new long[count];
        var values = new double[count];
        Numbers(ref from, ends);
        Values(ref from, values);
        Numbers(ref from, submitted);
        Numbers(ref from, origins);
        var started = SomeRows(ref from, count);
        var known = SomeRows(ref from, count);
        var summaries = Summaries.Unpack(from.Section(), count);
        var details = Details.Unpack(from.Section(), count);
        var rows = new Row[count];
        for (var i = 0; i < count; i++)
        {
            var detail = details?[i];
            if (summaries?[i] is { } summary) detail = (detail ?? Details.None) with { StandsFor = summary };
            rows[i] = new Row(
                ends[i], values[i], ends[i] + submitted[i], checked((int)origins[i]),
                started?[i] is { } start ? ends[i] + start : 0, known?[i] is { } knew ? ends[i] + knew : 0, detail);
        }

        return rows;
    }

    /// <summary>Adds the values within a stretch of time, and unpacks nothing else.</summary>
    /// <exception cref="DamagedException">It is not as it was written.</exception>
    public static void Thin(ReadOnlySpan<byte> bytes, long from, long to, Thinning into)
    {
        var columns = Open(bytes, out var count);
        Span<long> ends = count <= Most ? stackalloc long[count] : new long[count];
        Span<double> values = count <= Most ? stackalloc double[count] : new double[count];
        Numbers(ref columns, ends);
        Values(ref columns, values);
        for (var other = 0; other < 4; other++) columns.Section();
        var summaries = Summaries.Unpack(columns.Section(), count);
        for (var i = 0; i < count; i++)
        {
            if (ends[i] < from || ends[i] >= to) continue;
            if (summaries?[i] is { } summary) into.Add(ends[i], values[i], summary);
            else if (!double.IsNaN(values[i])) into.Add(ends[i], values[i]);
        }
    }

    private static Unpacker Open(ReadOnlySpan<byte> bytes, out int count)
    {
        var from = Unpacker.OfSealed(bytes);
        if (from.Byte() != Layout) throw new DamagedException("It is packed in a way that this program does not know.");
        count = from.Count(MostThatCanBe);
        return from;
    }

    private static void Numbers(ref Unpacker from, scoped Span<long> numbers)
    {
        var column = new Unpacker(from.Section());
        Longs.Unpack(ref column, numbers);
    }

    private static void Values(ref Unpacker from, scoped Span<double> values)
    {
        var column = new Unpacker(from.Section());
        Doubles.Unpack(ref column, values);
    }

    private static long?[]? SomeRows(ref Unpacker from, int count)
    {
        var column = new Unpacker(from.Section());
        if (column.IsAtEnd) return null;
        var has = new bool[count];
        var numbers = new long[Bits.Unpack(ref column, has)];
        Longs.Unpack(ref column, numbers);
        var some = new long?[count];
        for (int i = 0, next = 0; i < count; i++)
        {
            if (has[i]) some[i] = numbers[next++];
        }

        return some;
    }
}
