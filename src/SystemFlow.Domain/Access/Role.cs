using System.Diagnostics.CodeAnalysis;
using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Access;

/// <summary>What somebody is here for. What each may do is in <see cref="AccessTable"/>.</summary>
public enum Role
{
    /// <summary>Looks, and changes nothing.</summary>
    Viewer,
    /// <summary>Answers for a place: its alerts, level, actions, figures and returns.</summary>
    Lead,
    /// <summary>Watches the pressure and brings partners together: the co-ordination centre, the chair of a call.</summary>
    Coordinator,
    /// <summary>Answers for what a feed sends: its key and its refused rows.</summary>
    FeedOwner,
    /// <summary>Lets people in, and keeps rules, rota and settings. Does nothing about care by that alone.</summary>
    Administrator,
}

/// <summary>A role over a place, all that is counted under it, and the bed bases that it runs.</summary>
/// <param name="Scope">The footprint's root for the whole system.</param>
public sealed record Grant(Role Role, PlaceCode Scope)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Grant? grant)
    {
        grant = null;
        if (text?.Split(' ') is not [var role, var scope]) return false;
        if (!Enum.TryParse<Role>(role, out var known) || !Enum.IsDefined(known) || !PlaceCode.TryParse(scope, out var code)) return false;
        grant = new Grant(known, code);
        return true;
    }

    /// <summary>Such as <c>Lead RWH01</c>.</summary>
    public override string ToString() => $"{Role} {Scope}";
}
