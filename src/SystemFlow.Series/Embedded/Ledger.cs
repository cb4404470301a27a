using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>Decides what becomes of readings, one by one, inside a transaction that somebody else began.</summary>
internal sealed class Ledger(SqliteConnection connection, Heads heads, IdMap<Origin> origins, AmendmentTable amendments) : IDisposable
{
    private readonly Statement _log = new(connection, "INSERT INTO log (count, bytes) VALUES (?1, ?2)");
    private readonly Statement _series = new(connection, "INSERT INTO series (id, place, metric) VALUES (?1, ?2, ?3)");
    private readonly Statement _origin = new(connection, "INSERT INTO origin (id, source, method, cadence, absent) VALUES (?1, ?2, ?3, ?4, ?5)");
    private readonly LogEntry _entry = new();
    private readonly List<Head> _touched = [];
    private readonly StoredRows _stored = new(connection);
    private (Origin Of, int Id)? _last;
    private long _firstKnown = long.MaxValue;

    /// <summary>Rows of this transaction.</summary>
    public int Count => _entry.Count;

    /// <summary>What is in blocks changed.</summary>
    public void Reload() => _stored.Clear();

    public Appended Append(Reading reading)
    {
        var head = heads.HeadOf(new SeriesKey(reading.Place, reading.Metric));
        var row = Row.Of(reading, OriginOf(reading));
        if (head.IsNewest(row.End)) return Take(AppendOutcome.Accepted, head, row, reading);

        var (stored, isSummary) = head.Find(row.End) is { } recent ? (recent, false) : _stored.Find(head, row.End);
        if (stored is not { } old) return Take(AppendOutcome.Accepted, head, row, reading);

        var before = old.ToReading(head.Key, origins[old.Origin]);
        if (isSummary) return new Appended(AppendOutcome.Duplicate, before);
        if (Submission.Replaces(before, reading))
        {
            amendments.Insert(head.Series, old, row.Submitted);
            var amended = reading with { AmendedFrom = before.Value, AmendedAt = reading.SubmittedAt };
            return Take(AppendOutcome.Amended, head, Row.Of(amended, row.Origin), amended);
        }

        if (!Submission.Confirms(before, reading)) return new Appended(AppendOutcome.Duplicate, before);
        var confirmed = old with { Submitted = row.Submitted, Known = old.KnownTicks };
        return Take(AppendOutcome.Duplicate, head, confirmed, confirmed.ToReading(head.Key, origins[old.Origin]));
    }

    /// <summary>Writes what this transaction took to the log, with the names that it met first.</summary>
    public void Save()
    {
        foreach (var head in heads.Unsaved)
        {
            _series.Bind(1, head.Series).Bind(2, head.Key.Place.ToString()).Bind(3, head.Key.Metric.ToString()).Run();
        }

        foreach (var (origin, id) in origins.Unsaved)
        {
            _origin.Bind(1, id)
                .Bind(2, origin.Source)
                .Bind(3, origin.Method.ToString())
                .Bind(4, origin.Cadence?.Ticks)
                .Bind(5, origin.Absent?.ToString())
                .Run();
        }

        if (_entry.Count > 0) _log.Bind(1, _entry.Count).Bind(2, _entry.Seal()).Run();
    }

    /// <summary>The transaction is on disk: everybody sees what it took.</summary>
    public void Publish()
    {
        heads.Saved();
        origins.Saved();
        heads.Publish(_touched, _firstKnown);
        Clear();
    }

    /// <summary>The transaction failed.</summary>
    public void Forget()
    {
        _touched.ForEach(head => head.Forget());
        heads.Forget();
        origins.Forget();
        Clear();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _log, _series, _origin }) statement.Dispose();
        _stored.Dispose();
    }

    private Appended Take(AppendOutcome outcome, Head head, in Row row, Reading reading)
    {
        if (!head.IsTouched) _touched.Add(head);
        head.Stage(row);
        _entry.Add(head.Series, row);
        _firstKnown = Math.Min(_firstKnown, row.KnownTicks);
        return new Appended(outcome, reading);
    }

    // A feed's readings follow each other.
    private int OriginOf(Reading reading)
    {
        var origin = Origin.Of(reading);
        if (_last is not { } last || last.Of != origin) _last = last = (origin, checked((int)origins.IdOf(origin)));
        return last.Id;
    }

    private void Clear()
    {
        _touched.Clear();
        _entry.Clear();
        (_last, _firstKnown) = (null, long.MaxValue);
    }
}

/// <summary>Finds single rows in blocks for the writer, which often asks for neighbours: a return that is sent again, a history that is amended.</summary>
internal sealed class StoredRows(SqliteConnection connection) : IDisposable
{
    private const int MostUnpacked = 64;

    private readonly BlockTable _blocks = new(connection);
    private readonly Dictionary<long, (Block Block, Row[] Rows)> _unpacked = []; // The last of each series.

    /// <summary>The row at a period's end; or the one that stands for it too.</summary>
    public (Row? Row, bool IsSummary) Find(Head head, long end)
    {
        if (end > head.SealedTo || BlockAt(head.Series, end) is not { } at) return (null, false);
        var index = at.Rows.AsSpan().BinarySearch(new Row(end, 0, 0, 0), Row.ByEnd);
        if (index >= 0) return (at.Rows[index], false);
        var next = ~index < at.Rows.Length ? at.Rows[~index] : _blocks.After(head.Series, at.Block.First)?.Rows()[0];
        return next?.Detail?.StandsFor is { } all && all.Since.UtcTicks <= end ? (next, true) : (null, false);
    }

    public void Clear() => _unpacked.Clear();

    public void Dispose() => _blocks.Dispose();

    private (Block Block, Row[] Rows)? BlockAt(long series, long end)
    {
        if (_unpacked.TryGetValue(series, out var last) && last.Block.First <= end && end <= last.Block.Last) return last;
        if ((_blocks.At(series, end) ?? _blocks.After(series, end)) is not { } block) return null;
        if (_unpacked.Count >= MostUnpacked) _unpacked.Clear();
        return _unpacked[series] = (block, block.Rows());
    }
}
