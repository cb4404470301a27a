using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Notices;

/// <summary>Messages that need no sending.</summary>
internal static class Settling
{
    /// <summary>What becomes of a message without sending it; null when it is to be sent.</summary>
    public static (DeliveryStatus Status, string Words)? Of(OutboxMessage message, ImmutableArray<AlertState> current, bool sendExercises) =>
        message.Channel is Channel.Screen ? (DeliveryStatus.Sent, "Shown on the page.")
        : message.IsExercise && !sendExercises ? (DeliveryStatus.Withheld, "An exercise. To send these too, set Notices:SendExercises.")
        : StepOf(message) > 0 && !IsUnanswered(message, current) ? (DeliveryStatus.Dropped, "Answered or over before it was sent.")
        : null;

    /// <summary>Whether the alert of a message still waits for somebody; where no alert is behind it, it is news until it is told.</summary>
    public static bool IsUnanswered(OutboxMessage message, ImmutableArray<AlertState> current) =>
        message.Episode is null || current.Any(alert => alert.Episode == message.Episode && alert.Phase is AlertPhase.Firing);

    // A message of an alert is named episode/step/lead/way.
    private static int StepOf(OutboxMessage message) =>
        message.Episode is not null && message.Id.Split('/') is [.., var step, _, _]
        && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
