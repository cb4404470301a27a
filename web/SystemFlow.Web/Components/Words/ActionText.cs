using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Components.Words;

/// <summary>Joint actions in words.</summary>
internal static class ActionText
{
    /// <summary>How it stands: <c>Not accepted yet</c>, <c>Accepted</c>, <c>Done</c>, <c>Declined</c>, <c>Withdrawn</c>.</summary>
    public static string Of(ActionStatus status) => status switch
    {
        ActionStatus.Open => "Not accepted yet",
        _ => status.ToString(),
    };

    /// <summary>When it is due, beside now: <c>in 40 min</c>, <c>25 min overdue</c>, <c>due now</c>; closed, when that was.</summary>
    public static string Due(JointAction action, DateTimeOffset now) => (action.IsOpen, (action.Due - now).TotalMinutes) switch
    {
        (false, _) => $"{Of(action.Status)} {AlertText.When(action.Since, now)}",
        (_, >= 1) => $"in {AgeText.Of(action.Due - now)}",
        (_, > -1) => "due now",
        _ => $"{AgeText.Of(now - action.Due)} overdue",
    };

    /// <summary>The organisation and the role; once where the role names the organisation already.</summary>
    public static string Owner(Place owner, string role) => $"{owner.ShortName} ({role})";

    /// <summary>What happened last by a person, and when: <c>Accepted, 10:40am (5 min)</c>.</summary>
    public static string LastMovement(JointAction action, DateTimeOffset now)
    {
        var last = action.Lines.LastOrDefault(line => line.By is not null);
        return last is null ? "No movement" : $"{Head(last.Kind)}, {AlertText.Since(last.At, now)}";
    }

    /// <summary>A line's kind as its first words: <c>Accepted</c>, <c>Passed on</c>.</summary>
    public static string Head(ActionLineKind kind) => kind switch
    {
        ActionLineKind.Given => "Given",
        ActionLineKind.Updated => "Update",
        ActionLineKind.Rescheduled => "Due changed",
        ActionLineKind.Reassigned => "Passed on",
        ActionLineKind.Chased => "Chased",
        _ => kind.ToString(),
    };

    /// <summary>A line of the history: <c>Done. Six beds open.</c></summary>
    public static string Did(ActionLine line) => line.Kind is ActionLineKind.Chased ? line.Words
        : line.Words.Length > 0 ? $"{Head(line.Kind)}. {line.Words}" : $"{Head(line.Kind)}.";

    /// <summary>For the journal: to whom, until when.</summary>
    public static string Given(JointAction action, string owner) =>
        $"Given to {owner}, due {UkTime.DateAndClock(action.Due)}.{(action.Why.Length > 0 ? $" {action.Why}" : "")}";

    /// <summary>In how many actions: <c>3 open, 1 overdue</c>.</summary>
    public static string Counts(int open, int overdue) => overdue > 0 ? $"{open} open, {overdue} overdue" : $"{open} open";

    /// <summary>The moment at which it is due, with its date when that is another day.</summary>
    public static string DueAt(JointAction action, DateTimeOffset now) => AlertText.When(action.Due, now);

    /// <summary>The style of a status: colour never alone, for the words stand in it.</summary>
    public static string Tint(JointAction action, DateTimeOffset now) =>
        action.IsOverdue(now) ? "flow-status flow-status--overdue"
        : action.Status switch
        {
            ActionStatus.Open => "flow-status flow-status--open",
            ActionStatus.Accepted => "flow-status flow-status--accepted",
            ActionStatus.Done => "flow-status flow-status--done",
            _ => "flow-status flow-status--off",
        };
}
