using System.Threading.Channels;

namespace SystemFlow.Series.Embedded;

/// <summary>
/// Readers to borrow. As many are open as there are callers inside at once, and a few stay open for the next ones.
/// </summary>
internal sealed class SeriesReaders(string path) : IDisposable
{
    private readonly Channel<SeriesReader> _idle =
        Channel.CreateBounded<SeriesReader>(2 * Environment.ProcessorCount); // Full: the reader is closed instead.

    /// <exception cref="SeriesException">The file cannot be read.</exception>
    public T Read<T>(Func<SeriesReader, T> read)
    {
        SeriesReader? reader = null;
        try
        {
            if (!_idle.Reader.TryRead(out reader)) reader = Open();
            var answer = read(reader);
            if (_idle.Writer.TryWrite(reader)) reader = null;
            return answer;
        }
        catch (Exception error) when (error is not (OperationCanceledException or ObjectDisposedException or SeriesException))
        {
            throw SqliteFault.Explain(error, path);
        }
        finally
        {
            reader?.Dispose();
        }
    }

    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public void RefuseWhenClosed() => ObjectDisposedException.ThrowIf(_idle.Reader.Completion.IsCompleted, typeof(SqliteSeriesStore));

    public void Dispose()
    {
        _idle.Writer.TryComplete();
        while (_idle.Reader.TryRead(out var reader)) reader.Dispose();
    }

    private SeriesReader Open()
    {
        RefuseWhenClosed();
        return new SeriesReader(SeriesFile.OpenReader(path));
    }
}
