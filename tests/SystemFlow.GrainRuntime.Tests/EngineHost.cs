using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SystemFlow.Testing;

namespace SystemFlow.GrainRuntime.Tests;

/// <summary>A running engine with a clock that the test moves, and what it has logged and counted.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();

    private EngineHost(Dictionary<string, string?> settings, Func<ManualTime, TimeProvider>? clock = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(clock?.Invoke(Time) ?? Time);
        builder.Services.AddSingleton(Journal);
        builder.Services.AddLogging(logging => logging.AddProvider(Log));
        builder.Services.AddGrainEngine();
        _host = builder.Build();
        var mine = _host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == mine) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.SetMeasurementEventCallback<int>((i, value, tags, state) => Count(i, value, tags, state));
        _listener.Start();
    }

    public ManualTime Time { get; } = new(DateTimeOffset.Parse("2026-11-25T12:00:00Z"));

    public Journal Journal { get; } = new();

    public LogLines Log { get; } = new();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static Task<EngineHost> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(new EngineHost(settings.ToDictionary(s => $"Grains:{s.Key}", s => (string?)s.Value)));

    /// <summary>Starts it on another clock.</summary>
    public static Task<EngineHost> StartAsync(Func<ManualTime, TimeProvider> clock) => StartAsync(new EngineHost([], clock));

    public Task StopAsync(CancellationToken patience) => _host.StopAsync(patience);

    /// <summary>What an instrument has counted, or shows now.</summary>
    public long Counted(string instrument)
    {
        _listener.RecordObservableInstruments();
        return _counts.GetValueOrDefault(instrument);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken);
        _host.Dispose();
        _listener.Dispose();
    }

    private static async Task<EngineHost> StartAsync(EngineHost host)
    {
        await host._host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private void Count(
        Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        _counts.AddOrUpdate(instrument.Name, value, (_, sum) => instrument.IsObservable ? value : sum + value);
}

/// <summary>What grains have done, and the gates that a test opens for them.</summary>
internal sealed class Journal
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _phases = new();
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Writes a line, and lets go whoever waits for it.</summary>
    public void Write(string line)
    {
        _lines.Enqueue(line);
        Of(_phases, line).TrySetResult();
    }

    /// <summary>Until the line is written for the first time.</summary>
    public Task Written(string line) => Of(_phases, line).Task.WaitAsync(TestContext.Current.CancellationToken);

    public Task Gate(string name) => Of(_gates, name).Task;

    public void Open(string name) => Of(_gates, name).TrySetResult();

    private static TaskCompletionSource Of(ConcurrentDictionary<string, TaskCompletionSource> from, string name) =>
        from.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>The warnings and errors that were logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning) _lines.Enqueue($"{formatter(state, exception)} {exception?.Message}");
    }

    public void Dispose()
    {
    }
}
