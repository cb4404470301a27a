using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests;

public sealed class RetentionServiceTests : IAsyncDisposable
{
    private readonly HeardTime _time = new(new ManualTime(A.Monday9am));
    private readonly ThinnedStore _store = new();
    private readonly Lines _log = new();
    private RetentionService? _service;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_SoonAfterTheStart_ThenEveryHour_ByTheHostsClock()
    {
        await StartAsync(new RetentionOptions { RawDays = 30, FiveMinuteDays = 365 });
        _store.Gone = 12_345;

        await PassAsync(RetentionService.AfterStart);
        await PassAsync(RetentionService.Every);
        await _time.SetAsync(RetentionService.Every, Cancelled);

        var terms = new Retention(TimeSpan.FromDays(30), TimeSpan.FromDays(365));
        Assert.Equal([(terms, A.Monday9am.AddMinutes(1)), (terms, A.Monday9am.AddMinutes(61))], _store.Asked);
        Assert.Contains("Thinned out: 12345 readings that were older than 30 days (one for each 5 minutes stays) or 365 days", _log.Said[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_InTrouble_IsToldOf_AndTriedAgainSooner()
    {
        await StartAsync(new RetentionOptions());
        _store.Trouble = new SeriesException("There is no room on the disk.");

        await PassAsync(RetentionService.AfterStart);
        await PassAsync(RetentionService.AfterTrouble);
        _store.Trouble = null;
        await PassAsync(RetentionService.AfterTrouble);
        await _time.SetAsync(RetentionService.Every, Cancelled);

        Assert.Equal(3, _store.Asked.Count);
        Assert.Equal(2, _log.Said.Count(line => line.Contains("could not be thinned out; that is tried again in 10 minutes", StringComparison.Ordinal)));
        Assert.False(_service!.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task Disabled_ThinsOutNothing_AndSaysSo()
    {
        await StartAsync(new RetentionOptions { Enabled = false });

        await _service!.ExecuteTask!;

        Assert.Empty(_store.Asked);
        Assert.Equal("Series:Retention:Enabled is false: readings of every age stay as they came", Assert.Single(_log.Said));
    }

    [Fact]
    public async Task Stop_WhileItThinsOut_EndsQuietly()
    {
        await StartAsync(new RetentionOptions());
        _store.UntilStopped = true;
        await PassAsync(RetentionService.AfterStart);
        await _store.BegunAsync(Cancelled);

        await _service!.StopAsync(Cancelled);

        Assert.True(_service.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Empty(_log.Said);
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is null) return;
        await _service.StopAsync(CancellationToken.None);
        _service.Dispose();
    }

    private Task StartAsync(RetentionOptions options)
    {
        _service = new RetentionService(_store, new AlwaysMyTurn(), Options.Create(options), _time, _log);
        return _service.StartAsync(Cancelled);
    }

    /// <summary>Once it waits for so long, lets that time pass.</summary>
    private async Task PassAsync(TimeSpan wait)
    {
        await _time.SetAsync(wait, Cancelled);
        _time.Advance(wait);
    }

    /// <summary>A manual clock whose driver hears of each wait that begins.</summary>
    private sealed class HeardTime(ManualTime time) : TimeProvider
    {
        private readonly Channel<TimeSpan> _waits = Channel.CreateBounded<TimeSpan>(100);

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = time.CreateTimer(callback, state, dueTime, period);
            _waits.Writer.TryWrite(dueTime);
            return timer;
        }

        public async Task SetAsync(TimeSpan wait, CancellationToken cancellationToken) =>
            Assert.Equal(wait, await _waits.Reader.ReadAsync(cancellationToken));

        public void Advance(TimeSpan by) => time.Advance(by);
    }

    private sealed class Lines : ILogger<RetentionService>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));
    }

    /// <summary>Does nothing but be thinned out.</summary>
    private sealed class ThinnedStore : ISeriesStore
    {
        private readonly Channel<bool> _begun = Channel.CreateBounded<bool>(100);

        public List<(Retention Terms, DateTimeOffset Now)> Asked { get; } = [];

        public long Gone { get; set; }

        public SeriesException? Trouble { get; set; }

        public bool UntilStopped { get; set; }

        public Task<bool> BegunAsync(CancellationToken cancellationToken) => _begun.Reader.ReadAsync(cancellationToken).AsTask();

        public async ValueTask<long> ThinOutAsync(Retention terms, DateTimeOffset now, CancellationToken cancellationToken)
        {
            Asked.Add((terms, now));
            _begun.Writer.TryWrite(true);
            if (UntilStopped) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return Trouble is null ? Gone : throw Trouble;
        }

        public ValueTask<ImmutableArray<Appended>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<Reading> LatestAsync(PlaceCode place, DateTimeOffset asAt, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<DateTimeOffset?> BeginsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<Reading> ReadAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<Reading> ReadAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asAt, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<ImmutableArray<Stretch>> ThinAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<ImmutableArray<Stretch>> ThinAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset asAt, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<Amendment> AmendmentsAsync(
            PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<SeriesKey> SeriesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<SeriesStatistics> StatisticsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
