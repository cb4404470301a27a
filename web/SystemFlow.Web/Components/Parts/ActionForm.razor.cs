using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Web.Actions;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The form that gives an action: what, who, until when.</summary>
public sealed partial class ActionForm(ActionOwners owners, Footprint footprint)
{
    private static readonly ImmutableArray<int> Quick = [30, 60, 120, 240];

    private ImmutableArray<Role> _roles = [];
    private bool _isBusy;

    /// <summary>What is filled in; prefilled by whoever shows the form.</summary>
    [Parameter, EditorRequired]
    public required ActionFields Fields { get; set; }

    /// <summary>What keeps it from being given.</summary>
    [Parameter]
    public ImmutableArray<(string Field, string Words)> Problems { get; set; } = [];

    /// <summary>The moment now. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>Who is signed in.</summary>
    [Parameter, EditorRequired]
    public required string Author { get; set; }

    /// <summary>Gives it.</summary>
    [Parameter, EditorRequired]
    public EventCallback<ActionFields> OnGive { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => ReadRoles();

    private void ReadRoles() => _roles = footprint.TryFind(Fields.Owner, out var owner) ? owners.RolesOf(owner.Code) : [];

    private void ChooseOwner(ChangeEventArgs change)
    {
        Fields.Owner = change.Value as string ?? "";
        ReadRoles();
        if (_roles.All(role => role.Code != Fields.OwnerRole)) Fields.OwnerRole = _roles.FirstOrDefault()?.Code ?? "";
    }

    private void ChooseRole(ChangeEventArgs change) => Fields.OwnerRole = change.Value as string ?? "";

    private void DueIn(int minutes) => Fields.DueBy(Now.AddMinutes(minutes));

    private async Task GiveAsync()
    {
        if (_isBusy) return; // Pressed twice before the button is painted as busy.
        _isBusy = true;
        try
        {
            await OnGive.InvokeAsync(Fields);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
