using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Web.Tests;

/// <summary>Keeps every line that the program logs, at every level, scopes and exceptions with it.</summary>
public sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private IExternalScopeProvider? _scopes;
    private volatile Action<string> _awaited = _ => { };

    public IReadOnlyCollection<string> All => _lines;

    /// <summary>Waits for a line with this text, logged already or yet to be.</summary>
    public async Task SeenAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = line =>
        {
            if (line.Contains(text, StringComparison.Ordinal)) seen.TrySetResult();
        };
        foreach (var line in _lines) _awaited(line);
        await seen.Task.WaitAsync(FlowApp.Patience, TestContext.Current.CancellationToken);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Nothing is open.
    }

    private void Add(string line)
    {
        _lines.Enqueue(line);
        _awaited(line);
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => lines._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            lines._scopes?.ForEachScope((scope, all) => all.Add($"{scope}"), scopes);
            lines.Add($"{logLevel} {category} {formatter(state, exception)} {exception} [{string.Join(' ', scopes)}]");
        }
    }
}
