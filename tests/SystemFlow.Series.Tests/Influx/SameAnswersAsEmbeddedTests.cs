using System.Globalization;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded;
using SystemFlow.Series.Influx;
using SystemFlow.Series.Tests.Embedded;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>
/// Two stores with nothing in common but the contract: what the embedded one answers, this one answers, whatever comes, late, again or
/// amended, and whether the server was there or not.
/// </summary>
public sealed class SameAnswersAsEmbeddedTests : IClassFixture<InfluxFixture>, IAsyncDisposable
{
    private const int Rounds = 16;

    private readonly InfluxServer _server;
    private readonly InfluxFolder _folder;
    private readonly SeriesFolder _embeddedFolder = new();
    private readonly SqliteSeriesStore _embedded;
    private InfluxSeriesStore _influx;

    public SameAnswersAsEmbeddedTests(InfluxFixture fixture)
    {
        _server = fixture.Server;
        _folder = new InfluxFolder(_server.Url, fixture.NewDatabase());
        _embedded = _embeddedFolder.Open();
        _influx = _folder.Open();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AnyReadings_GiveTheSameAnswers(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var batch = SameAnswersTests.Batch(random, round);
            Assert.Equal(await OutcomesAsync(_embedded, batch), await OutcomesAsync(_influx, batch));
            if (round % 5 == 3) await ReopenAsync();
            if (round == 10) await ThinOutAsync(days: 30); // All to five minutes.
        }

        await BothAnswerTheSameAsync(seed); // Whether or not it has all been sent.
        await ThinOutAsync(days: 300); // All to days.
        await BothAnswerTheSameAsync(seed);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task AnyReadings_WhileTheServerComesAndGoes_GiveTheSameAnswers(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var batch = SameAnswersTests.Batch(random, round);
            await _embedded.AppendAsync(batch, Cancelled);
            await _influx.AppendAsync(batch, Cancelled);
            if (round % 4 == 1) _server.Kill();
            if (round == 10) await ReopenAsync(); // While the server is away: it remembers nothing then.
            if (round % 4 == 3) await _server.StartAsync(Cancelled);
        }

        await _influx.StatisticsAsync(Cancelled); // By then the server is there again, and all is settled.
        await BothAnswerTheSameAsync(seed, isAmendedInOrder: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _influx.DisposeAsync();
        await _embedded.DisposeAsync();
        _folder.Dispose();
        _embeddedFolder.Dispose();
        _server.Kill();
        await _server.StartAsync(CancellationToken.None);
    }

    private static async Task<string[]> OutcomesAsync(ISeriesStore store, IReadOnlyList<Reading> batch) =>
        [.. (await store.AppendAsync(batch, Cancelled)).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Outcome} {one.Reading}"))];

    /// <param name="isAmendedInOrder">Not where the server was away: what was settled then was replaced then, of each moment in order.</param>
    private async Task BothAnswerTheSameAsync(int seed, bool isAmendedInOrder = true)
    {
        var (embedded, influx) = (
            await SameAnswersTests.AnswersAsync(_embedded, new Random(seed), isAmendedInOrder),
            await SameAnswersTests.AnswersAsync(_influx, new Random(seed), isAmendedInOrder));

        Assert.NotEmpty(embedded);
        Assert.Equal(embedded, influx);
    }

    private async Task ThinOutAsync(int days)
    {
        var terms = new Retention(TimeSpan.FromDays(1), TimeSpan.FromDays(100));
        await _embedded.ThinOutAsync(terms, A.Monday9am.AddDays(days), Cancelled);
        await _influx.ThinOutAsync(terms, A.Monday9am.AddDays(days), Cancelled);
    }

    private async Task ReopenAsync()
    {
        await _influx.DisposeAsync();
        _influx = _folder.Open();
    }
}
