using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;
using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Influx;

/// <summary>
/// The only thread that takes readings in. All batches that wait go into the spool as one group, and are answered when it is on disk.
/// </summary>
/// <param name="turn">Held while a group is decided and written; what thins out or forgets holds it too.</param>
/// <param name="written">Called when there is something to send.</param>
internal sealed partial class SpoolWriter(
    Spool spool, AppendQueue queue, Comparing comparing, Newest newest, SemaphoreSlim turn, Func<SeriesException?> full, Action written,
    ILogger logger)
{
    private bool _isFailing;

    /// <summary>Runs until the queue is closed and empty, on a thread of its own: it spends its life waiting for the disk.</summary>
    public Task RunAsync() => Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run()
    {
        while (queue.TakeGroup() is { } group)
        {
            turn.Wait();
            try
            {
                Write(group);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    /// <summary>If a group fails, each of its batches is tried alone: a bad one must not take its neighbours down.</summary>
    private void Write(List<Append> group)
    {
        try
        {
            DropCancelled(group);
            if (group.Count == 0) return;
            var answers = Commit(group);
            if (_isFailing) Log.Recovered(logger, spool.Path);
            _isFailing = false;
            written();
            for (var i = 0; i < group.Count; i++) Answer(group[i], append => append.Succeed(answers[i]));
        }
        catch (Exception error)
        {
            var isForEach = error is SeriesException or SqliteException { SqliteErrorCode: raw.SQLITE_BUSY };
            if (group.Count > 1 && !isForEach) group.ForEach(append => Write([append]));
            else Refuse(group, SpoolFile.Explain(error, spool.Path));
        }
    }

    private ImmutableArray<Appended>[] Commit(List<Append> group)
    {
        if (full() is { } problem) throw problem;
        // This thread is the store's own and has nothing else to do; the questions go on elsewhere and end by their own timeout.
        var basis = comparing.GatherAsync(group).GetAwaiter().GetResult();
        spool.Know(group.SelectMany(append => append.Batch).Select(reading => new SeriesKey(reading.Place, reading.Metric)).Distinct());
        var deciding = new Deciding(spool, basis);
        var answers = spool.Write(() => group.ConvertAll(append => deciding.Decide(append.Batch)).ToArray());
        foreach (var (place, latest) in deciding.Newest) newest.Set(place, latest);
        return answers;
    }

    private void DropCancelled(List<Append> group)
    {
        foreach (var append in group.Where(append => append.IsCancelled)) Answer(append, gone => gone.Cancel());
        group.RemoveAll(append => append.Answer.IsCompleted);
    }

    private void Refuse(List<Append> group, SeriesException problem)
    {
        if (!_isFailing) Log.Failing(logger, problem);
        _isFailing = true;
        group.ForEach(append => Answer(append, refused => refused.Fail(problem)));
    }

    private void Answer(Append append, Action<Append> answer)
    {
        queue.Leave(append); // First, so that a sender who was answered finds the room it left.
        answer(append);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The series store refuses readings")]
        public static partial void Failing(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Information, "The series store takes readings again: {Path}")]
        public static partial void Recovered(ILogger logger, string path);
    }
}
