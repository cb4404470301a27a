using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Operations.Tests;

/// <summary>Remembers what was logged.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly List<(string Words, TaskCompletionSource Heard)> _awaited = [];

    public IEnumerable<string> All => _lines;

    /// <summary>Waits for a line with these words, logged already or yet to be.</summary>
    public Task SeenAsync(string words)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            if (_lines.Any(line => line.Contains(words, StringComparison.Ordinal))) return Task.CompletedTask;
            _awaited.Add((words, heard));
        }

        return heard.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{logLevel}: {formatter(state, exception)}";
        lock (_awaited)
        {
            _lines.Enqueue(line);
            foreach (var (_, heard) in _awaited.Where(awaited => line.Contains(awaited.Words, StringComparison.Ordinal))) heard.TrySetResult();
        }
    }
}
