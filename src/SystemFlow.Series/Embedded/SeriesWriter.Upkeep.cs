using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Places;

namespace SystemFlow.Series.Embedded;

/// <summary>What the writer does between two groups: brings the log into blocks, makes room, forgets places.</summary>
internal sealed partial class SeriesWriter
{
    /// <summary>Rows in the log, which the next start would read.</summary>
    public long Logged => _folding.Logged;

    /// <summary>Forgets all series of a place.</summary>
    public int Delete(PlaceCode place)
    {
        lock (_turn)
        {
            FoldAll(); // Then no log names the series any more.
            var heads = _known.Heads.At(place);
            InTransaction(() =>
            {
                foreach (var table in (string[])["block WHERE series", "amendment WHERE series", "damaged WHERE series", "series WHERE id"])
                {
                    using var delete = new Statement(_connection, $"DELETE FROM {table} = ?1");
                    foreach (var head in heads) delete.Bind(1, head.Series).Run();
                }
            });
            foreach (var head in heads) _known.Heads.Remove(head);
            using var known = new Statement(_connection, "SELECT min(known) FROM block");
            known.Step();
            _known.Heads.KnownSince = known.LongOrNull(0) ?? long.MaxValue;
            return heads.Length;
        }
    }

    /// <summary>Thins out one run of blocks that end before a moment; null when there is none.</summary>
    public long? ThinOut(Level level, long before)
    {
        lock (_turn)
        {
            // What is in blocks must not be in the log too: a start would bring back what was merged.
            if (_folding.IsUnderWay) FoldAll();
            using var thinning = new ThinningOut(_connection, _blocks, _amendments);
            var ends = new List<(long Series, Row Newest)>();
            var gone = InTransaction(() => thinning.Step(level, before, (series, newest) => ends.Add((series, newest))));
            foreach (var (series, newest) in ends) _known.Heads.All.First(head => head.Series == series).Thinned(newest);
            return gone;
        }
    }

    /// <summary>Brings the whole log into blocks.</summary>
    public void Fold()
    {
        lock (_turn) FoldAll();
    }

    // It must not stop the thread: what it could not do it does later, and the log keeps all until then.
    private void FoldSome(int rows, bool isLast = false)
    {
        if (!_folding.IsDue && !(isLast && _folding.Logged > 0)) return;
        try
        {
            FoldStep(rows);
            if (isLast && _folding.IsUnderWay) FoldStep(rows);
        }
        catch (Exception error) when (error is SqliteException or SeriesException)
        {
            Log.NotFolded(_logger, error);
        }
    }

    private void FoldAll()
    {
        if (_folding.IsUnderWay) FoldStep(int.MaxValue);
        if (_folding.Logged > 0) FoldStep(int.MaxValue);
    }

    private void FoldStep(int rows)
    {
        _ledger.Reload();
        try
        {
            InTransaction(() => _folding.Step(rows));
        }
        catch
        {
            _folding.Forget();
            throw;
        }

        _folding.Publish();
    }

    private void InTransaction(Action work) => InTransaction(() =>
    {
        work();
        return true;
    });

    private T InTransaction<T>(Func<T> work)
    {
        _ledger.Reload();
        _begin.Run();
        try
        {
            var answer = work();
            _commit.Run();
            return answer;
        }
        catch
        {
            Undo();
            throw;
        }
    }
}
