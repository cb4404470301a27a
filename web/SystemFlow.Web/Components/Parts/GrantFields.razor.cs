using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Picks roles, each over an organisation or place that the giver manages people of.</summary>
public sealed partial class GrantFields(Footprint footprint)
{
    private string _role = "";
    private string _scope = "";
    private string? _hint;

    /// <summary>What is picked.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Grant> Grants { get; set; }

    /// <summary>Told of another pick.</summary>
    [Parameter]
    public EventCallback<ImmutableArray<Grant>> GrantsChanged { get; set; }

    /// <summary>What the giver may do.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Grant> Giver { get; set; }

    private static string NameOf(Place place) => place.Kind switch
    {
        PlaceKind.Footprint => "The whole system",
        PlaceKind.BedBase => $"{place.ShortName} (bed base)",
        _ => $"{place.ShortName} ({place.Kind.ToString().ToLowerInvariant()})",
    };

    private Task Remove(Grant grant) => GrantsChanged.InvokeAsync(Grants.Remove(grant));

    private async Task Add()
    {
        _hint = _role.Length == 0 ? "Select a role" : _scope.Length == 0 ? "Select an organisation or place" : null;
        if (_hint is not null || !Enum.TryParse<Role>(_role, out var role) || !PlaceCode.TryParse(_scope, out var scope)) return;
        var grant = new Grant(role, scope);
        (_role, _scope) = ("", "");
        if (Grants.Contains(grant)) _hint = "That role is there already";
        else await GrantsChanged.InvokeAsync(Grants.Add(grant));
    }
}
