using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Handovers;

/// <summary>Something that the next shift has to keep an eye on.</summary>
/// <param name="Place">The place that it concerns; null for none.</param>
/// <param name="Words">What, in a sentence.</param>
/// <param name="Link">Where more is to be seen.</param>
public sealed record Watch(Place? Place, string Words, string Link);

/// <summary>What is known about the hours that come. A function of its arguments.</summary>
internal sealed class WatchRules(Footprint footprint, Rota rota, Func<PlaceCode, PlaceState> states, EventsAsAt events, DateTimeOffset now)
{
    /// <summary>How far ahead a shift looks: as long as the shifts that the rota ships with.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(12);

    private readonly DateTimeOffset _until = now + Ahead;

    /// <summary>Everything, what presses first.</summary>
    public ImmutableArray<Watch> Of(ImmutableArray<JointAction> actions, ImmutableArray<PlannedEvent> planned) =>
    [
        .. Pressed(), .. Unanswered(), .. DeclaredEnds(), .. ActionsDue(actions), .. Planned(planned), .. Gaps(),
    ];

    private IEnumerable<Watch> Pressed() =>
        from place in footprint.Places
        where place.Kind is PlaceKind.Hospital or PlaceKind.Trust or PlaceKind.BedBase
        let level = states(place.Code).Pressure.Level
        where level >= OpelLevel.Three
        orderby level descending
        select new Watch(place, $"{LevelText.Of(level)}, calculated", $"/places/{place.Code}");

    private IEnumerable<Watch> Unanswered() => events.Alerts
        .Where(alert => alert.Phase is AlertPhase.Firing).OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.FiredAt)
        .Select(alert => new Watch(
            footprint.Find(alert.Place), $"{alert.Severity} alert, nobody has taken it on: {alert.Words}", $"/alerts?place={alert.Place}"));

    private IEnumerable<Watch> DeclaredEnds() => events.Declared.Values
        .Where(declared => declared.Until > now && declared.Until <= _until).OrderBy(declared => declared.Until)
        .Select(declared => new Watch(
            footprint.Find(declared.Place), $"Declared {LevelText.Of(declared.Level)} ends {AlertText.When(declared.Until, now)}", $"/places/{declared.Place}"));

    private IEnumerable<Watch> ActionsDue(ImmutableArray<JointAction> actions) => actions
        .Where(action => action.IsOpen && action.Due <= _until).OrderBy(action => action.Due)
        .Select(action => new Watch(
            footprint.TryFind(action.Owner.ToString(), out var owner) ? owner : null,
            $"Action {action.Number}, {(action.IsOverdue(now) ? "overdue since" : "due")} {AlertText.When(action.Due, now)}: {action.What}", $"/actions/{action.Number}"));

    private IEnumerable<Watch> Planned(ImmutableArray<PlannedEvent> planned) => planned
        .Where(one => one.From <= _until).OrderBy(one => one.From)
        .Select(one => new Watch(
            footprint.Find(one.Place),
            $"Planned, {(one.From <= now ? $"until {AlertText.When(one.To, now)}" : $"from {AlertText.When(one.From, now)}")}: {one.Reason}", $"/places/{one.Place}"));

    private IEnumerable<Watch> Gaps()
    {
        var rules = new RotaRules(rota, footprint);
        return from role in rota.Roles
               from gap in rules.GapsOf(role.Code, now, _until)
               orderby gap.From
               select new Watch(
                   footprint.Find(role.Place), $"Nobody is on duty as {role.Name} {(gap.From <= now ? "now" : $"from {AlertText.When(gap.From, now)}")}", "/rota");
    }
}
