using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Web.Actions;

/// <summary>Who can be given an action: every place, in the roles of its ladder and its own.</summary>
public sealed class ActionOwners(IRuleBook book, Footprint footprint)
{
    /// <summary>The places, in the order on screen.</summary>
    public ImmutableArray<Place> Places => footprint.Places;

    /// <summary>The roles that answer for a place, the first on its ladder first.</summary>
    public ImmutableArray<Role> RolesOf(PlaceCode place)
    {
        var rota = book.Current.Rota;
        var rungs = new RotaRules(rota, footprint).LadderFor(place, AlertOwner.Lead)?.Rungs ?? [];
        return
        [
            .. rungs.Select(rung => rota.Roles.FirstOrDefault(role => role.Code == rung.Role)).OfType<Role>()
                .Concat(rota.Roles.Where(role => role.Place == place)).Distinct(),
        ];
    }

    /// <summary>The first of a place's roles whose name has some words, in any case; else its first of all; null where it has none.</summary>
    public Role? RoleFor(PlaceCode place, string words)
    {
        var roles = RolesOf(place);
        return roles.FirstOrDefault(role => role.Name.Contains(words, StringComparison.OrdinalIgnoreCase)) ?? roles.FirstOrDefault();
    }

    /// <summary>A role by its code; null where the rota has none.</summary>
    public Role? Find(string role) => book.Current.Rota.Roles.FirstOrDefault(known => known.Code == role);

    /// <summary>Whoever has a role now; null for nobody.</summary>
    public Lead? OnDuty(string role, DateTimeOffset now) => new RotaRules(book.Current.Rota, footprint).OnDuty(role, now);

    /// <summary>The roles that a lead has now.</summary>
    public ImmutableHashSet<string> RolesHeld(string lead, DateTimeOffset now)
    {
        var rules = new RotaRules(book.Current.Rota, footprint);
        return [.. book.Current.Rota.Roles.Select(role => role.Code).Where(role => rules.OnDuty(role, now)?.Code == lead)];
    }

    /// <summary><c>On-call manager, West Herts Trust</c>; its code where the rota has it no longer.</summary>
    public string NameOf(string role) => Find(role)?.Name ?? role;
}
