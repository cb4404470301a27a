using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Calls;

/// <summary>
/// Finds where nobody has a grip: pressure that no action answers, actions that stand still, and declared levels that the data
/// contradicts. An action is about a place if it names it, a place under it or the trust that it is part of, answers an alert there, or,
/// naming no place, is the organisation's own.
/// </summary>
public sealed class GripRules(Footprint footprint)
{
    private const int FarApart = 2;

    /// <summary>The gaps, grave ones first, each kind together, in the footprint's order.</summary>
    /// <param name="levels">Every place's level at the moment.</param>
    /// <param name="alerts">The alerts that are open.</param>
    /// <param name="titleOf">What a rule is called.</param>
    /// <param name="actions">Joint actions as they stand; those that are settled answer nothing.</param>
    /// <param name="at">The moment. UTC.</param>
    /// <param name="lastCall">The call before it. UTC.</param>
    public ImmutableArray<GripGap> Of(
        ImmutableArray<PackLevel> levels, ImmutableArray<AlertState> alerts, Func<string, string> titleOf,
        ImmutableArray<PackAction> actions, GripTerms terms, DateTimeOffset at, DateTimeOffset lastCall)
    {
        var open = actions.Where(action => action.IsOpen).ToList();
        var answered = new HashSet<PlaceCode>(levels.Select(level => level.Place).Where(place => IsAnswered(place, open, alerts)));
        var pressed = levels.Where(level => IsOwn(level) && level.Worse >= OpelLevel.Three && !answered.Contains(level.Place)).ToList();
        var gaps = pressed.Where(level => !IsSaidBelow(level, pressed)).Select(Pressure)
            .Concat(alerts.Where(alert => IsOld(alert, terms, at) && !answered.Contains(alert.Place) && !IsAnswered(alert.Place, open, alerts))
                .OrderBy(alert => IndexOf(alert.Place)).ThenBy(alert => alert.Rule, StringComparer.Ordinal).Select(alert => Alert(alert, titleOf)))
            .Concat(open.Where(action => StandsStill(action, terms, at, lastCall)).Select(action => Still(action, at)))
            .Concat(levels.Where(level => level.Differs is not (null or 0)).Select(Differing))
            .Concat(levels.Where(level => level.Declared is { } declared && declared.Until - at <= terms.EndsWithin).Select(Ending));
        return [.. gaps.OrderByDescending(gap => gap.IsGrave).ThenBy(gap => gap.Kind)];
    }

    private int IndexOf(PlaceCode place) => footprint.Places.IndexOf(footprint.Find(place));

    // Boards and the whole system are the sum of these.
    private static bool IsOwn(PackLevel level) => level.Kind is PlaceKind.Trust or PlaceKind.Hospital or PlaceKind.BedBase
        || level.Declared?.Level >= OpelLevel.Three;

    // What is said of a trust's hospital need not be said of the trust, unless it is worse there or somebody declared it.
    private bool IsSaidBelow(PackLevel level, List<PackLevel> pressed) => level.Kind is PlaceKind.Trust && level.Declared is null
        && pressed.Exists(other => footprint.Find(other.Place).Parent == level.Place && other.Worse >= level.Worse);

    private bool IsAnswered(PlaceCode place, List<PackAction> open, ImmutableArray<AlertState> alerts) => open.Exists(action =>
        (action.About ?? (action.Alert is null ? action.Owner : null)) is { } about && IsOf(place, about)
        || alerts.Any(alert => alert.Episode == action.Alert && IsOf(place, alert.Place)));

    private bool IsOf(PlaceCode place, PlaceCode about)
    {
        if (place == about || Reaches(about, place)) return true;
        return footprint.Find(place).Parent == about && footprint.Find(about).Kind is PlaceKind.Trust;
    }

    private bool Reaches(PlaceCode from, PlaceCode above)
    {
        for (var at = footprint.Find(from).Parent; at is { } code; at = footprint.Find(code).Parent)
        {
            if (code == above) return true;
        }

        return false;
    }

    private static bool IsOld(AlertState alert, GripTerms terms, DateTimeOffset at) =>
        alert is { Severity: Severity.Critical, Phase: AlertPhase.Firing or AlertPhase.Acknowledged, FiredAt: { } fired } && at - fired >= terms.AlertFor;

    private static bool StandsStill(PackAction action, GripTerms terms, DateTimeOffset at, DateTimeOffset lastCall) =>
        at - action.MovedAt >= terms.StillFor || (terms.SinceLastCall && action.MovedAt <= lastCall);

    private static GripGap Pressure(PackLevel level)
    {
        var isCalculated = level.Level >= OpelLevel.Three;
        return new GripGap(
            isCalculated ? GripGapKind.PressureWithoutAction : GripGapKind.DeclaredWithoutAction, level.Place, level.Name,
            level.Worse is OpelLevel.Four, level.Level, level.Declared?.Level, isCalculated ? null : level.Declared?.At);
    }

    private GripGap Alert(AlertState alert, Func<string, string> titleOf) => new(
        GripGapKind.AlertWithoutAction, alert.Place, footprint.Find(alert.Place).ShortName, IsGrave: true, Since: alert.FiredAt, Alert: titleOf(alert.Rule));

    private GripGap Still(PackAction action, DateTimeOffset at) => new(
        GripGapKind.ActionWithoutMovement, action.Owner, footprint.Find(action.Owner).ShortName, action.Due < at, Since: action.MovedAt,
        Action: action.Number, What: action.What);

    private static GripGap Differing(PackLevel level) => new(
        GripGapKind.DeclaredDiffers, level.Place, level.Name, Math.Abs(level.Differs!.Value) >= FarApart, level.Level, level.Declared!.Level,
        level.Declared.At);

    private static GripGap Ending(PackLevel level) => new(
        GripGapKind.DeclarationEnds, level.Place, level.Name, IsGrave: false, level.Level, level.Declared!.Level, level.Declared.Until);
}
