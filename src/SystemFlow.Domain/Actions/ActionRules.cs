using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Actions;

/// <summary>What is to be done, by whom and until when, before it has a number.</summary>
/// <param name="OwnerRole">A role's code.</param>
/// <param name="Due">UTC.</param>
public sealed record ActionOrder(string What, PlaceCode Owner, string OwnerRole, DateTimeOffset Due)
{
    /// <inheritdoc cref="JointAction.Why"/>
    public string Why { get; init; } = "";

    /// <inheritdoc cref="JointAction.About"/>
    public PlaceCode? About { get; init; }

    /// <inheritdoc cref="JointAction.Alert"/>
    public string? Alert { get; init; }

    /// <inheritdoc cref="JointAction.Call"/>
    public string? Call { get; init; }

    /// <inheritdoc cref="JointAction.Level"/>
    public OpelLevel? Level { get; init; }

    /// <inheritdoc cref="JointAction.Card"/>
    public string? Card { get; init; }
}

/// <summary>What a person asks about an action.</summary>
/// <param name="Version">The version that they saw when they decided.</param>
/// <param name="By">Name and role.</param>
/// <param name="Kind">What they do: any but Given and Chased.</param>
/// <param name="Words">The outcome, the reason or the update.</param>
public sealed record ActionCommand(int Version, string By, ActionLineKind Kind, string Words = "")
{
    /// <summary>The new moment, for <see cref="ActionLineKind.Rescheduled"/> and <see cref="ActionLineKind.Reopened"/>. UTC.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>For <see cref="ActionLineKind.Reassigned"/>: to whom.</summary>
    public PlaceCode? Owner { get; init; }

    /// <summary>For <see cref="ActionLineKind.Reassigned"/>: to which role, by its code.</summary>
    public string? OwnerRole { get; init; }

    /// <summary>For <see cref="ActionLineKind.Reassigned"/>: the new owner and role, as they are called.</summary>
    public string OwnerName { get; init; } = "";
}

/// <summary>How an action goes from one state to the next by what people do. A function of its arguments.</summary>
public static class ActionRules
{
    /// <summary>How far ahead an action may be due; beyond that it is a project.</summary>
    public static readonly TimeSpan LongestDue = TimeSpan.FromDays(14);

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>A new action; its owner has not heard of it yet.</summary>
    /// <param name="words">Whom it is given to, for the first line.</param>
    public static JointAction Give(int number, ActionOrder order, string by, string words, DateTimeOffset now) =>
        new(number, order.What.Trim(), order.Owner, order.OwnerRole, order.Due, now, by)
        {
            Why = order.Why.Trim(),
            About = order.About,
            Alert = order.Alert,
            Call = order.Call,
            Level = order.Level,
            Card = order.Card,
            Lines = [new(now, by, ActionLineKind.Given, words)],
        };

    /// <summary>What is wrong with a moment as the one at which something is due; null for nothing.</summary>
    public static string? ProblemOfDue(DateTimeOffset due, DateTimeOffset now) =>
        due > now && due <= now + LongestDue ? null : "An action is due at a moment within the next 14 days.";

    /// <summary>The action after what a person did, or why that changes nothing.</summary>
    public static (JointAction? After, string? Refusal) Apply(JointAction before, ActionCommand command, DateTimeOffset now) =>
        Refusal(before, command, now) is { } refusal ? (null, refusal) : (After(before, command, now), null);

    private static JointAction After(JointAction before, ActionCommand command, DateTimeOffset now)
    {
        var words = command.Words.Trim();
        var moved = before with { MovedAt = now, Lines = before.Lines.Add(new(now, command.By, command.Kind, LineWords(before, command, words))) };
        return command.Kind switch
        {
            ActionLineKind.Accepted => moved with { Status = ActionStatus.Accepted, Since = now },
            ActionLineKind.Rescheduled => Anew(moved, now) with { Due = command.Due!.Value },
            ActionLineKind.Reassigned => Anew(moved, now) with
            {
                Status = ActionStatus.Open,
                Since = now,
                Owner = command.Owner ?? before.Owner,
                OwnerRole = command.OwnerRole ?? before.OwnerRole,
            },
            ActionLineKind.Reopened => Anew(moved, now) with { Status = ActionStatus.Open, Since = now, Outcome = "", Due = command.Due!.Value },
            ActionLineKind.Done => moved with { Status = ActionStatus.Done, Since = now, Outcome = words },
            ActionLineKind.Declined => moved with { Status = ActionStatus.Declined, Since = now, Outcome = words },
            ActionLineKind.Withdrawn => moved with { Status = ActionStatus.Withdrawn, Since = now, Outcome = words },
            _ => moved,
        };
    }

