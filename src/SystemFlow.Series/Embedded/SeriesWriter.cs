using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;
using SystemFlow.Domain.Places;

namespace SystemFlow.Series.Embedded;

/// <summary>
/// The only one that writes. Its thread takes every batch that waits as one group, writes the group in one transaction, and answers when the
/// commit is on disk: the busier the store, the more batches share one wait for the disk. Between two groups it brings a part of the
/// log into blocks.
/// </summary>
internal sealed partial class SeriesWriter : IAsyncDisposable
{
    // Twice what came with the group, so that folding is done before the log is twice as long as it may be.
    private const int FoldedForEachLogged = 2;
    private const int LeastFolded = 4_096;

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly Dictionaries _known;
    private readonly AppendQueue _queue;
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly AmendmentTable _amendments;
    private readonly BlockWriter _blocks;
    private readonly Ledger _ledger;
    private readonly Folding _folding;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Task _loop;
    private bool _isFailing;

    public SeriesWriter(
        SqliteConnection connection, Dictionaries known, AppendQueue queue, SeriesOptions options, ILogger logger)
    {
        (_connection, _known, _queue, _path, _logger) = (connection, known, queue, options.Path, logger);
        _amendments = new AmendmentTable(connection);
        _blocks = new BlockWriter(connection, _amendments);
        _ledger = new Ledger(connection, known.Heads, known.Origins, _amendments);
        _folding = new Folding(connection, known.Heads, _blocks, options.LogReadings, logger);
        _folding.Add(known.Logged);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
        // A thread of its own: it spends its life waiting for the disk, and the pool has none to spare for that.
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>For tests that make the disk seem full, which SQLite can do for one connection only.</summary>
    public SqliteConnection Connection => _connection;

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

    /// <summary>Writes what waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _loop;
        _queue.Dispose();
        foreach (var part in new IDisposable[] { _folding, _ledger, _blocks, _amendments, _begin, _commit, _rollback }) part.Dispose();
        await _connection.DisposeAsync();
    }

    private void Run()
    {
        while (_queue.TakeGroup() is { } group)
        {
            lock (_turn)
            {
                Write(group);
                FoldSome(Math.Max(LeastFolded, FoldedForEachLogged * group.Sum(append => append.Batch.Count)));
            }
        }

        lock (_turn) FoldSome(int.MaxValue, isLast: true);
    }

    /// <summary>If a group fails, each of its batches is tried alone: a bad one must not take its neighbours down.</summary>
    private void Write(List<Append> group)
    {
        try
        {
            var answers = Commit(group);
            if (_isFailing) Log.Recovered(_logger, _path);
            _isFailing = false;
            for (var i = 0; i < group.Count; i++) Answer(group[i], append => append.Succeed(answers[i]));
        }
        catch (Exception error)
        {
            _ledger.Forget();
            Undo();
            var isLocked = error is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY }; // It would be for each.
            if (group.Count > 1 && !isLocked) group.ForEach(append => Write([append]));
            else Refuse(group, SqliteFault.Explain(error, _path));
        }
    }

    private ImmutableArray<Appended>[] Commit(List<Append> group)
    {
        _begin.Run();
        DropCancelled(group);
        var answers = group.ConvertAll(Write).ToArray();
        var count = _ledger.Count;
        _ledger.Save();
        _commit.Run();
        _ledger.Publish();
        _folding.Add(count);
        return answers;
    }

    private ImmutableArray<Appended> Write(Append append)
    {
        var answer = ImmutableArray.CreateBuilder<Appended>(append.Batch.Count);
        foreach (var reading in append.Batch) answer.Add(_ledger.Append(reading));
        return answer.MoveToImmutable();
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

    private void Undo()
    {
        // SQLite may have undone it already: a full disk can do that.
        if (raw.sqlite3_get_autocommit(_connection.Handle!) != 0) return;
        try
        {
            _rollback.Run();
        }
        catch (SqliteException error)
        {
            // The next group cannot begin then, and is refused with its own reason; the loop must live to say so.
            Log.StillOpen(_logger, error);
        }
    }

    private void DropCancelled(List<Append> group)
    {
        foreach (var append in group.Where(append => append.IsCancelled)) Answer(append, gone => gone.Cancel());
        group.RemoveAll(append => append.Answer.IsCompleted);
    }

    private void Refuse(List<Append> group, SeriesException problem)
    {
        if (!_isFailing) Log.Failing(_logger, problem);
        _isFailing = true;
        group.ForEach(append => Answer(append, refused => refused.Fail(problem)));
    }

    private void Answer(Append append, Action<Append> answer)
    {
        _queue.Leave(append); // First, so that a sender who was answered finds the room it left.
        answer(append);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The series store refuses readings")]
        public static partial void Failing(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Error, "A failed write could not be undone")]
        public static partial void StillOpen(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Warning, "The log could not be brought into blocks yet; nothing is lost, and it is tried again")]
        public static partial void NotFolded(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Information, "The series store takes readings again: {Path}")]
        public static partial void Recovered(ILogger logger, string path);
    }
}
