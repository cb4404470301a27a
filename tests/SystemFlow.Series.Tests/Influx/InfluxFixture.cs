using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>One server for the tests of a class; each takes a database of its own.</summary>
public sealed class InfluxFixture : IAsyncLifetime
{
    private InfluxServer? _server;
    private int _databases;

    /// <summary>The server; without one, the test is skipped.</summary>
    public InfluxServer Server
    {
        get
        {
            if (_server is null) Assert.Skip(InfluxServer.Missing!);
            return _server;
        }
    }

    public string NewDatabase() => $"test{Interlocked.Increment(ref _databases)}";

    public async ValueTask InitializeAsync()
    {
        if (InfluxServer.Missing is not null) return;
        _server = new InfluxServer();
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
