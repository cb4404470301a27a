using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Alerts;

/// <summary>What one lead has to look at, on a phone. The address remembers who they are.</summary>
public sealed partial class MyPage(
    AlertBoard alerts, AlertFigures figures, IRuleBook book, Footprint footprint, NavigationManager navigation,
    ActionLog log, ActionOwners owners, TimeProvider time) : IDisposable
{
    private const int Most = 30;

    private readonly CancellationTokenSource _closed = new();
    private LeadView? _view;
    private ImmutableArray<Delivery> _messages = [];
    private ImmutableArray<JointAction> _actions = [];
    private CancellationToken _end; // The page may be closed, and its source disposed of, while something is awaited.
    private DateTimeOffset _now;
    private string? _silent;
    private string _spoken = "";

    /// <summary>The lead's code.</summary>
    [SupplyParameterFromQuery]
    public string? Lead { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _end = _closed.Token;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LookAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync(_closed.Token);
    }

    private static string Address(string lead) => $"/my?lead={Uri.EscapeDataString(lead)}";

    private static string QuietWords(LeadView view) => view.Lead.Quiet is not { } quiet
        ? "None: told at any hour"
        : $"{quiet.From:HH:mm} to {quiet.To:HH:mm}, only {quiet.BreaksThrough.ToString().ToLowerInvariant()} alerts break through"
            + (view.QuietUntil is { } until ? $". Quiet now, until {UkTime.Clock(until)}" : "");

    private void Choose(ChangeEventArgs change) =>
        navigation.NavigateTo(change.Value is string { Length: > 0 } code ? Address(code) : "/my");

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await Task.WhenAll(
                alerts.FollowAsync(() => InvokeAsync(ShowAsync), closed), PageLoops.FollowAsync(log, time, () => InvokeAsync(ShowAsync), closed));
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task ShowAsync()
    {
        var before = Unanswered;
        await LookAsync();
        if (Unanswered != before) _spoken = $"{Unanswered} of yours unanswered, was {before}.";
        StateHasChanged();
    }

    private int Unanswered => _view?.Mine.Count(mine => mine.Line.State.Phase is AlertPhase.Firing) ?? 0;

    private async Task LookAsync()
    {
        var board = await alerts.NowAsync();
        _now = board.At;
        var lead = book.Current.Rota.Leads.FirstOrDefault(known => known.Code == Lead);
        _view = lead is null ? null : LeadView.Of(lead, board, book.Current, footprint);
        _silent = lead is null ? null : figures.SilentUnder(footprint.Find(lead.Place), _now);
        _actions = lead is null ? [] : ActionsOf(lead.Code);
        _messages = lead is null ? [] : await alerts.MessagesAsync(lead.Code, _end);
    }

    // Of the roles that they have now: what was given to the day's lead is the night's after eight.
    private ImmutableArray<JointAction> ActionsOf(string lead)
    {
        var held = owners.RolesHeld(lead, _now);
        return [.. ActionFilter.InOrder(log.Current.Where(action => action.IsOpen && held.Contains(action.OwnerRole)))];
    }
}
