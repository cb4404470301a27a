using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Web.Access;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The action cards that wait for an answer, of every place or of one, followed by itself. At a past moment nothing is offered.</summary>
public sealed partial class CardOffers(
    Permits permits, CardDesk desk, CardLog cards, ActionLog log, ActionOwners owners, Footprint footprint, TimeProvider time, ViewMoment moment) : IDisposable
{
    private const int MostOpen = 4;

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<CardOffer> _offers = [];
    private ImmutableArray<string> _problems = [];
    private (PlaceCode Place, string Card)? _declining;
    private string _reason = "";
    private System.Security.Claims.ClaimsPrincipal _person = new();
    private string? _done;
    private bool _isBusy;
    private bool _isOpen;
    private ElementReference _head;
    private ElementReference _reasonField;
    private Focus _focus;

    private enum Focus
    {
        Stays,
        Head,
        Reason,
    }

    /// <summary>The place; null for every place.</summary>
    [Parameter]
    public Place? Place { get; set; }

    /// <summary>The address to come back to after signing in.</summary>
    [Parameter, EditorRequired]
    public required string ReturnTo { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private string Summary
    {
        get
        {
            var count = _offers.Length == 1 ? "1 card waits for an answer" : $"{_offers.Length} cards wait for an answer";
            var places = _offers.GroupBy(offer => (offer.Place, offer.Level)).Select(same => $"{NameOf(same.Key.Place)} at {LevelText.Of(same.Key.Level)} ({same.Count()})");
            return Place is null ? $"{count}: {string.Join(", ", places)}" : $"{count} at {LevelText.Of(_offers[0].Level)}";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cards.Changed -= Show;
        log.Changed -= ShowAction;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        cards.Changed += Show;
        log.Changed += ShowAction;
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (SignedIn is not null) _person = (await SignedIn).User;
        Look();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is Focus.Stays || _isBusy) return;
        var to = _focus is Focus.Head ? _head : _reasonField;
        _focus = Focus.Stays;
        await to.FocusAsync();
    }

    // On the recording thread: only asks to be painted.
    private void Show() => _ = InvokeAsync(() =>
    {
        Look();
        StateHasChanged();
    });

    private void ShowAction(JointAction action)
    {
        if (action.Card is not null) Show();
    }

    private void Look()
    {
        var before = _offers;
        _offers = moment.Asked is not null ? [] : [.. desk.Offers.Where(offer => Place is null || offer.Place == Place.Code)];
        if (before.IsEmpty) _isOpen = _offers.Length <= MostOpen; // One more card must not close it on whoever writes in it.
    }

    private void Open((PlaceCode Place, string Card) key)
    {
        (_declining, _reason) = (_declining == key ? null : key, "");
        if (_declining is not null) _focus = Focus.Reason;
    }

    private Task GiveAsync(CardOffer offer) => AnswerAsync(async person =>
    {
        var answer = await desk.GiveAsync(person, offer.Place, offer.Card.Code, _closed.Token);
        _problems = [.. answer.Problems.Select(problem => problem.Words)];
        if (answer.Action is { } action) _done = $"Given as action {action.Number} to {NameOf(action.Owner)}, due {ActionText.Due(action, time.GetUtcNow())}.";
    });

    private Task DeclineAsync(CardOffer offer) => AnswerAsync(async person =>
    {
        var refusal = await desk.DeclineAsync(person, offer.Place, offer.Card.Code, _reason, _closed.Token);
        _problems = refusal is null ? [] : [refusal];
        if (refusal is null) (_declining, _reason, _done) = (null, "", "Declined, with its reason on record.");
    });

    private async Task AnswerAsync(Func<ClaimsPrincipal, Task> answer)
    {
        if (SignedIn is null || _isBusy) return; // Pressed twice before the button is painted as busy.
        (_isBusy, _done) = (true, null);
        try
        {
            await answer((await SignedIn).User);
        }
        finally
        {
            _isBusy = false;
        }

        Look();
        if (_done is not null) _focus = Focus.Head; // The button that was pressed is gone.
    }

    private string NameOf(PlaceCode place) => footprint.TryFind(place.ToString(), out var found) ? found.ShortName : place.ToString();
}
