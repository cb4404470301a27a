using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Actions;

/// <summary>Chases an action by the rota in force. What a person does and what becomes due go through here alike.</summary>
public sealed class Chasing(IRuleBook book, Footprint footprint, IRunKind run, IOptions<NoticeOptions> options)
{
    /// <summary>An action with every step that is due taken, and the messages of those steps.</summary>
    public (JointAction After, ImmutableArray<OutboxMessage> Messages) Step(JointAction action, DateTimeOffset now)
    {
        var (after, chases) = new ChaseRules(book.Current.Rota, footprint).Step(action, now);
        return (after,
        [
            .. chases.SelectMany(chase => ChaseNotices.MessagesFor(after, chase, footprint, options.Value.PublicUrl, now, run.IsExercise)),
        ]);
    }

    /// <summary>When an action is next due a step; null for never.</summary>
    public DateTimeOffset? NextDueAt(JointAction action) => new ChaseRules(book.Current.Rota, footprint).NextDueAt(action);

    /// <summary>A line of the journal about an action.</summary>
    public static JournalEntry Entry(JointAction action, DateTimeOffset at, string by, string words) => new(
        at, by, JournalKind.Action, FormattableString.Invariant($"/actions/{action.Number}"),
        FormattableString.Invariant($"Action {action.Number}: {action.What}"), words, action.Owner);
}
