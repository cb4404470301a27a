using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Web.Tests;

/// <summary>Keeps every line that the program logs, at every level, scopes and exceptions with it.</summary>
public sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private IExternalScopeProvider? _scopes;

    public IReadOnlyCollection<string> All => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Nothing is open.
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
            lines._lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception} [{string.Join(' ', scopes)}]");
        }
    }
}
