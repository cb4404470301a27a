using System.Collections.Immutable;
using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Access;

/// <summary>Whether somebody may do something.</summary>
public static class AccessRules
{
    /// <summary>Whether these grants allow it.</summary>
    /// <param name="place">What it is done about; without one, an act that goes by place is not allowed.</param>
    public static bool May(ImmutableArray<Grant> grants, Act act, PlaceCode? place, Footprint footprint)
    {
        var rule = AccessTable.Of(act);
        return grants.Any(grant => rule.Roles.Contains(grant.Role) && rule.Reach switch
        {
            Reach.Anywhere => true,
            Reach.WholeSystem => grant.Scope == footprint.Root.Code,
            _ => place is { } about && Covers(grant.Scope, about, footprint),
        });
    }

    /// <summary>Whether they allow it about any place at all: enough to be shown the page, not to change anything.</summary>
    public static bool MaySomewhere(ImmutableArray<Grant> grants, Act act, Footprint footprint)
    {
        var rule = AccessTable.Of(act);
        return grants.Any(grant => rule.Roles.Contains(grant.Role) && (rule.Reach is not Reach.WholeSystem || grant.Scope == footprint.Root.Code));
    }

    /// <summary>Whether a place belongs to a scope: it is it, is counted under it, or is a bed base that it runs.</summary>
    public static bool Covers(PlaceCode scope, PlaceCode place, Footprint footprint)
    {
        if (!footprint.TryFind(scope.ToString(), out var over) || !footprint.TryFind(place.ToString(), out var at)) return false;
        for (var part = at; ; part = footprint.Find(part.Parent.Value))
        {
            if (part.Code == over.Code) return true;
            if (part.Kind is PlaceKind.BedBase && part.Operator == over.Name) return true;
            if (part.Parent is null) return false;
        }
    }
}
