using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Series.Tests.Influx;

/// <summary>Remembers what was logged.</summary>
internal sealed class HeardLog : ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly List<(string Words, TaskCompletionSource Heard)> _awaited = [];

    public IEnumerable<string> Lines => _lines;

    /// <summary>Completes when a line with these words comes, or has come.</summary>
    public Task Heard(string words)
    {
        lock (_awaited)
        {
            if (_lines.Any(line => line.Contains(words, StringComparison.Ordinal))) return Task.CompletedTask;
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((words, heard));
            return heard.Task;
        }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Hear($"{logLevel}: {formatter(state, exception)}");

    private void Hear(string line)
    {
        lock (_awaited)
        {
            _lines.Enqueue(line);
            foreach (var (_, heard) in _awaited.Where(awaited => line.Contains(awaited.Words, StringComparison.Ordinal))) heard.TrySetResult();
        }
    }
}
