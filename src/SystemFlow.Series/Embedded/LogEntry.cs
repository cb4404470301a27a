using System.Text;
using SystemFlow.Series.Embedded.Packing;

namespace SystemFlow.Series.Embedded;

/// <summary>
/// One group of rows as the log keeps it until they are in blocks: each row as it counts, so that a program that starts after a kill puts
/// them where they were by reading them in order. Reading them twice changes nothing.
/// </summary>
internal sealed class LogEntry
{
    [Flags]
    private enum Has : byte { None = 0, Value = 1, WholeValue = 2, Submitted = 4, Started = 8, Known = 16, Detail = 32 }

    private readonly Packer _packer = new();
    private long _end;

    /// <summary>Rows in it.</summary>
    public int Count { get; private set; }

    public void Add(long series, in Row row)
    {
        var isWhole = row.HasValue && Math.Abs(row.Value) < int.MaxValue && BitConverter.DoubleToInt64Bits((int)row.Value) == BitConverter.DoubleToInt64Bits(row.Value);
        var has = (row.HasValue ? Has.Value : 0) | (isWhole ? Has.WholeValue : 0)
            | (row.Submitted != row.End ? Has.Submitted : 0) | (row.Started != 0 ? Has.Started : 0)
            | (row.Known != 0 ? Has.Known : 0) | (row.Detail is not null ? Has.Detail : 0);
        _packer.Byte((byte)has);
        _packer.Number((ulong)series);
        _packer.Signed(row.End - _end);
        if (isWhole) _packer.Signed((int)row.Value);
        else if (row.HasValue) _packer.Double(row.Value);
        _packer.Number((ulong)row.Origin);
        if (row.Submitted != row.End) _packer.Signed(row.Submitted - row.End);
        if (row.Started != 0) _packer.Signed(row.Started - row.End);
        if (row.Known != 0) _packer.Signed(row.Known - row.End);
        if (row.Detail is not null) _packer.Section(Encoding.UTF8.GetBytes(Details.Write(row.Detail)!));
        _end = row.End;
        Count++;
    }

    /// <summary>The whole. Nothing can be added before it is cleared.</summary>
    public ReadOnlySpan<byte> Seal()
    {
        _packer.Seal();
        return _packer.Written;
    }

    /// <summary>Empty, and ready for the next group.</summary>
    public void Clear()
    {
        _packer.Clear();
        (_end, Count) = (0, 0);
    }

    /// <exception cref="DamagedException">It is not as it was written.</exception>
    public static List<(long Series, Row Row)> Read(ReadOnlySpan<byte> bytes)
    {
        var from = Unpacker.OfSealed(bytes);
        var rows = new List<(long, Row)>();
        for (var end = 0L; !from.IsAtEnd;)
        {
            var has = (Has)from.Byte();
            var series = (long)from.Number();
            end += from.Signed();
            var value = (has & Has.WholeValue) != 0 ? from.Signed() : (has & Has.Value) != 0 ? from.Double() : double.NaN;
            var origin = from.Count(int.MaxValue);
            var submitted = (has & Has.Submitted) != 0 ? end + from.Signed() : end;
            var started = (has & Has.Started) != 0 ? end + from.Signed() : 0;
            var known = (has & Has.Known) != 0 ? end + from.Signed() : 0;
            var detail = (has & Has.Detail) != 0 ? Details.Read(Encoding.UTF8.GetString(from.Section())) : null;
            rows.Add((series, new Row(end, value, submitted, origin, started, known, detail)));
        }

        return rows;
    }
}
