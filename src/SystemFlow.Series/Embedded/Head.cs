namespace SystemFlow.Series.Embedded;

/// <summary>
/// The newest end of one series, in memory: its newest row, and the rows that are in the log and not in blocks yet. One thread writes, in
/// two steps: what it stages it alone sees; what is on disk everybody sees.
/// </summary>
internal sealed class Head(long series, SeriesKey key)
{
    private static readonly Row[] None = [];

    private readonly Lock _gate = new();
    private Row[] _rows = None; // By period end.
    private int _count;
    private Row? _newest;

    // Staged: those that came in order, and those that did not or replace one that did.
    private List<Row>? _inOrder;
    private Dictionary<long, Row>? _others;
    private long _stagedTo = long.MinValue;

    /// <summary>Its number.</summary>
    public long Series => series;

    public SeriesKey Key => key;

    /// <summary>The last period's end in blocks; the least number there is while there are none.</summary>
    public long SealedTo { get; private set; } = long.MinValue;

    /// <summary>Whether something is staged.</summary>
    public bool IsTouched => _inOrder is { Count: > 0 } || _others is { Count: > 0 };

    /// <summary>Rows that are not in blocks.</summary>
    public int Count => Volatile.Read(ref _count);

    public Row? Newest
    {
        get { lock (_gate) return _newest; }
    }

    /// <summary>The first of the rows that are not in blocks with <c>from &lt;= End &lt; to</c>.</summary>
    public Row[] Slice(long from, long to, int most = int.MaxValue)
    {
        if (Count == 0) return None;
        lock (_gate)
        {
            var (first, last) = (IndexOf(from), IndexOf(to));
            return first >= last ? None : _rows.AsSpan(first, Math.Min(last - first, most)).ToArray();
        }
    }

    /// <summary>The writer's own view: what is staged, else what is here. It may be in blocks too, or only there.</summary>
    public Row? Find(long end)
    {
        if (_others?.TryGetValue(end, out var other) == true) return other;
        if (_inOrder is { Count: > 0 } staged && end <= staged[^1].End)
        {
            var at = staged.BinarySearch(new Row(end, 0, 0, 0), Row.ByEnd);
            if (at >= 0) return staged[at];
        }

        var index = IndexOf(end);
        return index < _count && _rows[index].End == end ? _rows[index] : null;
    }

    /// <summary>Whether a period's end comes after all there is, staged and in blocks included.</summary>
    public bool IsNewest(long end) => end > _stagedTo && !(end <= _newest?.End);

    public void Stage(in Row row)
    {
        _inOrder ??= [];
        var isInOrder = (_inOrder.Count == 0 ? _count == 0 || row.End > _rows[_count - 1].End : row.End > _inOrder[^1].End)
            && _others is not { Count: > 0 };
        if (isInOrder) _inOrder.Add(row);
        else (_others ??= [])[row.End] = row;
        _stagedTo = Math.Max(_stagedTo, row.End);
    }

    /// <summary>Everybody sees what was staged.</summary>
    public void Publish()
    {
        lock (_gate)
        {
            if (_inOrder is { Count: > 0 } inOrder)
            {
                Room(inOrder.Count);
                inOrder.CopyTo(_rows, _count);
                _count += inOrder.Count;
                Renew(inOrder[^1]);
            }

            if (_others is { Count: > 0 } others) Merge([.. others.Values.Order(Row.ByEnd)]);
        }

        Forget();
    }

    /// <summary>What was staged is not on disk.</summary>
    public void Forget()
    {
        _inOrder?.Clear();
        (_others, _stagedTo) = (null, long.MinValue);
        if (_inOrder?.Capacity > 64) _inOrder = null;
    }

    /// <summary>The newest row as the file has it.</summary>
    public void Load(Row newest)
    {
        lock (_gate) (_newest, SealedTo) = (newest, newest.End);
    }

    /// <summary>What is in blocks was thinned out, and ends with another row now.</summary>
    public void Thinned(Row newest)
    {
        lock (_gate)
        {
            if (_count == 0) _newest = newest;
        }
    }

    /// <summary>Rows as they lie here; only for the writer.</summary>
    public ReadOnlySpan<Row> Rows => _rows.AsSpan(0, _count);

    /// <summary>All rows are in blocks.</summary>
    public void Sealed()
    {
        if (_count == 0) return;
        lock (_gate)
        {
            SealedTo = Math.Max(SealedTo, _rows[_count - 1].End);
            (_rows, _count) = (None, 0);
        }
    }

    private void Merge(Row[] rows)
    {
        var merged = new Row[_count + rows.Length];
        merged = merged[..MergedRows.Into(_rows.AsSpan(0, _count), rows, merged)];
        (_rows, _count) = (merged, merged.Length);
        Renew(rows[^1]);
    }

    private void Renew(in Row row)
    {
        if (!(row.End < _newest?.End)) _newest = row;
    }

    private void Room(int more)
    {
        if (_count + more > _rows.Length) Array.Resize(ref _rows, Math.Max(_count + more, Math.Max(4, 2 * _rows.Length)));
    }

    private int IndexOf(long end)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_rows[middle].End < end) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}

/// <summary>Rows of one series from two places.</summary>
internal static class MergedRows
{
    /// <summary>Both in the order of their ends; of two with the same end the newer counts. How many there are.</summary>
    public static int Into(ReadOnlySpan<Row> older, ReadOnlySpan<Row> newer, Span<Row> merged)
    {
        int o = 0, n = 0, count = 0;
        while (o < older.Length || n < newer.Length)
        {
            if (n == newer.Length || o < older.Length && older[o].End < newer[n].End) merged[count++] = older[o++];
            else
            {
                if (o < older.Length && older[o].End == newer[n].End) o++;
                merged[count++] = newer[n++];
            }
        }

        return count;
    }

    /// <inheritdoc cref="Into"/>
    public static Row[] Of(ReadOnlySpan<Row> older, ReadOnlySpan<Row> newer)
    {
        if (newer.IsEmpty) return older.ToArray();
        var merged = new Row[older.Length + newer.Length];
        return merged[..Into(older, newer, merged)];
    }
}
