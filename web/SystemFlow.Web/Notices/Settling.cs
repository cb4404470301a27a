using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Notices;

/// <summary>Messages that need no sending.</summary>
internal static class Settling
{
    /// <summary>What becomes of a message without sending it; null when it is to be sent.</summary>
    public static (DeliveryStatus Status, string Words)? Of(
        OutboxMessage message, ImmutableArray<AlertState> current, ImmutableArray<JointAction> actions, bool sendExercises) =>
        message.Channel is Channel.Screen ? (DeliveryStatus.Sent, "Shown on the page.")
        : message.IsExercise && !sendExercises ? (DeliveryStatus.Withheld, "An exercise. To send these too, set Notices:SendExercises.")
        : ChaseNotices.ActionOf(message) is not null && !IsUnanswered(message, current, actions) ? (DeliveryStatus.Dropped, "The action was closed or changed before it was sent.")
        : StepOf(message) > 0 && !IsUnanswered(message, current, actions) ? (DeliveryStatus.Dropped, "Answered or over before it was sent.")
        : null;

    /// <summary>
    /// Whether the alert of a message still waits for somebody, or its action is open and as it was when the message was made. Where
    /// neither is behind it, it is news until it is told.
    /// </summary>
    public static bool IsUnanswered(OutboxMessage message, ImmutableArray<AlertState> current, ImmutableArray<JointAction> actions) =>
        ChaseNotices.ActionOf(message) is { } told ? actions.Any(action => action.Number == told.Number && action.Round == told.Round && action.IsOpen)
        : message.Episode is null || current.Any(alert => alert.Episode == message.Episode && alert.Phase is AlertPhase.Firing);

    // A message of an alert is named episode/step/lead/way.
    private static int StepOf(OutboxMessage message) =>
        message.Episode is not null && message.Id.Split('/') is [.., var step, _, _]
        && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
