using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Access;

/// <summary>Roles and what they allow, in words.</summary>
internal static class AccessText
{
    /// <summary>A role's name.</summary>
    public static string Of(Role role) => role switch
    {
        Role.Viewer => "Viewer",
        Role.Lead => "Lead",
        Role.Coordinator => "Co-ordinator",
        Role.FeedOwner => "Feed owner",
        _ => "Administrator",
    };

    /// <summary>"Lead of Lister Hospital", "Co-ordinator of the whole system".</summary>
    public static string Of(Grant grant, Footprint footprint) => $"{Of(grant.Role)} of {Name(grant.Scope, footprint)}";

    /// <summary>Why somebody who is signed in may not, and who may.</summary>
    public static string Refusal(AccessRule rule, Place? about, Footprint footprint)
    {
        var who = string.Join(" or ", rule.Roles.Select(role => Of(role).ToLowerInvariant()));
        var where = rule.Reach switch
        {
            Reach.Place => about is null ? " of the place that it is about" : $" of {Name(about.Code, footprint)}",
            Reach.WholeSystem => " of the whole system",
            _ => "",
        };
        return $"You may not {rule.Words}: that takes a {who}{where}. Ask an administrator if you should be one.";
    }

    private static string Name(PlaceCode code, Footprint footprint) =>
        code == footprint.Root.Code ? "the whole system" : footprint.TryFind(code.ToString(), out var place) ? place.ShortName : code.ToString();
}
