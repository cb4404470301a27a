using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Web.Actions;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What a person can do about an action: accept with one press, anything else with a few words.</summary>
public sealed partial class ActionDoing(ActionOwners owners, Footprint footprint)
{
    private ActionChangeFields _fields = new();
    private ActionLineKind? _kind;
    private int _number;
    private bool _isBusy;
    private ElementReference _choices;
    private ElementReference _due;
    private ElementReference _owner;
    private ElementReference _words;
    private Focus _focus;

    private enum Focus
    {
        Stays,
        Choices,
        Form,
    }

    /// <summary>The action.</summary>
    [Parameter, EditorRequired]
    public required JointAction Action { get; set; }

    /// <summary>Who is signed in.</summary>
    [Parameter, EditorRequired]
    public required string Author { get; set; }

    /// <summary>The moment now. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>Why the last thing was not done; none when it was.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<(string Field, string Words)> Problems { get; set; }

    /// <summary>Does it.</summary>
    [Parameter, EditorRequired]
    public EventCallback<ActionChangeFields> OnChange { get; set; }

    private ImmutableArray<Role> Roles => footprint.TryFind(_fields.Owner, out var owner) ? owners.RolesOf(owner.Code) : [];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_number != Action.Number) (_number, _kind, _fields) = (Action.Number, null, new());
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is Focus.Stays || _isBusy) return;
        var to = _focus is Focus.Choices ? _choices : _kind switch
        {
            ActionLineKind.Rescheduled or ActionLineKind.Reopened => _due,
            ActionLineKind.Reassigned => _owner,
            _ => _words,
        };
        _focus = Focus.Stays;
        await to.FocusAsync();
    }

    private static string Asked(ActionLineKind kind) => kind switch
    {
        ActionLineKind.Done => "What came of it (needed)",
        ActionLineKind.Updated => "What has moved (needed)",
        ActionLineKind.Reassigned => "Why",
        _ => "Why (needed)",
    };

    private static string Submit(ActionLineKind kind) => kind switch
    {
        ActionLineKind.Done => "Close as done",
        ActionLineKind.Updated => "Add this update",
        ActionLineKind.Rescheduled => "Change due",
        ActionLineKind.Reassigned => "Pass it on",
        ActionLineKind.Declined => "Decline it",
        ActionLineKind.Withdrawn => "Withdraw it",
        _ => "Reopen it",
    };

    private void Open(ActionLineKind kind)
    {
        _kind = _kind == kind ? null : kind;
        if (_kind is not null) _focus = Focus.Form;
        _fields.Owner = Action.Owner.ToString();
        _fields.OwnerRole = Action.OwnerRole;
        var from = Action.Due > Now && Action.IsOpen ? Action.Due : Now;
        _fields.DueBy(from.AddHours(1));
    }

    private void ChooseOwner(ChangeEventArgs change)
    {
        _fields.Owner = change.Value as string ?? "";
        _fields.OwnerRole = Roles.FirstOrDefault()?.Code ?? "";
    }

    private Task AcceptAsync() => SendAsync(new ActionChangeFields { Kind = ActionLineKind.Accepted });

    private Task SendAsync()
    {
        _fields.Kind = _kind!.Value;
        if (_kind is not (ActionLineKind.Rescheduled or ActionLineKind.Reopened)) _fields.Due = null;
        return SendAsync(_fields);
    }

    private async Task SendAsync(ActionChangeFields fields)
    {
        if (_isBusy) return; // Pressed twice before the button is painted as busy.
        _isBusy = true;
        try
        {
            fields.Version = Action.Version; // As it stands on the screen when the button is pressed.
            await OnChange.InvokeAsync(fields);
        }
        finally
        {
            _isBusy = false;
        }

        if (!Problems.IsEmpty) return;
        if (fields == _fields) (_kind, _fields) = (null, new()); // Accepted with one press: what is half written stays.
        _focus = Focus.Choices;
    }
}
