using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Components.Parts;

/// <summary>One alert: what it is about, who has it, and what can be done.</summary>
public sealed partial class AlertCard
{
    private string _note = "";
    private int _minutes = 60;
    private bool _isOpen;
    private bool _isBusy;

    /// <summary>The alert.</summary>
    [Parameter, EditorRequired]
    public required AlertLine Line { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>The figure that it watches as it is now; null for none.</summary>
    [Parameter]
    public string? FigureNow { get; set; }

    /// <summary>Why it is shown to this reader; null for no reason beyond its being there.</summary>
    [Parameter]
    public string? Why { get; set; }

    /// <summary>Who is signed in; null for nobody.</summary>
    [Parameter, EditorRequired]
    public string? Author { get; set; }

    /// <summary>The address to come back to after signing in.</summary>
    [Parameter, EditorRequired]
    public required string ReturnTo { get; set; }

    /// <summary>The actions that answer it.</summary>
    [Parameter]
    public ImmutableArray<JointAction> Actions { get; set; } = [];

    /// <summary>Why the last thing asked of it was not done; null when it was.</summary>
    [Parameter]
    public string? Refusal { get; set; }

    /// <summary>Its history; null while nobody has asked for it.</summary>
    [Parameter]
    public AlertTrail? Trail { get; set; }

    /// <summary>A lead's name by code.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> NameOf { get; set; }

    /// <summary>Does what a person asks.</summary>
    [Parameter, EditorRequired]
    public EventCallback<AlertAnswer> OnAnswer { get; set; }

    /// <summary>Opens the history, or closes it.</summary>
    [Parameter]
    public EventCallback<string> OnTrail { get; set; }

    private string Severity => Line.State.Severity.ToString().ToLowerInvariant();

    private string Id => $"alert-{Line.State.Rule}-{Line.State.Place}-{(Line.State.FiredAt ?? Line.State.Since).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";

    private bool CanAnswer => Line is { IsOver: false, State.IsOpen: true };

    private string SignIn => $"/sign-in?returnUrl={Uri.EscapeDataString(ReturnTo)}";

    private Task AcknowledgeAsync() => AnswerAsync(new AlertAnswer(Line.State, AlertCommandKind.Acknowledge, _note, default));

    private Task PutOffAsync() => AnswerAsync(new AlertAnswer(Line.State, AlertCommandKind.Snooze, _note, TimeSpan.FromMinutes(_minutes)));

    private async Task AnswerAsync(AlertAnswer answer)
    {
        _isBusy = true;
        await OnAnswer.InvokeAsync(answer);
        _isBusy = false;
        if (Refusal is null) (_note, _isOpen) = ("", false);
    }

    private Task ToggleAsync() => OnTrail.InvokeAsync(Line.State.Episode);
}
