using System.Diagnostics.Metrics;

namespace SystemFlow.GrainRuntime;

/// <summary>What the engine counts, as the meter <see cref="Name"/>.</summary>
internal sealed class GrainEngineMeters
{
    public const string Name = "SystemFlow.Grains";

    private readonly Meter _meter;

    public GrainEngineMeters(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        Refused = Count("grains.calls.refused", "Calls not taken: a full mailbox, or a stopping engine.");
        TimedOut = Count("grains.calls.timed_out", "Calls that got no answer in time.");
        ActivationErrors = Count("grains.activations.failed", "Activations that threw.");
        TimerErrors = Count("grains.timers.failed", "Timer callbacks that threw.");
        ObserverDropped = Count("grains.observers.dropped", "Messages that a slow or vanished observer never got.");
        ObserverErrors = Count("grains.observers.failed", "Observer methods that threw.");
    }

    public Counter<long> Refused { get; }

    public Counter<long> TimedOut { get; }

    public Counter<long> ActivationErrors { get; }

    public Counter<long> TimerErrors { get; }

    public Counter<long> ObserverDropped { get; }

    public Counter<long> ObserverErrors { get; }

    public void Watch(Func<int> activations, Func<long> waiting)
    {
        _meter.CreateObservableGauge("grains.activations", activations, "{grain}", "Active grains.");
        _meter.CreateObservableGauge("grains.calls.waiting", waiting, "{call}", "Calls waiting for their turn.");
    }

    private Counter<long> Count(string name, string description) =>
        _meter.CreateCounter<long>(name, "{event}", description);
}
