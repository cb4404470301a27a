using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

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
