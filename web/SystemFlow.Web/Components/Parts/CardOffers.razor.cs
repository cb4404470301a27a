using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The action cards that wait for an answer, of every place or of one, followed by itself. At a past moment nothing is offered.</summary>
public sealed partial class CardOffers(
    CardDesk desk, CardLog cards, ActionLog log, ActionOwners owners, Footprint footprint, TimeProvider time, ViewMoment moment) : IDisposable
{
    private const int MostOpen = 4;

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<CardOffer> _offers = [];
    private ImmutableArray<string> _problems = [];
    private (PlaceCode Place, string Card)? _declining;
    private string _reason = "";
    private string? _author;
    private string? _done;
    private bool _isBusy;

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
        _author = await PersonText.OfAsync(SignedIn);
        Look();
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

    private void Look() => _offers = moment.Asked is not null ? [] : [.. desk.Offers.Where(offer => Place is null || offer.Place == Place.Code)];

    private void Open((PlaceCode Place, string Card) key) => (_declining, _reason) = (_declining == key ? null : key, "");

    private async Task GiveAsync(CardOffer offer)
    {
        if (SignedIn is null) return;
        (_isBusy, _done) = (true, null);
        var answer = await desk.GiveAsync((await SignedIn).User, offer.Place, offer.Card.Code, _closed.Token);
        _problems = [.. answer.Problems.Select(problem => problem.Words)];
        if (answer.Action is { } action) _done = $"Given as action {action.Number} to {NameOf(action.Owner)}, due {ActionText.Due(action, time.GetUtcNow())}.";
        _isBusy = false;
        Look();
    }

    private async Task DeclineAsync(CardOffer offer)
    {
        if (SignedIn is null) return;
        (_isBusy, _done) = (true, null);
        var refusal = await desk.DeclineAsync((await SignedIn).User, offer.Place, offer.Card.Code, _reason, _closed.Token);
        _problems = refusal is null ? [] : [refusal];
        if (refusal is null) (_declining, _reason, _done) = (null, "", "Declined, with its reason on record.");
        _isBusy = false;
        Look();
    }

    private string NameOf(PlaceCode place) => footprint.TryFind(place.ToString(), out var found) ? found.ShortName : place.ToString();
}
