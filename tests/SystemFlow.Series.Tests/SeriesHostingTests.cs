using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests;

public sealed class SeriesHostingTests : IDisposable
{
    private readonly SeriesFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddSeries_OpensTheStoreWhenTheHostStarts_AndClosesItWithTheHost()
    {
        using (var host = Host(("Series:Path", _folder.Path)))
        {
            await host.StartAsync(Cancelled);
            await host.Services.GetRequiredService<ISeriesStore>().AppendAsync([A.Reading], Cancelled);
            await host.StopAsync(Cancelled);
        }

        await using var again = _folder.Open();
        Assert.Equal([A.Reading], await again.LatestAsync(A.Lister, Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task AddSeries_WrongSettings_EndTheStartWithTheKeysToSet()
    {
        using var host = Host(("Series:QueueCapacity", "0"));

        var problem = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancelled));

        Assert.Contains("Series:Path must name the database file", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Series:QueueCapacity must be 1 to 10,000,000 readings.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "730", "Series:Retention:RawDays must be 1 to 36,500 days.")]
    [InlineData("90", "0", "Series:Retention:FiveMinuteDays must be Series:Retention:RawDays to 36,500 days.")]
    [InlineData("90", "89", "Series:Retention:FiveMinuteDays (89) must be at least Series:Retention:RawDays (90).")]
    public async Task AddSeries_ARetentionThatCannotBe_EndsTheStartWithTheKeyToSet(string rawDays, string fiveMinuteDays, string says)
    {
        using var host = Host(
            ("Series:Path", _folder.Path), ("Series:Retention:RawDays", rawDays), ("Series:Retention:FiveMinuteDays", fiveMinuteDays));

        var problem = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancelled));

        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSeries_UnlessSaid_Keeps90DaysWholeAndTwoYearsOfFiveMinutes()
    {
        using var host = Host(("Series:Path", _folder.Path));

        var options = host.Services.GetRequiredService<IOptions<RetentionOptions>>().Value;

        Assert.Equal((true, Retention.Standard), (options.Enabled, options.Terms));
    }

    [Fact]
    public async Task AddSeries_AFileThatCannotBeUsed_EndsTheStart()
    {
        _folder.Write([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        using var host = Host(("Series:Path", _folder.Path));

        var problem = await Assert.ThrowsAsync<SeriesException>(() => host.StartAsync(Cancelled));

        Assert.Contains(_folder.Path, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSeries_InfluxWithWrongSettings_EndsTheStartWithTheKeysToSet()
    {
        using var host = Host(
            ("Series:Path", _folder.Path), ("Series:Kind", "Influx"), ("Series:Influx:Url", "127.0.0.1:8086"), ("Series:Influx:Database", " "),
            ("Series:Influx:User", "admin"), ("Series:Influx:Token", "t"), ("Series:Influx:SpoolMegabytes", "0"),
            ("Series:Influx:TimeoutSeconds", "601"));

        var problem = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancelled));

        string[] keys = ["Url must be", "Database must", "User and Series:Influx:Password go together", "SpoolMegabytes must be 1 to", "TimeoutSeconds must be 1 to"];
        Assert.All(keys, key => Assert.Contains($"Series:Influx:{key}", problem.Message, StringComparison.Ordinal));
        Assert.Contains("Set Series:Influx:Token or Series:Influx:User and Series:Influx:Password, not both.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSeries_InfluxThatIsAway_StartsAllTheSame_AndTakesReadings()
    {
        var url = $"http://127.0.0.1:{Ports.Free()}";
        using (var host = Host(("Series:Path", _folder.Path), ("Series:Kind", "Influx"), ("Series:Influx:Url", url)))
        {
            await host.StartAsync(Cancelled);
            var taken = await host.Services.GetRequiredService<ISeriesStore>().AppendAsync([A.Reading], Cancelled);
            await host.StopAsync(Cancelled);
            Assert.Equal(AppendOutcome.Accepted, Assert.Single(taken).Outcome);
        }

        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(_folder.Path)!, "influx-spool", "spool.db")));
        Assert.False(File.Exists(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static IHost Host(params (string Key, string? Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => s.Value));
        builder.Services.AddSeries();
        return builder.Build();
    }
}
