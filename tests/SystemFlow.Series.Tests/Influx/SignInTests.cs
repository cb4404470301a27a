using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Series.Influx;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>A server that wants to know who asks.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Password = "correct horse: battery";

    private InfluxServer? _server;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ANameAndAPassword_AreTaken_AndTheWrongOnesSaidWithTheKeysToSet()
    {
        var url = await StartAsync();

        await using (var store = Open(url, options => (options.User, options.Password) = ("admin", Password)))
        {
            await store.CheckAsync(Cancelled);
            await store.AppendAsync([A.Reading], Cancelled);
            Assert.Equal(1, (await store.StatisticsAsync(Cancelled)).Readings);
        }

        await using (var wrong = Open(url, options => (options.User, options.Password) = ("admin", "wrong")))
        {
            var problem = await Assert.ThrowsAsync<SeriesException>(() => wrong.CheckAsync(Cancelled));
            Assert.StartsWith($"InfluxDB at {url} refuses the sign-in (authorization failed). Check Series:Influx:User", problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong", problem.Message, StringComparison.Ordinal);
        }

        await using var nobody = Open(url, _ => { });
        var missing = await Assert.ThrowsAsync<SeriesException>(() => nobody.CheckAsync(Cancelled));
        Assert.Contains("Set Series:Influx:User and Series:Influx:Password (1.x), or Series:Influx:Token", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADatabaseThatCannotBeMade_IsSaidWithWhatToDo()
    {
        var url = await StartAsync();
        await _server!.QueryAsync("", "CREATE USER feeder WITH PASSWORD 'feeder'", "admin", Password, Cancelled);

        await using var store = Open(url, options => (options.User, options.Password) = ("feeder", "feeder"));
        var problem = await Assert.ThrowsAsync<SeriesException>(() => store.CheckAsync(Cancelled));

        Assert.StartsWith($"InfluxDB at {url} has no database 'systemflow' for this program (", problem.Message, StringComparison.Ordinal);
        Assert.Contains("On 1.x: CREATE DATABASE \"systemflow\", and GRANT ALL on it to the user. On 2.x: create a bucket", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AToken_IsSentAsTwoAndThreeTakeIt()
    {
        using var listener = new HttpListener();
        var url = $"http://127.0.0.1:{Ports.Free()}";
        listener.Prefixes.Add(url + "/");
        listener.Start();
        var asked = listener.GetContextAsync();
        using var client = new InfluxClient(new InfluxOptions { Url = url, Database = "my bucket", Token = "s3cret==" });

        var asking = client.QueryAsync("SHOW DATABASES", Cancelled);
        var request = await asked.WaitAsync(Cancelled);
        request.Response.OutputStream.Write("{\"results\":[]}"u8);
        request.Response.Close();

        using var answer = await asking;
        Assert.Equal("Token s3cret==", request.Request.Headers["Authorization"]);
        Assert.Equal("/query?db=my%20bucket&epoch=ns&q=SHOW%20DATABASES", request.Request.RawUrl);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        foreach (var folder in _folders) folder.Delete(recursive: true);
    }

    private readonly List<DirectoryInfo> _folders = [];

    private async Task<string> StartAsync()
    {
        if (InfluxServer.Missing is { } reason) Assert.Skip(reason);
        _server = new InfluxServer(mustSignIn: true);
        await _server.StartAsync(Cancelled);
        await _server.QueryAsync("", $"CREATE USER admin WITH PASSWORD '{Password}' WITH ALL PRIVILEGES", Cancelled);
        return _server.Url;
    }

    private InfluxSeriesStore Open(string url, Action<InfluxOptions> set)
    {
        var folder = Directory.CreateTempSubdirectory("influx-spool-");
        _folders.Add(folder);
        var options = new InfluxOptions { Url = url, SpoolPath = folder.FullName };
        set(options);
        return InfluxSeriesStore.Open(
            new SeriesOptions { Kind = SeriesKind.Influx, Path = Path.Combine(folder.FullName, "series.db"), Influx = options },
            TimeProvider.System, NullLogger.Instance);
    }
}
