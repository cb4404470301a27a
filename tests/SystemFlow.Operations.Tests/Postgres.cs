using SystemFlow.Operations.Tests;
using SystemFlow.Testing;

[assembly: AssemblyFixture(typeof(Postgres))]

namespace SystemFlow.Operations.Tests;

/// <summary>One PostgreSQL for the tests of this project, started when it is first asked for; each test takes a database of its own.</summary>
public sealed class Postgres : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private PostgresServer? _server;

    /// <summary>A fresh, empty database; without a server, the test is skipped.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        if (PostgresServer.Missing is { } why) Assert.Skip(why);
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_server is null)
            {
                _server = new PostgresServer();
                await _server.StartAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            _starting.Release();
        }

        return await _server.NewDatabaseAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }
}
