using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Rotas;

/// <summary>A stretch of one role's time.</summary>
/// <param name="Lead">Who is on duty; null for nobody, a gap.</param>
/// <param name="From">UTC.</param>
/// <param name="To">UTC; the next turn begins here.</param>
public readonly record struct Turn(Lead? Lead, DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// Who is told, and when: ladders, duties and quiet hours of one rota. Duties are local time in England and stay whole
/// through both nights on which the clocks change. Where two duties of a role overlap, the one listed first counts.
/// </summary>
public sealed class RotaRules(Rota rota, Footprint footprint)
{
    private readonly Dictionary<string, Lead> _leads = rota.Leads.ToDictionary(lead => lead.Code, StringComparer.Ordinal);
    private readonly Dictionary<string, Role> _roles = rota.Roles.ToDictionary(role => role.Code, StringComparer.Ordinal);

    /// <summary>The ladder that a place's alerts climb: its own, or the nearest above it; null for none.</summary>
    public Ladder? LadderFor(PlaceCode place, AlertOwner owner)
    {
        for (Place? at = footprint.Find(place); at is not null; at = at.Parent is { } parent ? footprint.Find(parent) : null)
        {
            if (rota.Ladders.FirstOrDefault(ladder => ladder.Place == at.Code && ladder.Owner == owner) is { } found) return found;
        }

        return null;
    }

    /// <summary>
    /// When each rung of a place's ladder is due after an alert fired; empty when there is no ladder. A notice stays on the
    /// first: it is to know, and nobody is fetched because somebody else did not say so.
    /// </summary>
    public ImmutableArray<TimeSpan> RungsFor(PlaceCode place, AlertOwner owner, Severity severity) => LadderFor(place, owner) is { } ladder
        ? [.. ladder.Rungs.Take(severity is Severity.Notice ? 1 : ladder.Rungs.Length).Select(rung => rung.After)]
        : [];

    /// <summary>Who takes a role at a moment; null for nobody, or no such role.</summary>
    public Lead? OnDuty(string role, DateTimeOffset now) =>
        _roles.GetValueOrDefault(role)?.Duties.FirstOrDefault(duty => duty.StretchAt(now) is not null) is { } found
            ? _leads.GetValueOrDefault(found.Lead)
            : null;

    /// <summary>Who takes a role next within the coming week, and from when; null for nobody, or nobody else.</summary>
    public Turn? NextOnDuty(string role, DateTimeOffset now) =>
        TurnsOf(role, now, now.AddDays(7)).Skip(1).Select(turn => (Turn?)turn).FirstOrDefault(turn => turn?.Lead is not null);

    /// <summary>When nobody takes a role, within a stretch of time.</summary>
    public ImmutableArray<Turn> GapsOf(string role, DateTimeOffset from, DateTimeOffset to) =>
        [.. TurnsOf(role, from, to).Where(turn => turn.Lead is null)];

    /// <summary>A role's turns within a stretch of time, one after the other without a break: those with nobody too.</summary>
    public ImmutableArray<Turn> TurnsOf(string role, DateTimeOffset from, DateTimeOffset to)
    {
        var duties = _roles.GetValueOrDefault(role)?.Duties ?? [];
        var changes = duties.SelectMany(duty => duty.StretchesBetween(from, to))
            .SelectMany(stretch => new[] { stretch.From, stretch.To })
            .Where(moment => moment > from && moment < to);
        DateTimeOffset[] moments = [from.ToUniversalTime(), .. changes.Distinct().Order(), to.ToUniversalTime()];
        var turns = ImmutableArray.CreateBuilder<Turn>();
        foreach (var (start, end) in moments.Zip(moments.Skip(1)))
        {
            var lead = OnDuty(role, start);
            if (turns.Count > 0 && turns[^1].Lead == lead) turns[^1] = turns[^1] with { To = end };
            else if (end > start) turns.Add(new Turn(lead, start, end));
        }

        return turns.ToImmutable();
    }

    /// <summary>Whether a lead is to be told only of what breaks through.</summary>
    public static bool IsQuiet(Lead lead, DateTimeOffset now) => QuietEndsAt(lead, now) is not null;

    /// <summary>When a lead's quiet hours end; null outside them.</summary>
    public static DateTimeOffset? QuietEndsAt(Lead lead, DateTimeOffset now) =>
        lead.Quiet is { } quiet ? new Duty(lead.Code, [], quiet.From, quiet.To).StretchAt(now)?.To : null;

    /// <summary>Whether a lead is told of a severity at once, or with the digest when their quiet hours end.</summary>
    public static bool IsHeldBack(Lead lead, Severity severity, DateTimeOffset now) =>
        lead.Quiet is { } quiet && severity < quiet.BreaksThrough && IsQuiet(lead, now);
}
