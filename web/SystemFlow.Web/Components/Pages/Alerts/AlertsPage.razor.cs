using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Components.Pages.Alerts;

/// <summary>Every alert now, what can be done about it, and what cannot be known.</summary>
public sealed partial class AlertsPage(
    Permits permits, AlertBoard alerts, AlertDesk desk, AlertFigures figures, IRuleBook book, Footprint footprint) : IDisposable
{
    /// <summary>Alerts shown at once.</summary>
    public const int Most = 100;

    private readonly CancellationTokenSource _closed = new();
    private AlertFilter _filter = new(null, null, null);
    private ImmutableArray<AlertLine> _lines = [];
    private ImmutableArray<PlannedEvent> _planned = [];
    private ImmutableDictionary<string, int> _counts = ImmutableDictionary<string, int>.Empty;
    private CancellationToken _end; // The page may be closed, and its source disposed of, while something is awaited.
    private DateTimeOffset _now;
    private string? _author;
    private string? _silent;
    private string _spoken = "";
    private int _unanswered;

    /// <summary>A place's code: it and all under it; null for everywhere.</summary>
    [SupplyParameterFromQuery]
    public string? Place { get; set; }

    /// <summary>The least urgent that is shown: warning or critical; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Severity { get; set; }

    /// <summary>One of <see cref="AlertFilter.Phases"/>; null for open.</summary>
    [SupplyParameterFromQuery]
    public string? Phase { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private string Summary => _unanswered == 0 ? "Nothing waits for an answer here." : $"{_unanswered} unanswered, the most urgent first.";

    // No alert is said together with what cannot be known: silence is never health.
    private string Empty => (_filter.Phase switch
    {
        null or "unanswered" => "Nothing is firing",
        "taken-on" => "Nobody has taken anything on",
        "put-off" => "Nothing is put off",
        "pending" => "Nothing is pending",
        "planned" => "No planned event covers an alert",
        _ => "Nothing has ended in the last 24 hours",
    }) + (_filter is { Place: null, Least: null } ? "." : " in this view.") + (_silent is null ? "" : $" {_silent}");

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _end = _closed.Token;
        _author = await permits.SomewhereAsync(SignedIn, Act.PlanEvent);
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        _filter = AlertFilter.Of(footprint, Place, Severity, Phase);
        return LookAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync(_closed.Token);
    }

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await alerts.FollowAsync(() => InvokeAsync(ShowAsync), closed);
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task ShowAsync()
    {
        var before = _unanswered;
        await LookAsync();
        if (_unanswered != before) _spoken = $"{_unanswered} unanswered, was {before}.";
        StateHasChanged();
    }

    private async Task LookAsync()
    {
        var board = await alerts.NowAsync();
        _now = board.At;
        _lines = AlertLines.Of(board, _filter, book.Current, footprint);
        _counts = board.Current.Select(alert => (alert, isOver: false)).Concat(board.Over.Select(alert => (alert, isOver: true)))
            .Where(one => _filter.Covers(footprint, one.alert))
            .CountBy(one => AlertFilter.PhaseOf(one.alert, one.isOver) ?? "")
            .ToImmutableDictionary();
        _unanswered = _counts.GetValueOrDefault("unanswered");
        _planned = [.. board.Planned.OrderBy(planned => planned.From)];
        _silent = figures.SilentUnder(_filter.Place, _now);
    }

    private async Task<System.Security.Claims.ClaimsPrincipal> PersonAsync() => SignedIn is null ? new() : (await SignedIn).User;

    private async Task<ImmutableArray<string>> PlanAsync(PlannedEvent planned)
    {
        var problems = await desk.PlanAsync(await PersonAsync(), planned, _end);
        await ShowAsync();
        return problems;
    }

    private async Task<string?> EndPlanAsync(PlannedEvent planned)
    {
        var refusal = await desk.EndPlanAsync(await PersonAsync(), planned, _end);
        await ShowAsync();
        return refusal;
    }
}
