using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>What every page of places stands on.</summary>
public sealed class LivePageParts(
    LiveView live, PastView past, Footprint footprint, MetricDictionary dictionary, IEventLog events, TimeProvider time)
{
    /// <summary>The newest state of every place.</summary>
    public LiveView Live => live;

    /// <summary>Every place at past moments.</summary>
    public PastView Past => past;

    /// <summary>Every place.</summary>
    public Footprint Footprint => footprint;

    /// <summary>Every metric.</summary>
    public MetricDictionary Dictionary => dictionary;

    /// <summary>What people declared, and when that changes.</summary>
    public IEventLog Events => events;

    /// <summary>The clock that ages are counted by.</summary>
    public TimeProvider Time => time;
}
