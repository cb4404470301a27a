using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Several alerts of one rule in one phase, folded into one; unfolded, each for itself.</summary>
public sealed partial class AlertGroup
{
    private bool _isBusy;

    /// <summary>The alerts; at least one.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<AlertLine> Lines { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>Who may answer for all of them; null for nobody.</summary>
    [Parameter, EditorRequired]
    public string? Author { get; set; }

    /// <summary>Takes all of them on.</summary>
    [Parameter, EditorRequired]
    public EventCallback<ImmutableArray<AlertLine>> OnAcknowledge { get; set; }

    /// <summary>Each alert, shown when it is unfolded.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    private AlertLine First => Lines[0];

    private string Severity => First.State.Severity.ToString().ToLowerInvariant();

    private DateTimeOffset Oldest => Lines.Min(line => line.State.FiredAt ?? line.State.Since);

    private string Places => string.Join(", ", Lines.Select(line => line.Place.ShortName));

    private bool CanAcknowledge => Author is not null && First.State.Phase is (AlertPhase.Firing or AlertPhase.Snoozed);

    private async Task AcknowledgeAsync()
    {
        _isBusy = true;
        await OnAcknowledge.InvokeAsync(Lines);
        _isBusy = false;
    }
}
