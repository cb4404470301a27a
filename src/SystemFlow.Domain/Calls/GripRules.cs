using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Calls;

/// <summary>
/// Finds where nobody has a grip: pressure that no action answers, actions that stand still, and declared levels that the data
/// contradicts. An action is about a place if it names it, a place under it or the trust that it is part of, answers an alert there, or,
/// naming no place, is the organisation's own. A board or the whole system is answered only by what is about it: one small action
/// somewhere in it does not silence what was declared of all of it. A place has one gap for its pressure, with its alerts as evidence.
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
        var all = levels.Where(level => IsOwn(level) && level.Worse >= OpelLevel.Three && !answered.Contains(level.Place)).ToList();
        var pressed = all.Where(level => !IsSaidBelow(level, all)).ToList();
        var old = alerts.Where(alert => IsOld(alert, terms, at) && !answered.Contains(alert.Place) && !IsAnswered(alert.Place, open, alerts)).ToList();
        var alarms = old.Where(alert => !IsSaidBelow(alert, old)).OrderBy(alert => IndexOf(alert.Place)).ThenBy(alert => alert.Rule, StringComparer.Ordinal)
            .GroupBy(alert => alert.Place).Select(group => Alert(group.Key, [.. group], titleOf)).ToList();
        var gaps = pressed.Select(level => Pressure(level, alarms.Find(alarm => alarm.Place == level.Place)))
            .Concat(alarms.Where(alarm => !pressed.Exists(level => level.Place == alarm.Place)))
            .Concat(open.Where(action => StandsStill(action, terms, at, lastCall)).Select(action => Still(action, at)))
            .Concat(levels.Where(level => level.Differs is not (null or 0)).Select(Differing))
            .Concat(levels.Where(level => level.Declared is { } declared && declared.Until - at <= terms.EndsWithin).Select(Ending));
        return [.. gaps.OrderByDescending(gap => gap.IsGrave).ThenBy(gap => gap.Kind)];
    }

    // What an action or an alert names may have left the footprint since.
    private Place? Find(PlaceCode place) => footprint.TryFind(place.ToString(), out var found) ? found : null;

    private string NameOf(PlaceCode place) => Find(place)?.ShortName ?? place.ToString();

    private int IndexOf(PlaceCode place) => Find(place) is { } found ? footprint.Places.IndexOf(found) : footprint.Places.Length;

    // Boards and the whole system are the sum of these.
    private static bool IsOwn(PackLevel level) => level.Kind is PlaceKind.Trust or PlaceKind.Hospital or PlaceKind.BedBase
        || level.Declared?.Level >= OpelLevel.Three;

    // What is said of a trust's hospital need not be said of the trust, unless it is worse there or somebody declared it.
    private bool IsSaidBelow(PackLevel level, List<PackLevel> pressed) => level.Kind is PlaceKind.Trust && level.Declared is null
        && pressed.Exists(other => Find(other.Place)?.Parent == level.Place && other.Worse >= level.Worse);

    // As the alert rules have it: a trust's figures are its hospitals' added up.
    private bool IsSaidBelow(AlertState alert, List<AlertState> old) => Find(alert.Place)?.Kind is PlaceKind.Trust
        && old.Exists(other => other.Rule == alert.Rule && Find(other.Place)?.Parent == alert.Place);

    private bool IsAnswered(PlaceCode place, List<PackAction> open, ImmutableArray<AlertState> alerts) => open.Exists(action =>
        (action.About ?? (action.Alert is null ? action.Owner : null)) is { } about && IsOf(place, about)
        || alerts.Any(alert => alert.Episode == action.Alert && IsOf(place, alert.Place)));

    private bool IsOf(PlaceCode place, PlaceCode about)
    {
        if (place == about) return true;
        if (Find(place) is not { Kind: not (PlaceKind.Board or PlaceKind.Footprint) } found) return false;
        return Reaches(about, place) || (found.Parent == about && Find(about)?.Kind is PlaceKind.Trust);
    }

    private bool Reaches(PlaceCode from, PlaceCode above)
    {
        for (var at = Find(from)?.Parent; at is { } code; at = Find(code)?.Parent)
        {
            if (code == above) return true;
        }

        return false;
    }

    private static bool IsOld(AlertState alert, GripTerms terms, DateTimeOffset at) =>
        alert is { Severity: Severity.Critical, Phase: AlertPhase.Firing or AlertPhase.Acknowledged, FiredAt: { } fired } && at - fired >= terms.AlertFor;

    private static bool StandsStill(PackAction action, GripTerms terms, DateTimeOffset at, DateTimeOffset lastCall) =>
        at - action.MovedAt >= terms.StillFor || (terms.SinceLastCall && action.MovedAt <= lastCall);

    private static GripGap Pressure(PackLevel level, GripGap? alarm)
    {
        var isCalculated = level.Level >= OpelLevel.Three;
        return new GripGap(
            isCalculated ? GripGapKind.PressureWithoutAction : GripGapKind.DeclaredWithoutAction, level.Place, level.Name,
            level.Worse is OpelLevel.Four || alarm is not null, level.Level, level.Declared?.Level, isCalculated ? null : level.Declared?.At,
            alarm?.Alert);
    }

    private GripGap Alert(PlaceCode place, ImmutableArray<AlertState> alerts, Func<string, string> titleOf) => new(
        GripGapKind.AlertWithoutAction, place, NameOf(place), IsGrave: true, Since: alerts.Min(alert => alert.FiredAt),
        Alert: string.Join(", ", alerts.Select(alert => titleOf(alert.Rule))));

    private GripGap Still(PackAction action, DateTimeOffset at) => new(
        GripGapKind.ActionWithoutMovement, action.Owner, NameOf(action.Owner), action.Due < at, Since: action.MovedAt,
        Action: action.Number, What: action.What);

    private static GripGap Differing(PackLevel level) => new(
        GripGapKind.DeclaredDiffers, level.Place, level.Name, Math.Abs(level.Differs!.Value) >= FarApart, level.Level, level.Declared!.Level,
        level.Declared.At);

    private static GripGap Ending(PackLevel level) => new(
        GripGapKind.DeclarationEnds, level.Place, level.Name, IsGrave: false, level.Level, level.Declared!.Level, level.Declared.Until);
}
