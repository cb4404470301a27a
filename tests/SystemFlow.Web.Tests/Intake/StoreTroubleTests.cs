using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Intake;
using SystemFlow.Series;
using SystemFlow.Testing;
using SystemFlow.Web.Health;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>A store in trouble is told to the sender, and made good when it is over.</summary>
public sealed class StoreTroubleTests : IDisposable
{
    private static readonly SeriesException Busy = new("Too much waits for the disk.") { IsBusy = true, RetryAfter = TimeSpan.FromSeconds(1.5) };
    private static readonly SeriesException Broken = new("The disk is full.");

    private readonly FlowApp _app;
    private FakeSeries? _store;

    public StoreTroubleTests() => _app = new FlowApp { Store = real => _store = new FakeSeries(real) };

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Store_ThatIsBusy_Is429AndSaysWhenToTryAgain()
    {
        _ = _app.Server;
        _store!.OnAppend = Busy;

        var answer = await _app.SendAsync(Row());

        Assert.Equal((429, "2"), (answer.Status, $"{answer.Headers.RetryAfter}"));
        Assert.Contains("0 readings of this message are kept", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&points=24")]
    public async Task Series_ThatCannotBeRead_Is503InTheStoresWords_AndSaysWhenToTryAgain(string points)
    {
        _ = _app.Server;
        _store!.OnSeries = new SeriesException("The server is away since 3:12am.") { RetryAfter = TimeSpan.FromSeconds(5) };
        const string Address = "/api/v1/series?place=RWH01&metric=beds.ga.occupied&from=2026-01-05T00:00Z&to=2026-01-06T00:00Z";

        var away = await _app.GetAsync(Address + points);
        _store.OnSeries = null;
        var back = await _app.GetAsync(Address + points);

        Assert.Equal((503, "5"), (away.Status, $"{away.Headers.RetryAfter}"));
        Assert.Contains("The server is away since 3:12am.", away.Text, StringComparison.Ordinal);
        Assert.Equal(200, back.Status);
    }

    [Fact]
    public async Task Store_ThatIsBroken_Is503_AndTakesTheSameMessageLater()
    {
        _ = _app.Server;
        var row = Row();
        _store!.OnAppend = Broken;

        var refused = await _app.SendAsync(row);
        _store.OnAppend = null;
        var taken = await _app.SendAsync(row);

        Assert.Equal((503, "store-not-ready"), (refused.Status, refused.Reason));
        Assert.Contains("The disk is full.", refused.Text, StringComparison.Ordinal);
        Assert.Equal((200, "1 0 0 0"), (taken.Status, taken.Counts));
    }

    [Fact]
    public async Task Sender_WhoHangsUpWhileItIsWritten_IsOnScreenAllTheSame()
    {
        _ = _app.Server;
        using var hangUp = new CancellationTokenSource();
        var reading = A.Reading with { PeriodEnd = _app.NextMoment() };
        _store!.WhileAppending = hangUp.Cancel;

        await _app.Services.GetRequiredService<IntakeDesk>().TakeAsync([IntakeRow.Accepted(1, reading)], "lister", hangUp.Token);

        await _app.ShownAsync($"{reading.Place}", state => state[A.BedsOccupied]?.Reading.PeriodEnd == reading.PeriodEnd);
    }

    [Fact]
    public async Task Feed_WhoseReadingsTheStoreTookLater_WereNotKnownBefore()
    {
        _ = _app.Server;
        var start = TimeProvider.System.GetUtcNow();
        var time = new ManualTime(start);
        var of = _app.Services;
        var desk = new IntakeDesk(
            of.GetRequiredService<ISeriesStore>(), of.GetRequiredService<RecordWatch>(), of.GetRequiredService<IntakeGate>(), of.GetRequiredService<GrainDelivery>(),
            of.GetRequiredService<FeedLedger>(), of.GetRequiredService<Quarantine>(), time);
        var reading = A.Reading with { PeriodEnd = _app.NextMoment(), SubmittedAt = start };
        var attempts = 0;
        _store!.OnAppend = new SeriesException("Too much waits for the disk.") { IsBusy = true, RetryAfter = TimeSpan.Zero };
        _store.WhileAppending = () =>
        {
            if (++attempts == 1) time.Advance(TimeSpan.FromMinutes(5));
            else _store.OnAppend = null;
        };

        await desk.TakeUntilKeptAsync([reading], TestContext.Current.CancellationToken);

        Assert.DoesNotContain(await KnownAsync(start.AddMinutes(4)), known => known.PeriodEnd == reading.PeriodEnd);
        Assert.Contains(await KnownAsync(start.AddMinutes(5)), known => known.PeriodEnd == reading.PeriodEnd);

        async Task<List<Domain.Readings.Reading>> KnownAsync(DateTimeOffset moment) =>
            await _store.LatestAsync(reading.Place, moment, TestContext.Current.CancellationToken).ToListAsync();
    }

    [Fact]
    public async Task RefusedRows_OfAMessageThatTheStoreBrokeOff_AreKeptOnceItIsWhole()
    {
        _ = _app.Server;
        var quarantine = _app.Services.GetRequiredService<Quarantine>();
        object[] rows = [Row(), new { place = "LISTER", metric = "beds.ga.open", value = 1, periodEnd = _app.NextMoment() }];
        _store!.OnAppend = Busy;

        for (var attempt = 0; attempt < 3; attempt++) await _app.SendAsync(rows);
        Assert.Equal(0, quarantine.Counts("environment").Waiting);
        _store.OnAppend = null;
        for (var attempt = 0; attempt < 3; attempt++) await _app.SendAsync(rows);

        Assert.Equal(1, quarantine.Counts("environment").Waiting); // The same row thrice is one to mend.
    }

    [Fact]
    public async Task Ready_WhileTheStoreFails_Is503_AndAliveAllTheSame()
    {
        _ = _app.Server;
        _store!.OnLatest = Broken;

        var ready = await _app.GetAsync("/readyz");
        var alive = await _app.GetAsync("/healthz");
        _store.OnLatest = null;

        Assert.Equal((503, 200), (ready.Status, alive.Status));
        Assert.Contains("The series store did not answer", ready.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await _app.GetAsync("/readyz")).Status);
    }

    /// <summary>No place can start while the record cannot be read; the readings are kept, and shown when it can.</summary>
    [Fact]
    public async Task Place_ThatCouldNotBeToldOfAReading_CatchesUpWithTheRecord()
    {
        using var app = new FlowApp { Store = real => _store = new FakeSeries(real) { OnLatest = Broken } };
        var delivery = app.Services.GetRequiredService<GrainDelivery>();

        var answer = await app.SendAsync(Row());
        await app.Log.SeenAsync("RWH01 could not be told of readings");
        Assert.Equal((200, 1), (answer.Status, delivery.Behind));
        _store!.OnLatest = null;

        await app.Log.SeenAsync("RWH01 has caught up with the record");
        Assert.Equal(0, delivery.Behind);
        var shown = await app.ShownAsync("RWH01", state => state[A.BedsOccupied] is not null);
        Assert.Equal(561, shown[A.BedsOccupied]!.Current);
    }

    private object Row() => new { place = "RWH01", metric = "beds.ga.occupied", value = 561, periodEnd = _app.NextMoment() };
}
