using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;

namespace SystemFlow.Operations.Notices;

/// <summary>Who is told of one step of an alert.</summary>
/// <param name="Messages">One for each way in which the lead on duty can be reached; empty when nobody is.</param>
/// <param name="NobodyOnDuty">For the alert's history, each rung that was passed over because nobody is on duty.</param>
public sealed record Notices(ImmutableArray<OutboxMessage> Messages, ImmutableArray<AlertEvent> NobodyOnDuty);

/// <summary>From a step of an alert to the messages that it sends. A function of its arguments.</summary>
public static class NoticeRules
{
    /// <summary>
    /// How long a mail that is not critical waits for others to the same lead: a surge over a dozen bed bases is one mail.
    /// </summary>
    public static readonly TimeSpan MailsGather = TimeSpan.FromSeconds(30);

    private static readonly Notices Nobody = new([], []);

    /// <summary>
    /// The messages of an alert that fired, was escalated or woke from a snooze; none for anything else that happened. A
    /// rung without anybody on duty is passed over for the next at once. What is told carries the rung that was used, so
    /// that the later step to that same rung is the same message, kept once.
    /// </summary>
    public static Notices MessagesFor(
        Rota rota, Footprint footprint, AlertRule rule, AlertState state, AlertEvent told, DateTimeOffset now, bool isExercise)
    {
        if (told.Kind is not (AlertEventKind.Fired or AlertEventKind.Escalated or AlertEventKind.Woke)) return Nobody;
        var rules = new RotaRules(rota, footprint);
        var place = footprint.Find(state.Place);
        if (rules.LadderFor(place.Code, rule.Owner) is not { Rungs.IsEmpty: false } ladder)
        {
            return new Notices([], [new(AlertEventKind.NobodyOnDuty, now, $"Nobody is named for {place.Name}: it has no ladder.", told.Step)]);
        }

        var passedOver = ImmutableArray.CreateBuilder<AlertEvent>();
        for (var rung = Math.Clamp(told.Step ?? 0, 0, ladder.Rungs.Length - 1); rung < ladder.Rungs.Length; rung++)
        {
            var role = ladder.Rungs[rung].Role;
            if (rules.OnDuty(role, now) is { } lead)
            {
                var notice = new Notice(place, rule, state, told, now, isExercise);
                return new Notices(notice.For(lead, rung), passedOver.ToImmutable());
            }

            passedOver.Add(new(AlertEventKind.NobodyOnDuty, now, $"Nobody is on duty as {NameOf(role, rota)}.", rung));
        }

        return new Notices([], passedOver.ToImmutable());
    }

    private static string NameOf(string role, Rota rota) => rota.Roles.FirstOrDefault(known => known.Code == role)?.Name ?? role;

    /// <summary>What there is to say, whoever is told.</summary>
    private sealed record Notice(Place Place, AlertRule Rule, AlertState State, AlertEvent Told, DateTimeOffset Now, bool IsExercise)
    {
        public ImmutableArray<OutboxMessage> For(Lead lead, int rung)
        {
            var notice = new LeadNotice(
                $"{RoundOf()}/{rung}", State.Episode, State.Severity, NoticeText.Subject(Place, Rule, State, Told, IsExercise),
                NoticeText.Body(Place, Rule, State, Told, IsExercise));
            return
            [
                .. LeadWays.Of(notice, lead, Now)
                    .Select(message => message with { Place = Place.Code, Rule = Rule.Code, IsExercise = IsExercise }),
            ];
        }

        // After a snooze the ladder is climbed anew, and everybody on it is told again.
        private string RoundOf() =>
            Told.Kind is AlertEventKind.Woke || State.Since > State.FiredAt
                ? $"{State.Episode}/woke-{State.Since.ToUnixTimeMilliseconds()}"
                : State.Episode;
    }
}
