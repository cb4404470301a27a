using System.Collections.Immutable;
using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Access;

/// <summary>Who may give which roles to whom: nobody beyond their own scope, and nobody to themselves.</summary>
public static class GrantRules
{
    /// <summary>Whether somebody may give or take a role.</summary>
    /// <param name="giver">What the giver may do.</param>
    public static bool MayGive(ImmutableArray<Grant> giver, Grant grant, Footprint footprint) =>
        AccessRules.May(giver, Act.ManagePeople, grant.Scope, footprint);

    /// <summary>Whether they may do something about the whole person, such as keep them out: only where every role of theirs is within their scope.</summary>
    /// <param name="person">What the person may do; who has no role is the whole system's to manage.</param>
    public static bool MayManage(ImmutableArray<Grant> giver, ImmutableArray<Grant> person, Footprint footprint) => person.IsEmpty
        ? AccessRules.May(giver, Act.ManagePeople, footprint.Root.Code, footprint)
        : person.All(grant => MayGive(giver, grant, footprint));

    /// <summary>Whether they see the person among those that they manage: one role within their scope is enough.</summary>
    public static bool MaySee(ImmutableArray<Grant> giver, ImmutableArray<Grant> person, Footprint footprint) =>
        MayManage(giver, person, footprint) || person.Any(grant => MayGive(giver, grant, footprint));

    /// <summary>The places over which they may give roles, in the footprint's order.</summary>
    public static ImmutableArray<Place> Scopes(ImmutableArray<Grant> giver, Footprint footprint) =>
        [.. footprint.Places.Where(place => AccessRules.May(giver, Act.ManagePeople, place.Code, footprint))];
}
