using Microsoft.Data.Sqlite;
using SQLitePCL;
using SystemFlow.Series;

namespace SystemFlow.Web.Health;

/// <summary>Why the record takes no readings.</summary>
public enum RecordFault
{
    /// <summary>The store is in trouble of another kind: the log says which.</summary>
    Other,
    /// <summary>The disk has no room.</summary>
    DiskFull,
    /// <summary>The disk answers with faults.</summary>
    DiskFails,
}

/// <summary>The record takes no readings.</summary>
/// <param name="Since">The first batch that was refused. UTC.</param>
public sealed record RecordTrouble(RecordFault Fault, DateTimeOffset Since);

/// <summary>
/// Whether the record takes readings, as the last batch that came to it shows. While it does not, every page says so; senders are asked to
/// send again, and the first batch that is taken ends it.
/// </summary>
public sealed partial class RecordWatch(TimeProvider time, ILogger<RecordWatch> logger)
{
    private readonly Lock _gate = new();
    private volatile RecordTrouble? _now;
    private long _refused;

    /// <summary>Told on the thread of whoever sent the batch, when trouble begins or ends: do little.</summary>
    public event Action? Changed;

    /// <summary>The trouble of now; null while readings are taken.</summary>
    public RecordTrouble? Now => _now;

    /// <summary>A batch is on record.</summary>
    public void Taken()
    {
        if (_now is null) return;
        lock (_gate)
        {
            if (_now is not { } over) return;
            _now = null;
            LogOver((time.GetUtcNow() - over.Since).TotalMinutes, _refused);
        }

        Changed?.Invoke();
    }

    /// <summary>The store took nothing of a batch. That it only had too much at once is no trouble: it says so by its queue.</summary>
    public void Refused(SeriesException why, int readings)
    {
        if (why.IsBusy) return;
        lock (_gate)
        {
            var fault = FaultOf(why);
            if (_now is { } known)
            {
                _refused += readings;
                if (known.Fault == fault) return;
                _now = known with { Fault = fault };
            }
            else
            {
                _refused = readings;
                _now = new RecordTrouble(fault, time.GetUtcNow());
            }

            LogTrouble(why.Message);
        }

        Changed?.Invoke();
    }

    private static RecordFault FaultOf(SeriesException why) => (why.InnerException as SqliteException)?.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => RecordFault.DiskFull,
        raw.SQLITE_IOERR => RecordFault.DiskFails,
        _ => RecordFault.Other,
    };

    [LoggerMessage(1, LogLevel.Error, "The record takes no readings, and every page says so. {Why}")]
    private partial void LogTrouble(string why);

    [LoggerMessage(2, LogLevel.Information, "The record takes readings again, after {Minutes:0.0} minutes. {Refused} readings had been refused meanwhile, each time that they were sent.")]
    private partial void LogOver(double minutes, long refused);
}
