using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Alerts;

/// <summary>Whether one trouble is told already, somewhere else in the tree of places.</summary>
/// <remarks>
/// Above: an alert whose rule inhibits this one. Below a trust: an open alert of the same rule, because a trust's figures are
/// its hospitals' added up, and whoever is nearest is told. Boards and the whole system answer to others, and are told of
/// their own. What one rule inhibits at the same place is <see cref="AlertWatch"/>'s to see.
/// </remarks>
public sealed class InhibitionRules(Footprint footprint)
{
    /// <summary>Whether an alert elsewhere says more, so that nobody is told of this one.</summary>
    /// <param name="open">The open alerts of the whole footprint.</param>
    public bool IsInhibited(AlertRuleSet rules, AlertRule rule, PlaceCode place, IEnumerable<AlertState> open) =>
        open.Any(alert => alert.Rule == rule.Code
            ? alert.IsOpen && footprint.Find(place).Kind is PlaceKind.Trust && IsAbove(place, alert.Place)
            : alert.SpeaksForOthers && rules.Inhibits(alert.Rule, rule.Code) && IsAbove(alert.Place, place));

    private bool IsAbove(PlaceCode upper, PlaceCode lower)
    {
        for (var above = footprint.Find(lower).Parent; above is { } code; above = footprint.Find(code).Parent)
        {
            if (code == upper) return true;
        }

        return false;
    }
}
