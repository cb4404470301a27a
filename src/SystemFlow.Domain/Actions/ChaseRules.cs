using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;

namespace SystemFlow.Domain.Actions;

/// <summary>Why somebody is told of an action.</summary>
public enum ChaseKind
{
    /// <summary>It is theirs, or theirs with another due moment.</summary>
    Given,
    /// <summary>It will be due soon.</summary>
    Reminder,
    /// <summary>It is due now.</summary>
    Due,
    /// <summary>It is overdue, and the next of the ladder is fetched.</summary>
    Overdue,
}

/// <summary>One step of chasing an action.</summary>
/// <param name="Rung">For <see cref="ChaseKind.Overdue"/>, the rung above the owner that was used, from 1; else 0 for the owner, or the rung that stands in.</param>
/// <param name="Lead">Who is told; null where nobody is on duty.</param>
/// <param name="Role">The role that they are told in; null where nobody is on duty.</param>
public sealed record Chase(ChaseKind Kind, int Rung, Lead? Lead, string? Role);

/// <summary>
/// Who is told of an action, and when. Its owner: at once, before it is due, and when it is due; then, while it stays open, the
/// next of the owner's ladder every half hour, however late the look. Whoever is given what is overdue already has half an hour, too.
/// A rung without anybody on duty is passed over for the next at once, and that is said; where nobody is on duty up to the top, the
/// step is tried again every half hour. A function of its arguments.
/// </summary>
public sealed class ChaseRules(Rota rota, Footprint footprint)
{
    /// <summary>How long before it is due its owner is reminded; at half time where it is due within an hour.</summary>
    public static readonly TimeSpan RemindBefore = TimeSpan.FromMinutes(30);

    /// <summary>How long it may be overdue until the next of the ladder is fetched.</summary>
    public static readonly TimeSpan ClimbEvery = TimeSpan.FromMinutes(30);

    private const int StepsOfOwner = 3;
    private static readonly TimeSpan ShortTime = TimeSpan.FromHours(1);

    private readonly RotaRules _duties = new(rota, footprint);

    /// <summary>Takes every step that is due; the action with its lines, and who is to be told.</summary>
    public (JointAction After, ImmutableArray<Chase> Chases) Step(JointAction before, DateTimeOffset now)
    {
        var (after, chases) = (before, ImmutableArray.CreateBuilder<Chase>());
        while (NextDueAt(after) is { } due && due <= now)
        {
            var step = after.StepsTaken;
            if (step == 1 && after.Due <= now) after = after with { StepsTaken = 2 }; // Due says more than a reminder.
            else
            {
                (after, var chase) = Take(after, step, now);
                chases.Add(chase);
            }
        }

        return (after, chases.ToImmutable());
    }

    /// <summary>When the next step is due, perhaps in the past; null when there is none.</summary>
    public DateTimeOffset? NextDueAt(JointAction action) => !action.IsOpen ? null : action.IsUnheard ? action.WaitsFrom + ClimbEvery : action.StepsTaken switch
    {
        0 => action.RoundSince,
        1 => action.Due - (action.Due - action.RoundSince < ShortTime ? (action.Due - action.RoundSince) / 2 : RemindBefore),
        2 => action.Due,
        var step when step - StepsOfOwner < RolesAbove(action).Length => (action.WaitsFrom > action.Due ? action.WaitsFrom : action.Due) + ClimbEvery,
        _ => null,
    };

    /// <summary>The roles that an owner's ladder has above the one that answers, nearest first.</summary>
    public ImmutableArray<string> RolesAbove(JointAction action)
    {
        if (!footprint.TryFind(action.Owner.ToString(), out var owner)) return [];
        var roles = _duties.LadderFor(owner.Code, AlertOwner.Lead)?.Rungs.Select(rung => rung.Role).ToImmutableArray() ?? [];
        return roles[(roles.IndexOf(action.OwnerRole) + 1)..]; // All of them where the role is on no rung.
    }

    private (JointAction After, Chase Chase) Take(JointAction action, int step, DateTimeOffset now)
    {
        ImmutableArray<string> roles = [action.OwnerRole, .. RolesAbove(action)];
        var (kind, rung) = step < StepsOfOwner ? ((ChaseKind)step, 0) : (ChaseKind.Overdue, step - StepsOfOwner + 1);
        var lines = action.Lines.ToBuilder();
        Lead? lead = null;
        for (var from = rung; from < roles.Length && lead is null; from++)
        {
            (rung, lead) = (from, _duties.OnDuty(roles[from], now));
            if (lead is null && !action.IsUnheard) Say($"Nobody is on duty as {NameOf(roles[from])}.");
        }

        if (lead is null)
        {
            if (!action.IsUnheard) Say("Nobody was told: nobody is on duty for it."); // Once for as long as that lasts.
            return (action with { Lines = lines.ToImmutable(), WaitsFrom = now, IsUnheard = true }, new Chase(kind, rung, null, null));
        }

        var chase = new Chase(kind, rung, lead, roles[rung]);
        Say(WordsOf(chase));
        var isLate = kind is ChaseKind.Given && action.Due <= now; // They hear at once that it is overdue: not the same again in the same second.
        return (action with
        {
            Lines = lines.ToImmutable(),
            // From the rung that was used the ladder goes on: nobody is fetched twice.
            StepsTaken = isLate || step >= StepsOfOwner - 1 ? StepsOfOwner + rung : step + 1,
            WaitsFrom = isLate || kind is ChaseKind.Overdue || action.IsUnheard ? now : action.WaitsFrom,
            IsUnheard = false,
        }, chase);

        void Say(string words) => lines.Add(new(now, null, ActionLineKind.Chased, words));
    }

    private string WordsOf(Chase chase)
    {
        var who = $"{chase.Lead!.Name} ({NameOf(chase.Role!)})";
        return chase.Kind switch
        {
            ChaseKind.Given => $"{who} is told.",
            ChaseKind.Reminder => $"{who} is reminded.",
            ChaseKind.Due => $"{who} is told that it is due.",
            _ => $"{who} is told that it is overdue.",
        };
    }

    private string NameOf(string role) => rota.Roles.FirstOrDefault(known => known.Code == role)?.Name ?? role;
}
