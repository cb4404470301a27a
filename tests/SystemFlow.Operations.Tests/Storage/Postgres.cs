using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

[assembly: AssemblyFixture(typeof(Postgres))]

namespace SystemFlow.Operations.Tests.Storage;

/// <summary>One PostgreSQL for all tests, started when the first of them asks for it.</summary>
public sealed class Postgres : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private PostgresServer? _server;

    /// <summary>A fresh, empty database; the test is skipped where no server can be run.</summary>
    public async Task<string> NewDatabaseAsync(CancellationToken cancellationToken)
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_server is null)
            {
                var server = new PostgresServer();
                await server.StartAsync(cancellationToken);
                _server = server;
            }
        }
        finally
        {
            _starting.Release();
        }

        return await _server.NewDatabaseAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }
}
