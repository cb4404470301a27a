using SystemFlow.Domain.Readings;
using SystemFlow.Series.Influx;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>Two programs, each with a spool of its own, write one database: as the nodes of a cluster do.</summary>
public sealed class SharedDatabaseTests : IClassFixture<InfluxFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Nine = A.Monday9am;

    private readonly ManualTime _time = new(Nine);
    private readonly InfluxFolder _here;
    private readonly InfluxFolder _there;
    private InfluxSeriesStore? _one, _other;

    public SharedDatabaseTests(InfluxFixture fixture)
    {
        var database = fixture.NewDatabase();
        (_here, _there) = (new InfluxFolder(fixture.Server.Url, database), new InfluxFolder(fixture.Server.Url, database));
        _here.Options.IsShared = _there.Options.IsShared = true;
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _one = _here.Open();
        await _one.CheckAsync(Cancelled);
        _other = _there.Open(time: _time);
    }

    [Fact]
    public async Task Latest_WhoeverBeginsWithAPlace_HasWhatAnotherProgramWrote_WhateverIsRememberedHere()
    {
        await SentAsync(_one!, Reading(Nine, 1));
        Assert.Equal(1, await LatestAsync());

        await SentAsync(_one!, Reading(Nine.AddMinutes(5), 2));

        Assert.Equal(2, await LatestAsync());
    }

    [Fact]
    public async Task Append_OfAnOlderSubmission_DoesNotReplaceTheNewerOneOfAnotherProgram()
    {
        await SentAsync(_one!, Reading(Nine, 1));
        Assert.Equal(1, await LatestAsync());
        var moment = Nine.AddMinutes(5);
        await SentAsync(_one!, Reading(moment, 3) with { SubmittedAt = moment.AddMinutes(2) });
        _time.Advance(Newest.GoodFor + TimeSpan.FromSeconds(1));

        await SentAsync(_other!, Reading(moment, 2) with { SubmittedAt = moment.AddMinutes(1) });

        Assert.Equal(3, await LatestAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_one is not null) await _one.DisposeAsync();
        if (_other is not null) await _other.DisposeAsync();
        _here.Dispose();
        _there.Dispose();
    }

    private static Reading Reading(DateTimeOffset at, double value) =>
        new(A.Lister, MetricCode.Parse("beds.ga.open"), value, at, "test") { SubmittedAt = at };

    // On the server: statistics wait until nothing waits in the spool.
    private static async Task SentAsync(InfluxSeriesStore store, Reading reading)
    {
        await store.AppendAsync([reading], Cancelled);
        await store.StatisticsAsync(Cancelled);
    }

    private async Task<double?> LatestAsync() => (await _other!.LatestAsync(A.Lister, Cancelled).SingleAsync(Cancelled)).Value;
}
