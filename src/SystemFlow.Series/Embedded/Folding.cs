using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Series.Embedded;

/// <summary>
/// Brings rows from the log into blocks, a few series at a time between two groups of senders, and shortens the log when all that it held
/// is in blocks. A program that is killed halfway reads the log again, and finds the same rows in both.
/// </summary>
internal sealed partial class Folding(SqliteConnection connection, Heads heads, BlockWriter writer, int mostLogged, ILogger logger) : IDisposable
{
    private readonly BlockTable _blocks = new(connection);
    private readonly Statement _newest = new(connection, "SELECT max(seq) FROM log");
    private readonly Statement _shorten = new(connection, "DELETE FROM log WHERE seq <= ?1");
    private readonly Queue<Head> _waiting = [];
    private readonly List<Head> _done = [];
    private long _upTo;
    private long _logged;
    private long _leaving;

    /// <summary>Rows in the log.</summary>
    public long Logged => _logged;

    public bool IsUnderWay => _waiting.Count > 0;

    /// <summary>Rows were written to the log.</summary>
    public void Add(int rows) => _logged += rows;

    /// <summary>Whether there is anything to do before the next group.</summary>
    public bool IsDue => IsUnderWay || _logged >= mostLogged;

    /// <summary>Folds about so many rows, in a transaction that somebody else began.</summary>
    public void Step(int rows)
    {
        if (!IsUnderWay) Begin();
        while (rows > 0 && _waiting.TryPeek(out var head))
        {
            rows -= head.Count;
            Fold(head);
            _done.Add(_waiting.Dequeue());
        }

        if (!IsUnderWay) _shorten.Bind(1, _upTo).Run();
    }

    /// <summary>What was folded is on disk.</summary>
    public void Publish()
    {
        foreach (var head in _done) head.Sealed();
        _done.Clear();
        if (!IsUnderWay) (_logged, _leaving) = (_logged - _leaving, 0);
    }

    /// <summary>What was folded is not on disk: it is begun again.</summary>
    public void Forget()
    {
        _done.Clear();
        _waiting.Clear();
        _leaving = 0;
    }

    public void Dispose()
    {
        _newest.Dispose();
        _shorten.Dispose();
        _blocks.Dispose();
    }

    private void Begin()
    {
        foreach (var head in heads.All.Where(head => head.Count > 0).OrderBy(head => head.Series)) _waiting.Enqueue(head);
        _newest.Step();
        _upTo = _newest.LongOrNull(0) ?? 0;
        _newest.Reset();
        _leaving = _logged;
    }

    private void Fold(Head head)
    {
        var rows = head.Rows;
        if (rows.IsEmpty) return;
        while (!rows.IsEmpty)
        {
            var (target, next) = Around(head.Series, rows[0].End);
            var here = rows;
            for (var i = 0; next is not null && i < rows.Length; i++)
            {
                if (rows[i].End < next.Value.First) continue;
                here = rows[..i];
                break;
            }

            // A full block is left alone by what comes after it.
            if (target is { IsFull: true } full && here[0].End > full.Last) target = null;
            Write(head.Series, target, here, isTail: next is null);
            rows = rows[here.Length..];
        }

        if (head.Newest is { } newest && newest.End >= head.SealedTo) writer.KeepNewest(head.Series, newest);
    }

    // The block that a row belongs to, and the one behind it.
    private (Block? Target, Block? Next) Around(long series, long end)
    {
        var target = _blocks.At(series, end);
        var next = _blocks.After(series, target?.First ?? end);
        return target is null && next is { IsFull: false } first ? (first, _blocks.After(series, first.First)) : (target, next);
    }

    private void Write(long series, Block? target, ReadOnlySpan<Row> rows, bool isTail)
    {
        if (target is not { } block)
        {
            writer.Insert(series, rows, Level.Raw, isTail);
            return;
        }

        Row[] old = [];
        try
        {
            old = block.Rows();
            writer.Delete(block.Id);
        }
        catch (SeriesException damage)
        {
            writer.PutAside(block.Id);
            Log.PutAside(logger, damage);
        }

        writer.Insert(series, MergedRows.Of(old, rows), Level.Raw, isTail, block.Known);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A damaged block was put aside: its readings are missing until a backup is put back")]
        public static partial void PutAside(ILogger logger, Exception error);
    }
}
