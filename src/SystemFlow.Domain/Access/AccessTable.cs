using System.Collections.Immutable;

namespace SystemFlow.Domain.Access;

/// <summary>Who may do one thing.</summary>
/// <param name="Words">What is done, after "to": "declare a level".</param>
public sealed record AccessRule(Act Act, string Words, Reach Reach, ImmutableArray<Role> Roles);

/// <summary>
/// The one table of who may do what. Pages, APIs, hub methods and whatever changes something all ask it; what is not in it, nobody
/// may do. The client's documents ask for role-based access and name no roles' rights: these are ours, least first.
/// </summary>
public static class AccessTable
{
    private static readonly ImmutableArray<Role> Everybody = [.. Enum.GetValues<Role>()];
    private static readonly ImmutableArray<Role> Hands = [Role.Lead, Role.Coordinator];

    /// <summary>One rule for each act, in the order of <see cref="Act"/>.</summary>
    public static ImmutableArray<AccessRule> Rules { get; } =
    [
        new(Act.Look, "look at this", Reach.Anywhere, Everybody),
        new(Act.WatchWall, "watch the wallboard", Reach.Anywhere, Everybody),
        new(Act.SeeContacts, "see how people are reached", Reach.Anywhere, [Role.Lead, Role.Coordinator, Role.Administrator]),
        new(Act.EnterFigures, "enter figures", Reach.Place, [Role.Lead, Role.Coordinator, Role.FeedOwner]),
        new(Act.DeclareLevel, "declare a level", Reach.Place, Hands),
        new(Act.AnswerAlert, "answer an alert", Reach.Place, Hands),
        new(Act.PlanEvent, "plan an event", Reach.Place, Hands),
        new(Act.GiveAction, "give an action", Reach.Place, Hands),
        new(Act.WorkAction, "change an action", Reach.Place, Hands),
        new(Act.AnswerCard, "answer an action card", Reach.Place, Hands),
        new(Act.JoinCall, "take part in a call", Reach.Anywhere, Hands),
        new(Act.ChairCall, "chair a call", Reach.Anywhere, [Role.Coordinator]),
        new(Act.HandOver, "hand a shift over or take it", Reach.Anywhere, [Role.Coordinator]),
        new(Act.ComposeEdition, "compose a dashboard", Reach.Anywhere, [Role.Coordinator, Role.Administrator]),
        new(Act.EditDistribution, "change who is sent the dashboard", Reach.WholeSystem, [Role.Coordinator, Role.Administrator]),
        new(Act.SignReturn, "sign a return off", Reach.Place, [Role.Lead]),
        new(Act.CorrectRows, "see and correct refused rows", Reach.Place, [Role.FeedOwner, Role.Coordinator, Role.Administrator]),
        new(Act.ManageKeys, "manage feed keys", Reach.Place, [Role.FeedOwner, Role.Administrator]),
        new(Act.EditRules, "change rules", Reach.WholeSystem, [Role.Administrator]),
        new(Act.EditRota, "change the rota", Reach.WholeSystem, [Role.Coordinator, Role.Administrator]),
        new(Act.ManagePeople, "manage people", Reach.Place, [Role.Administrator]),
        new(Act.ManageWalls, "manage wallboards", Reach.WholeSystem, [Role.Coordinator, Role.Administrator]),
        new(Act.ReadAudit, "read the audit", Reach.WholeSystem, [Role.Administrator]),
    ];

    /// <summary>Who may do it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in the table.</exception>
    public static AccessRule Of(Act act) => Rules.FirstOrDefault(rule => rule.Act == act)
        ?? throw new ArgumentOutOfRangeException(nameof(act), act, "Nobody may do what is not in the table.");
}
