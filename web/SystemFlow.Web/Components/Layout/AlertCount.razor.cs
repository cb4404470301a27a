using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Components.Layout;

/// <summary>How many alerts fire and nobody has taken on; says nothing while there is none.</summary>
public sealed partial class AlertCount(IEventLog events) : IDisposable
{
    private int _count;

    /// <inheritdoc/>
    public void Dispose() => events.Changed -= Look;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _count = Unanswered;
        events.Changed += Look;
    }

    private int Unanswered => events.Current.Count(alert => alert.Phase is AlertPhase.Firing);

    // Told on the recording thread, often: only a new number is drawn.
    private void Look(PlaceCode place)
    {
        var count = Unanswered;
        if (count == Volatile.Read(ref _count)) return;
        Volatile.Write(ref _count, count);
        _ = InvokeAsync(StateHasChanged);
    }
}
