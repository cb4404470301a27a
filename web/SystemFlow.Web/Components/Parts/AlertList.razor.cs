using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Actions;
using SystemFlow.Web.Access;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Alerts one under the other, what a person does about them, and the histories that they opened.</summary>
public sealed partial class AlertList(Permits permits, AlertBoard alerts, AlertDesk desk, AlertFigures figures, IRuleBook book, ActionLog actions) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private ImmutableDictionary<string, string> _refusals = ImmutableDictionary<string, string>.Empty;
    private ImmutableDictionary<string, AlertTrail> _trails = ImmutableDictionary<string, AlertTrail>.Empty;
    private CancellationToken _end; // The page may be closed, and its source disposed of, while something is awaited.
    private ClaimsPrincipal _person = new();

    /// <summary>The alerts, the most urgent first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<AlertLine> Lines { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>The address to come back to after signing in.</summary>
    [Parameter, EditorRequired]
    public required string ReturnTo { get; set; }

    /// <summary>Why an alert is shown to this reader; null for no reason beyond its being there.</summary>
    [Parameter]
    public Func<AlertLine, string?> WhyOf { get; set; } = _ => null;

    /// <summary>Something was done about an alert.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        actions.Changed -= ShowAction;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _end = _closed.Token;
        actions.Changed += ShowAction;
        await PersonAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        foreach (var episode in _trails.Keys) await ReadTrailAsync(episode);
    }

    // Asked anew for whatever is done: a session may have ended while the page was open.
    private async Task<ClaimsPrincipal> PersonAsync() => _person = SignedIn is null ? new() : (await SignedIn).User;

    private string? AuthorOf(AlertLine line) => permits.Look(_person, Act.AnswerAlert, line.State.Place).By;

    // One button answers for all of them, or is not there.
    private string? AuthorOf(ImmutableArray<AlertLine> lines) => lines.Select(AuthorOf).Aggregate((one, other) => one is null ? null : other);

    private async Task AnswerAsync(AlertAnswer answer)
    {
        var refusal = await desk.AnswerAsync(await PersonAsync(), answer);
        _refusals = refusal is null ? _refusals.Remove(answer.Alert.Episode) : _refusals.SetItem(answer.Alert.Episode, refusal);
        await OnChanged.InvokeAsync();
    }

    // One answer for a whole group; who was quicker at one of them keeps it, and that is said at the alert.
    private async Task AcknowledgeAsync(ImmutableArray<AlertLine> lines)
    {
        foreach (var line in lines) await AnswerAsync(new AlertAnswer(line.State, AlertCommandKind.Acknowledge, "", default));
    }

    private async Task ToggleTrailAsync(string episode)
    {
        var closed = _trails.Remove(episode);
        if (closed != _trails) _trails = closed;
        else await ReadTrailAsync(episode);
    }

    private async Task ReadTrailAsync(string episode)
    {
        try
        {
            _trails = _trails.SetItem(episode, await alerts.TrailAsync(episode, _end));
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Closed meanwhile: there is nobody to show it to.
        }
    }

    private ImmutableArray<JointAction> ActionsOf(AlertLine line) =>
        [.. ActionFilter.InOrder(actions.Current.Where(action => action.Alert == line.State.Episode))];

    // On the recording thread: only asks to be painted.
    private void ShowAction(JointAction action)
    {
        if (action.Alert is not null) _ = InvokeAsync(StateHasChanged);
    }

    private string NameOf(string lead) => AlertText.LeadName(book.Current.Rota, lead);
}
