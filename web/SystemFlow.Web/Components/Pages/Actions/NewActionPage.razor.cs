using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Actions;

namespace SystemFlow.Web.Components.Pages.Actions;

/// <summary>The form for a new action, prefilled by what the address links it to: an alert, a place, a call, an action card.</summary>
public sealed partial class NewActionPage(
    Permits permits, ActionDesk desk, CardDesk cards, ActionOwners owners, IEventLog events, IRuleBook book, Footprint footprint, TimeProvider time, NavigationManager navigation)
    : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private ActionFields _fields = new();
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private List<string> _about = [];
    private string? _author;
    private string? _filledFrom;
    private string? _cardFor;
    private bool _isGiven;

    /// <summary>The episode of the alert that it answers.</summary>
    [SupplyParameterFromQuery]
    public string? Alert { get; set; }

    /// <summary>The code of the place that it is about.</summary>
    [SupplyParameterFromQuery]
    public string? Place { get; set; }

    /// <summary>The call on which it is agreed.</summary>
    [SupplyParameterFromQuery]
    public string? Call { get; set; }

    /// <summary>The code of the action card that it is given from, for <see cref="Place"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Card { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private string Here => $"/{navigation.ToBaseRelativePath(navigation.Uri)}";

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _author = await permits.SomewhereAsync(SignedIn, Act.GiveAction);
        if (_filledFrom == navigation.Uri) return; // What was typed stays.
        _filledFrom = navigation.Uri;
        (_fields, _about, _cardFor, _isGiven) = (new ActionFields(), [], null, false);
        _fields.DueBy(time.GetUtcNow().AddHours(2));
        if (footprint.TryFind(Place, out var place)) About(place);
        if (place is not null && book.Current.Cards.Find(Card) is { } card)
        {
            (_fields, _cardFor) = (cards.FieldsOf(place.Code, card), place.Code.ToString());
            _about.Add($"From an action card for OPEL {card.Level}{(card.ConfirmedBy is null ? ", to be confirmed" : "")}: {card.Source}.");
        }

        if (events.Current.FirstOrDefault(known => known.Episode == Alert) is { } alert)
        {
            About(footprint.Find(alert.Place));
            var rule = book.Current.Alerts.Rules.FirstOrDefault(known => known.Code == alert.Rule);
            (_fields.Alert, _fields.What, _fields.Why) = (alert.Episode, rule?.Action ?? "", alert.Words);
            _about.Add($"It answers the alert \"{rule?.Name ?? alert.Rule}\" at {footprint.Find(alert.Place).ShortName}: {alert.Words.TrimEnd('.')}.");
        }
        else if (Alert is not null)
        {
            _about.Add("The alert that led here is over.");
        }

        if (CallId.TryParse(Call, out _))
        {
            _fields.Call = Call;
            _about.Add($"Agreed on the call {Call}.");
        }
    }

    private void About(Place place)
    {
        _fields.Owner = place.Code.ToString();
        _fields.OwnerRole = owners.RolesOf(place.Code).FirstOrDefault()?.Code ?? "";
        _fields.About = place.Code.ToString();
    }

    private async Task GiveAsync(ActionFields fields)
    {
        if (SignedIn is null || _isGiven) return;
        if (_cardFor is not null && fields.Relieves != _cardFor) (fields.Card, fields.Level) = (null, null); // Another place's pressure: the card still waits.
        var answer = await desk.GiveAsync((await SignedIn).User, fields, _closed.Token);
        _problems = answer.Problems;
        if (answer.Action is not { } given) return;
        _isGiven = true;
        navigation.NavigateTo($"/actions/{given.Number}");
    }
}