    private static JointAction Anew(JointAction action, DateTimeOffset now) =>
        action with { Round = action.Round + 1, RoundSince = now, StepsTaken = 0, WaitsFrom = null, IsUnheard = false };

    private static string LineWords(JointAction before, ActionCommand command, string words) => command.Kind switch
    {
        ActionLineKind.Rescheduled => $"Due {Moment(command.Due!.Value)} instead of {Moment(before.Due)}. {words}",
        ActionLineKind.Reopened => $"Due {Moment(command.Due!.Value)}. {words}",
        ActionLineKind.Reassigned => $"To {command.OwnerName}. {words}".TrimEnd(),
        _ => words,
    };

    private static string? Refusal(JointAction before, ActionCommand command, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(command.By)) return "Say who you are.";
        if (command.Version != before.Version) return Overtaken(before);
        if (command.Kind is ActionLineKind.Reopened)
        {
            return before.IsOpen ? "It is open already." : NeedsWords(command, "Say why it is open again.") ?? ProblemOf(command.Due, now);
        }

        if (!before.IsOpen) return $"{before.Lines.Last(line => line.By is not null).By} has closed it, {Moment(before.Since)}. Reopen it first.";
        return command.Kind switch
        {
            ActionLineKind.Accepted => before.Status is ActionStatus.Accepted
                ? $"{before.Lines.Last(line => line.Kind is ActionLineKind.Accepted).By} has accepted it already, {Moment(before.Since)}."
                : null,
            ActionLineKind.Updated => NeedsWords(command, "Say what has moved."),
            ActionLineKind.Rescheduled => NeedsWords(command, "Say why it is due at another time.")
                ?? (command.Due == before.Due ? "It is due then already." : ProblemOf(command.Due, now)),
            ActionLineKind.Reassigned => (command.Owner ?? before.Owner, command.OwnerRole ?? before.OwnerRole) == (before.Owner, before.OwnerRole)
                ? "It is theirs already. Select another owner or role."
                : null,
            ActionLineKind.Done => NeedsWords(command, "Say what came of it."),
            ActionLineKind.Declined => NeedsWords(command, "Say why it is declined."),
            ActionLineKind.Withdrawn => NeedsWords(command, "Say why it is withdrawn."),
            _ => "That cannot be done to an action.",
        };
    }

    private static string? NeedsWords(ActionCommand command, string otherwise) => string.IsNullOrWhiteSpace(command.Words) ? otherwise : null;

    private static string? ProblemOf(DateTimeOffset? due, DateTimeOffset now) =>
        due is { } moment ? ProblemOfDue(moment, now) : "Say when it is due.";

    // What the other did, so that whoever was slower can decide anew.
    private static string Overtaken(JointAction before)
    {
        var last = before.Lines.Last(line => line.By is not null);
        var words = last.Words.Length > 0 ? $": \"{last.Words}\"" : "";
        return $"{last.By} changed it before you, {Moment(last.At)} ({Named(last.Kind)}{words}). Nothing of yours was kept. Look at it, and then decide.";
    }

    private static string Named(ActionLineKind kind) => kind switch
    {
        ActionLineKind.Rescheduled => "due changed",
        ActionLineKind.Reassigned => "passed on",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string Moment(DateTimeOffset at) =>
        $"{EnglandCalendar.Local(at).ToString("h:mmtt", English).ToLowerInvariant()} on {EnglandCalendar.Local(at).ToString("d MMMM", English)}";
}
