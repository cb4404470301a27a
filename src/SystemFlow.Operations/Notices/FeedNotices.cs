using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Intake;

namespace SystemFlow.Operations.Notices;

/// <summary>
/// What the owner of a feed is told when messages looked like a patient's, or when the feed sends and all of it is refused:
/// a count, a time and what to do, never what was sent. A function of its arguments.
/// </summary>
public static class FeedNotices
{
    /// <summary>A feed's owner is told at most so often; what comes meanwhile is counted and told the next time.</summary>
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromHours(1);

    /// <summary>Whether there is something to tell now.</summary>
    public static bool IsDue(FeedRecord feed, DateTimeOffset now) =>
        (feed.PatientLike > 0 || (feed.Pulse.IsBroken && !feed.IsBrokenTold)) && !(now - feed.ToldAt < AtMostEvery);

    /// <summary>
    /// The messages; none where nobody is on duty on any rung. The owner is the one of the places that the feed's key names:
    /// the nearest ladder for feed owners above each; a key for every place belongs to the whole system's.
    /// </summary>
    /// <param name="places">The places that the feed's key names; empty for every place.</param>
    public static ImmutableArray<OutboxMessage> MessagesFor(
        FeedRecord feed, IReadOnlyCollection<PlaceCode> places, Rota rota, Footprint footprint, DateTimeOffset now, bool isExercise)
    {
        var rules = new RotaRules(rota, footprint);
        var owned = places.Where(place => footprint.TryFind(place.ToString(), out _)).DefaultIfEmpty(footprint.Root.Code);
        var ladders = owned.Select(place => rules.LadderFor(place, AlertOwner.FeedOwner)).OfType<Ladder>().DistinctBy(ladder => ladder.Place);
        var notice = new LeadNotice(
            $"feed/{feed.Feed}/{now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}", null, Severity.Warning,
            NoticeText.Subject($"Warning: {Subject(feed)}", isExercise), Text(feed, isExercise));
        return
        [
            .. ladders.SelectMany(ladder =>
                ladder.Rungs.Select(rung => rules.OnDuty(rung.Role, now)).FirstOrDefault(lead => lead is not null) is { } owner
                    ? LeadWays.Of(notice, owner, now).Select(message => message with { Place = ladder.Place, IsExercise = isExercise })
                    : []).DistinctBy(message => message.Id),
        ];
    }

    private static string Subject(FeedRecord feed) => feed.PatientLike > 0
        ? $"{Messages(feed.PatientLike)} of {feed.Feed} looked like a patient's"
        : $"{feed.Feed} sends, and all of it is refused";

    private static string Text(FeedRecord feed, bool isExercise)
    {
        var lines = new List<string>();
        if (isExercise) lines.AddRange(["EXERCISE: simulated or replayed figures. Nothing real has happened.", ""]);
        if (feed is { PatientLike: > 0, PatientLikeSince: { } since })
        {
            lines.AddRange(
            [
                $"{Messages(feed.PatientLike)} of the feed {feed.Feed} looked like a patient's record and {(feed.PatientLike == 1 ? "was" : "were")} refused whole. Nothing of it was kept.",
                $"The first came {NoticeText.Moment(since)}, UK time.",
                "",
                "What to do: find what in the sending system put a name, a number or a date of birth into a message, stop it, and follow your organisation's rules for information incidents. Send counts only.",
            ]);
        }

        if (feed.Pulse.IsBroken)
        {
            if (feed.PatientLike > 0) lines.Add("");
            lines.AddRange(
            [
                $"The feed {feed.Feed} sends, and its last {feed.RefusedInARow} messages were refused{(feed.LastProblem is { } problem ? $": {problem.Reason}" : "")}.",
                feed.LastGoodAt is { } good ? $"The last one that was taken came {NoticeText.Moment(good)}, UK time." : "None was ever taken.",
                "",
                "What to do: look at the feed's page for what was wrong with each row, mend the sender, and send again what was refused.",
            ]);
        }

        return string.Join('\n', lines);
    }

    private static string Messages(int count) => count == 1 ? "1 message" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} messages");
}
