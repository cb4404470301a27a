using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Series.Influx;

/// <summary>
/// Sends what waits in the spool, in order, and takes out what the server has. While the server is away it tries again, less and less
/// often, and says so once; when it is back, it says how many were caught up.
/// </summary>
internal sealed partial class Drain(
    Spool spool, SpoolReader waiting, Server server, Settling settling, Sending sending, Consistency consistency, TimeProvider time, Random chance, ILogger logger)
    : IAsyncDisposable
{
    private const int BatchRows = 5_000;

    private readonly Channel<bool> _work = Signal();
    private readonly Channel<bool> _now = Signal();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Backoff _backoff = new(chance);
    private readonly Turnstile _sent = new();
    private readonly Turnstile _steps = new();
    private long _step;
    private Task _loop = Task.CompletedTask;
    private long _caughtUp;
    private DateTimeOffset? _awaySince;
    private bool _isFailing;

    public void Start()
    {
        _sent.Pass(waiting.First(1) is [var first] ? first.Id - 1 : spool.LastId);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>There is something to send, or the server seems away.</summary>
    public void Wake() => _work.Writer.TryWrite(true);

    /// <summary>Waits until the server has everything that waits now. If it is away, tries it at once.</summary>
    /// <exception cref="SeriesException">It is away.</exception>
    public async Task PassAllAsync(CancellationToken cancellationToken)
    {
        var sent = _sent.WaitFor(spool.LastId);
        var step = server.IsThere ? Task.CompletedTask : _steps.WaitFor(Interlocked.Read(ref _step) + 1);
        _now.Writer.TryWrite(true);
        Wake();
        await Task.WhenAll(sent, step).WaitAsync(cancellationToken);
    }

    /// <summary>Waits until the server has everything up to a row.</summary>
    /// <exception cref="SeriesException">It is away, or there is too much before the row.</exception>
    public async Task PassAsync(long id, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (!server.IsThere) throw server.Absence();
        try
        {
            await _sent.WaitFor(id).WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new SeriesException(
                $"Readings that came while InfluxDB was away are still being caught up: {spool.Waiting:N0} wait. Ask again in a while.")
            {
                RetryAfter = Backoff.Longest,
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        Fail(new ObjectDisposedException(nameof(InfluxSeriesStore)));
        _stopping.Dispose();
    }

    private static Channel<bool> Signal() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _now.Reader.TryRead(out _);
                if (!await StepAsync(_stopping.Token)) await _work.Reader.ReadAsync(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                await WaitAsync(error);
            }
        }
    }

    /// <summary>Sends one batch; false when there was none.</summary>
    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await server.PrepareAsync(cancellationToken);
        var window = waiting.First(BatchRows);
        if (window.Count > 0) await consistency.SendAsync(() => PassAsync(window, cancellationToken), cancellationToken);
        _backoff.Succeeded();
        _isFailing = false;
        _awaySince = server.Returned() ?? _awaySince;
        _steps.Pass(Interlocked.Increment(ref _step));
        if (window.Count == 0 && _awaySince is { } since)
        {
            Log.Back(logger, server.Url, since, _caughtUp);
            spool.Shrink();
            (_awaySince, _caughtUp) = (null, 0);
        }

        return window.Count > 0;
    }

    private async Task PassAsync(List<SpoolRow> window, CancellationToken cancellationToken)
    {
        if (window[0].IsDeletion)
        {
            await sending.DropAsync(window[0], cancellationToken);
            Confirm(window[0].Id, 0);
            return;
        }

        window = [.. window.TakeWhile(row => !row.IsDeletion)];
        var last = window[^1].Id;
        if (window.Any(row => row.Kind == SpoolKind.Open))
        {
            await settling.SettleAsync(window, cancellationToken);
            window = [.. waiting.First(window.Count).TakeWhile(row => row.Id <= last)];
        }

        settling.Follow(window);
        var sent = await sending.SendAsync(window, cancellationToken);
        Confirm(last, sent);
        if (!server.IsThere || _awaySince is not null) _caughtUp += sent;
    }

    private void Fail(Exception problem)
    {
        _sent.Fail(problem);
        _steps.Fail(problem);
    }

    private void Confirm(long id, int readings)
    {
        spool.Confirm(id, readings);
        _sent.Pass(id);
    }

    private async Task WaitAsync(Exception error)
    {
        if (error is not InfluxException && !_isFailing) Log.Failed(logger, error);
        _isFailing = true;
        Fail(error is InfluxException fault ? server.Noted(fault) : SpoolFile.Explain(error, spool.Path));

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var delay = Task.Delay(_backoff.Failed(), time, waiting.Token);
        var now = _now.Reader.WaitToReadAsync(waiting.Token).AsTask();
        await Task.WhenAny(delay, now);
        await waiting.CancelAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "InfluxDB at {Url}, away since {Since:O}, is back: {Readings} readings that waited were sent")]
        public static partial void Back(ILogger logger, string url, DateTimeOffset since, long readings);

        [LoggerMessage(LogLevel.Error, "Readings that wait could not be sent")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
