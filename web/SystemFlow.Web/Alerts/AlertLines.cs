using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Alerts;

/// <summary>One alert as a list shows it.</summary>
/// <param name="Rule">As it is now; null when the rules in force have none of that code.</param>
/// <param name="Told">What was sent about it, newest first.</param>
/// <param name="Next">Who is next on the ladder; null when nobody is.</param>
/// <param name="IsOver">Whether it is over.</param>
public sealed record AlertLine(
    AlertState State, Place Place, AlertRule? Rule, ImmutableArray<Delivery> Told, NextRung? Next, bool IsOver)
{
    /// <summary>The rule's name, or its code where the rule is gone.</summary>
    public string RuleName => Rule?.Name ?? State.Rule;
}

/// <summary>The next step of the ladder.</summary>
/// <param name="Lead">Who would be told now; null when nobody is on duty.</param>
public sealed record NextRung(string Role, string? Lead, DateTimeOffset DueAt);

/// <summary>What happened to an alert, and what was sent about it.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="Messages">Newest first.</param>
public sealed record AlertTrail(ImmutableArray<AlertEvent> Events, ImmutableArray<Delivery> Messages);

/// <summary>Puts alerts in the order in which people want them. Functions of their arguments.</summary>
internal static class AlertLines
{
    private const int LeastInGroup = 3;

    /// <summary>The lines of a view, the most urgent first: unanswered before answered, then by severity, then the oldest.</summary>
    public static ImmutableArray<AlertLine> Of(AlertSnapshot board, AlertFilter filter, RuleBook book, Footprint footprint) =>
        Of(
            board, book, footprint,
            filter.Phase is "over" ? board.Over : board.Current,
            alert => filter.Covers(footprint, alert)
                && (filter.Phase is null ? alert.IsOpen : filter.Phase is "over" || AlertFilter.PhaseOf(alert, isOver: false) == filter.Phase));

    /// <summary>The lines of chosen alerts, in the same order.</summary>
    public static ImmutableArray<AlertLine> Of(
        AlertSnapshot board, RuleBook book, Footprint footprint, ImmutableArray<AlertState> alerts, Func<AlertState, bool> isShown)
    {
        var rules = book.Alerts.Rules.ToDictionary(rule => rule.Code, StringComparer.Ordinal);
        var rota = new RotaRules(book.Rota, footprint);
        var roles = book.Rota.Roles.ToDictionary(role => role.Code, role => role.Name, StringComparer.Ordinal);
        var over = board.Over.Select(alert => alert.Episode).ToHashSet(StringComparer.Ordinal);
        var lines =
            from alert in alerts.Where(isShown)
            let rule = rules.GetValueOrDefault(alert.Rule)
            let isOver = over.Contains(alert.Episode)
            orderby isOver ? -alert.Since.UtcTicks : 0, Rank(alert.Phase), alert.Severity descending, alert.FiredAt ?? alert.Since, alert.Place.ToString()
            select new AlertLine(
                alert, footprint.Find(alert.Place), rule, [.. board.Deliveries[alert.Episode]],
                isOver || rule is null ? null : NextOf(alert, rule, rota, roles, board.At), isOver);
        return [.. lines];
    }

    /// <summary>
    /// Lines of one rule, phase and severity together, where there are three or more: eleven full bed bases are one trouble to
    /// read. Critical ones, and those that are over, stand for themselves. Each group stands where its first line did.
    /// </summary>
    public static IEnumerable<ImmutableArray<AlertLine>> Grouped(IEnumerable<AlertLine> lines) => lines
        .GroupBy(line => line.IsOver || line.State.Severity is Severity.Critical ? line.State.Episode : $"{line.State.Rule} {line.State.Phase} {line.State.Severity}")
        .SelectMany(group => group.Count() >= LeastInGroup
            ? [[.. group]]
            : group.Select(line => ImmutableArray.Create(line)));

    private static int Rank(AlertPhase phase) => phase switch
    {
        AlertPhase.Firing => 0,
        AlertPhase.Acknowledged => 1,
        AlertPhase.Snoozed => 2,
        AlertPhase.Pending => 3,
        AlertPhase.Planned => 4,
        _ => 5,
    };

    private static NextRung? NextOf(
        AlertState alert, AlertRule rule, RotaRules rota, Dictionary<string, string> roles, DateTimeOffset now)
    {
        if (alert.Phase is not AlertPhase.Firing || alert.NextStepAt is not { } due) return null;
        if (rota.LadderFor(alert.Place, rule.Owner) is not { } ladder || alert.StepsTaken >= ladder.Rungs.Length) return null;
        var role = ladder.Rungs[alert.StepsTaken].Role;
        return new NextRung(roles.GetValueOrDefault(role, role), rota.OnDuty(role, due > now ? due : now)?.Name, due);
    }
}
