using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Notices;

namespace SystemFlow.Operations.Actions;

/// <summary>From a step of chasing an action to the messages that it sends. A function of its arguments.</summary>
public static class ChaseNotices
{
    /// <summary>What the ids of all messages about actions begin with.</summary>
    public const string IdsBeginWith = "action/";

    /// <summary>
    /// One message for each way in which whoever is told can be reached; none where nobody is on duty. The ids are of the action,
    /// the round, the step and the lead: the same step, taken again after a kill, is the same message, kept once.
    /// </summary>
    /// <param name="root">Where people reach the program; null for no link.</param>
    public static ImmutableArray<OutboxMessage> MessagesFor(
        JointAction action, Chase chase, Footprint footprint, Uri? root, DateTimeOffset now, bool isExercise)
    {
        if (chase.Lead is not { } lead) return [];
        var severity = action.Level is OpelLevel.Four ? Severity.Critical : Severity.Warning;
        var owner = NameOf(action.Owner, footprint);
        var notice = new LeadNotice(
            string.Create(CultureInfo.InvariantCulture, $"{IdsBeginWith}{action.Number}/{action.Round}/{StepOf(chase)}"), null, severity,
            NoticeText.Subject($"{Headline(action, chase, now)}: {action.What}, {owner}", isExercise),
            Text(action, chase, owner, footprint, root, now, isExercise));
        return
        [
            .. LeadWays.Of(notice, lead, now).Select(message => message with { Place = action.Owner, IsExercise = isExercise }),
        ];
    }

    /// <summary>The action and the round that a message is about; null for a message about something else.</summary>
    public static (int Number, int Round)? ActionOf(OutboxMessage message) =>
        message.Id.StartsWith(IdsBeginWith, StringComparison.Ordinal) && message.Id.Split('/') is [_, var number, var round, ..]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(round, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? (first, second)
            : null;

    private static string StepOf(Chase chase) => chase.Kind is ChaseKind.Overdue
        ? string.Create(CultureInfo.InvariantCulture, $"overdue-{chase.Rung}")
        : chase.Kind.ToString().ToLowerInvariant();

    private static string Headline(JointAction action, Chase chase, DateTimeOffset now) => chase.Kind switch
    {
        ChaseKind.Given when action.Round == 1 => $"Action {action.Number} for you",
        ChaseKind.Given => $"Action {action.Number} for you, changed",
        ChaseKind.Reminder => $"Action {action.Number}, due in {Length(action.Due - now)}",
        ChaseKind.Due => $"Action {action.Number}, due now",
        _ => $"Action {action.Number}, {Length(now - action.Due)} overdue",
    };

    private static string Text(
        JointAction action, Chase chase, string owner, Footprint footprint, Uri? root, DateTimeOffset now, bool isExercise)
    {
        string[] lines =
        [
            .. isExercise ? ["EXERCISE: simulated or replayed figures. Nothing real has happened.", ""] : Array.Empty<string>(),
            $"What: {action.What.TrimEnd('.')}.",
            .. action.Why.Length > 0 ? [$"Why: {action.Why.TrimEnd('.')}."] : Array.Empty<string>(),
            $"Owner: {owner}.",
            .. action.About is { } about && about != action.Owner ? [$"To relieve: {NameOf(about, footprint)}."] : Array.Empty<string>(),
            .. action.Level is { } level ? [$"Called for at OPEL {(int)level}."] : Array.Empty<string>(),
            $"Due: {NoticeText.Moment(action.Due)}, UK time{Standing(action, now)}.",
            $"Given by {action.GivenBy}, {NoticeText.Moment(action.GivenAt)}.",
            .. LastMovement(action),
            "",
            Ask(action, chase),
            .. root is null ? Array.Empty<string>() : ["", $"{root.AbsoluteUri.TrimEnd('/')}/actions/{action.Number.ToString(CultureInfo.InvariantCulture)}"],
        ];
        return string.Join('\n', lines);
    }

    private static string Standing(JointAction action, DateTimeOffset now) => (action.Due - now) switch
    {
        { TotalMinutes: >= 1 } left => $", in {Length(left)}",
        { TotalMinutes: <= -1 } late => $", {Length(-late)} overdue",
        _ => ", now",
    };

    private static IEnumerable<string> LastMovement(JointAction action) =>
        action.Lines.LastOrDefault(line => line.By is not null && line.Kind is not ActionLineKind.Given) is { } line
            ? [$"Last movement: {line.By}, {NoticeText.Moment(line.At)}{(line.Words.Length > 0 ? $": {line.Words.TrimEnd('.')}" : "")}."]
            : ["Nobody has said anything about it yet."];

    private static string Ask(JointAction action, Chase chase) => chase.Kind switch
    {
        ChaseKind.Overdue => "It is not done, so it comes to you, the next on the ladder. What to do: find out what holds it up, and see that it is done, passed on or declined with a reason.",
        ChaseKind.Given when chase.Rung > 0 => "Nobody is on duty in the role that it was given to, so it comes to you. What to do: accept it, pass it on, or decline it with a reason.",
        ChaseKind.Given => "What to do: accept it, or decline it with a reason.",
        _ when action.Status is ActionStatus.Open => "Nobody has accepted it. What to do: accept it and say how far it is, or decline it with a reason.",
        _ => "What to do: close it with what came of it, or say how far it is and when it will be done.",
    };

    private static string NameOf(PlaceCode place, Footprint footprint) =>
        footprint.TryFind(place.ToString(), out var found) ? found.ShortName : place.ToString();

    private static string Length(TimeSpan length) => length switch
    {
        { TotalHours: < 1 } => $"{Math.Max(1, (int)Math.Round(length.TotalMinutes))} min",
        { TotalHours: < 48, Minutes: 0 } => $"{(int)length.TotalHours} h",
        { TotalHours: < 48 } => $"{(int)length.TotalHours} h {length.Minutes} min",
        _ => $"{(int)length.TotalDays} days",
    };
}
