using Microsoft.Data.Sqlite;

namespace SystemFlow.Series.Embedded;

/// <summary>Thins out blocks that are old enough, one run of them at a time, in a transaction that somebody else began.</summary>
internal sealed class ThinningOut(SqliteConnection connection, BlockWriter writer, AmendmentTable amendments) : IDisposable
{
    private const int MostInARun = 32;

    private readonly BlockTable _blocks = new(connection);
    private readonly Statement _due = new(connection, "SELECT id, series, first FROM block WHERE level = ?1 AND last < ?2 LIMIT 1");

    /// <summary>How many rows went; null when nothing is old enough.</summary>
    /// <param name="changed">Takes a series whose last row is another one now, and that row.</param>
    public long? Step(Level level, long before, Action<long, Row> changed)
    {
        if (Due(level, before) is not var (series, first)) return null;
        var run = Run(series, first, level, before);
        var rows = run.SelectMany(block => block.Rows()).ToList();
        var kept = Stretches.Thin(rows, level, row =>
        {
            if (row.IsAmended) amendments.Forget(series, row.End);
        });
        if (kept.Count == rows.Count)
        {
            run.ForEach(block => writer.Mark(block.Id, level));
            return 0;
        }

        run.ForEach(block => writer.Delete(block.Id));
        var isTail = _blocks.After(series, run[^1].First) is null;
        writer.Insert(series, kept.ToArray(), level, isTail, run.Min(block => block.Known));
        if (isTail)
        {
            writer.KeepNewest(series, kept[^1]);
            changed(series, kept[^1]);
        }

        return rows.Count - kept.Count;
    }

    public void Dispose()
    {
        _due.Dispose();
        _blocks.Dispose();
    }

    private (long Series, long First)? Due(Level level, long before)
    {
        for (var from = Level.Raw; from < level; from++)
        {
            if (!_due.Bind(1, (long)from).Bind(2, before).Step()) continue;
            var due = (_due.Long(1), _due.Long(2));
            _due.Reset();
            return due;
        }

        return null;
    }

    // Blocks side by side that are due, with a neighbour that has room, or that has a part of the same stretch.
    private List<Block> Run(long series, long first, Level level, long before)
    {
        var run = new List<Block>();
        for (var block = _blocks.At(series, first); block is { } due && run.Count < MostInARun; block = _blocks.After(series, due.First))
        {
            if (due.Level >= level || due.Last >= before) break;
            run.Add(due);
        }

        if (_blocks.At(series, first - 1) is { } earlier && earlier.Level == level
            && (!earlier.IsFull || Stretches.AreOne(level, earlier.Last, run[0].First)))
        {
            run.Insert(0, earlier);
        }

        if (_blocks.After(series, run[^1].First) is { } later && later.Level == level && Stretches.AreOne(level, later.First, run[^1].Last)) run.Add(later);
        return run;
    }
}
