namespace SystemFlow.Series.Influx;

/// <summary>
/// Lets a reader see the server and the spool as of one moment, though the server shows a point that is being written half old and half
/// new. Mostly nothing of what is read is being written; where something always is, sending waits for the reader.
/// </summary>
internal sealed class Consistency : IDisposable
{
    private const int Tries = 3;

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Sends something, or has it dropped.</summary>
    public async Task SendAsync(Func<Task> send, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await send();
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <param name="version">Changes whenever something of what is read comes or is to be dropped.</param>
    /// <param name="read">Reads the spool, then the server.</param>
    public async Task<T> ReadAsync<T, TVersion>(Func<TVersion> version, Func<Task<T>> read, CancellationToken cancellationToken)
        where TVersion : IEquatable<TVersion>
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var before = version();
            var answer = await read();
            if (before.Equals(version())) return answer;
        }

        await _sending.WaitAsync(cancellationToken);
        try
        {
            return await read();
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose() => _sending.Dispose();
}
