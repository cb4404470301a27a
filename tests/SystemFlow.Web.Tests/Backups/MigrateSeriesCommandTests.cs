using Microsoft.Extensions.Configuration;
using SystemFlow.Series;
using SystemFlow.Testing;
using SystemFlow.Web.Backups;

namespace SystemFlow.Web.Tests.Backups;

/// <summary>The record copied by command from the embedded store to an InfluxDB and back.</summary>
public sealed class MigrateSeriesCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("migrate-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    [Theory]
    [InlineData("--migrate-series")]
    [InlineData("--migrate-series", "--to", "Elsewhere")]
    [InlineData("--migrate-series", "--to", "7")]
    [InlineData("--migrate-series", "--to")]
    public async Task Migrate_ToNoKindThatThereIs_SaysWhatToEnter(params string[] args)
    {
        var (code, said) = await RunAsync(args);

        Assert.Equal((2, "Enter --migrate-series --to Embedded or --migrate-series --to Influx, with the settings of both: Series:Path and Series:Influx:Url."), (code, said.Trim()));
    }

    [Fact]
    public async Task Migrate_ToAnInfluxDBThatNoSettingNames_NamesTheSetting()
    {
        var (code, said) = await RunAsync("--migrate-series", "--to", "Influx", "--Data:Directory", Data);

        Assert.Equal(2, code);
        Assert.Contains("Series:Influx:Url must be the InfluxDB server's address", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_WhileTheProgramRuns_IsRefused()
    {
        await using var running = await OpenAsync(SeriesKind.Embedded, "--Data:Directory", Data);

        var (code, said) = await RunAsync("--migrate-series", "--to", "Influx", "--Data:Directory", Data, "--Series:Influx:Url", "http://127.0.0.1:1");

        Assert.Equal(2, code);
        Assert.Contains("is in use by another program", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_ToInfluxDB_Stopped_GoneOnWith_AndBack_KeepsEverything()
    {
        Assert.SkipUnless(InfluxServer.Missing is null, InfluxServer.Missing ?? "");
        await using var server = new InfluxServer();
        await server.StartAsync(Cancelled);
        string[] there = ["--Data:Directory", Data, "--Series:Influx:Url", server.Url];
        string[] back = [.. there, "--Series:Path", Path.Combine(_folder, "back.db")];
        await using (var source = await OpenAsync(SeriesKind.Embedded, there)) await FillAsync(source.Store);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var stopped = await RunUntilAsync(["--migrate-series", "--to", "Influx", .. there], stop.Token);
        var copied = await RunAsync(["--migrate-series", "--to", "Influx", .. there]);
        var returned = await RunAsync(["--migrate-series", "--to", "Embedded", .. back]);

        Assert.Equal(2, stopped.Code);
        Assert.Contains("Stopped: 0 readings are copied. Start it again to go on from there.", stopped.Text, StringComparison.Ordinal);
        Assert.True(copied.Code == 0, copied.Text);
        Assert.Matches(@"source\s+2\s+6,001\s+1\s+copy\s+2\s+6,001\s+1", copied.Text);
        Assert.Contains("The copy is whole. Start the program with Series:Kind=Influx", copied.Text, StringComparison.Ordinal);
        Assert.Contains("Copying 100%: 6,001 of 6,001 readings", copied.Text, StringComparison.Ordinal);
        Assert.True(returned.Code == 0, returned.Text);
        await using var first = await OpenAsync(SeriesKind.Embedded, there);
        await using var last = await OpenAsync(SeriesKind.Embedded, back);
        Assert.Equal(await AllAsync(first.Store), await AllAsync(last.Store));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task FillAsync(ISeriesStore store)
    {
        var amended = A.Reading with { PeriodEnd = A.Monday9am.AddMinutes(7), SubmittedAt = A.Monday9am.AddMinutes(7) };
        await store.AppendAsync([.. Enumerable.Range(0, 6_000).Select(i => amended with { Value = i, PeriodEnd = A.Monday9am.AddMinutes(i), SubmittedAt = A.Monday9am.AddMinutes(i) })], Cancelled);
        await store.AppendAsync([amended with { Value = 1_000, SubmittedAt = A.Monday9am.AddHours(2) }, amended with { Metric = A.BedsOpen, Comment = "Ward 5B is closed" }], Cancelled);
    }

    private static async Task<List<string>> AllAsync(ISeriesStore store)
    {
        var all = new List<string>();
        await foreach (var key in store.SeriesAsync(Cancelled))
        {
            all.AddRange(await store.ReadAsync(key.Place, key.Metric, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled).Select(reading => $"{reading}").ToListAsync(Cancelled));
            all.AddRange(await store.AmendmentsAsync(key.Place, key.Metric, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled).Select(amendment => $"{amendment}").ToListAsync(Cancelled));
        }

        return all;
    }

    private static Task<StoreOfKind> OpenAsync(SeriesKind kind, params string[] settings)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(settings).Build();
        return StoreOfKind.OpenAsync(kind, configuration, DataFiles.Of(configuration), Cancelled);
    }

    private static Task<(int Code, string Text)> RunAsync(params string[] args) => RunUntilAsync(args, Cancelled);

    private static async Task<(int Code, string Text)> RunUntilAsync(string[] args, CancellationToken stopped)
    {
        using var said = new StringWriter();
        var code = await MigrateSeriesCommand.Of(args)!.RunAsync(said, said, TimeProvider.System, stopped);
        return (code, said.ToString());
    }
}
