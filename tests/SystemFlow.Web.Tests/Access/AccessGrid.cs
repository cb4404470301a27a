using SystemFlow.Domain.Access;

namespace SystemFlow.Web.Tests.Access;

/// <summary>
/// Who may do what, written down a second time, so that nobody changes the product's table by mistake. A star is over any place, p the
/// place that it is about, w the whole system, a dot never.
/// </summary>
internal static class AccessGrid
{
    //   Viewer Lead Co-ordinator Feed owner Administrator
    private static readonly Dictionary<Act, string> Grid = new()
    {
        [Act.Look] = "*****",
        [Act.WatchWall] = "*****",
        [Act.SeeContacts] = ".**.*",
        [Act.EnterFigures] = ".ppp.",
        [Act.DeclareLevel] = ".pp..",
        [Act.AnswerAlert] = ".pp..",
        [Act.PlanEvent] = ".pp..",
        [Act.GiveAction] = ".pp..",
        [Act.WorkAction] = ".pp..",
        [Act.AnswerCard] = ".pp..",
        [Act.JoinCall] = ".**..",
        [Act.ChairCall] = "..*..",
        [Act.HandOver] = "..*..",
        [Act.ComposeEdition] = "..*.*",
        [Act.EditDistribution] = "..w.w",
        [Act.SignReturn] = ".p...",
        [Act.CorrectRows] = "..ppp",
        [Act.ManageKeys] = "...pp",
        [Act.EditRules] = "....w",
        [Act.EditRota] = "..w.w",
        [Act.ManagePeople] = "....p",
        [Act.ManageWalls] = "..w.w",
        [Act.ReadAudit] = "....w",
    };

    /// <summary>What is written down.</summary>
    public static IEnumerable<Act> Acts => Grid.Keys;

    /// <summary>Whether somebody with one role may, about a place of theirs or of others.</summary>
    /// <param name="isWhole">Whether the role is over the whole system, where every place is theirs.</param>
    public static bool May(Role role, bool isWhole, Act act, bool isOwn) => Grid[act][(int)role] switch
    {
        '*' => true,
        'p' => isWhole || isOwn,
        'w' => isWhole,
        _ => false,
    };

    /// <summary>Whether they come through a door to it: about some place at least.</summary>
    public static bool MayEnter(Role role, bool isWhole, Act act) => May(role, isWhole, act, isOwn: true);
}
