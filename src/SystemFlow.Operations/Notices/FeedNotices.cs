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
    /// <summary>A feed's owner is told of each trouble at most so often; what comes meanwhile is counted and told the next time.</summary>
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromHours(1);

    /// <summary>What there is to tell now. A patient's data does not wait for the hour after another notice.</summary>
    public static FeedTrouble Due(FeedRecord feed, DateTimeOffset now)
    {
        var due = FeedTrouble.None;
        if (feed.PatientLike > 0 && !(now - feed.PatientToldAt < AtMostEvery)) due |= FeedTrouble.PatientLike;
        if (feed.Pulse.IsBroken && !feed.IsBrokenTold && !(now - feed.BrokenToldAt < AtMostEvery)) due |= FeedTrouble.Broken;
        return due;
    }

    /// <summary>
    /// The messages; none where nobody is on duty on any rung. The owner is the one of the places that the feed's key names:
    /// the nearest ladder for feed owners above each; a key for every place belongs to the whole system's.
    /// </summary>
    /// <param name="places">The places that the feed's key names; empty for every place.</param>
    public static ImmutableArray<OutboxMessage> MessagesFor(
        FeedRecord feed, FeedTrouble trouble, IReadOnlyCollection<PlaceCode> places, Rota rota, Footprint footprint, DateTimeOffset now,
        bool isExercise)
    {
        var rules = new RotaRules(rota, footprint);
        var owned = places.Where(place => footprint.TryFind(place.ToString(), out _)).DefaultIfEmpty(footprint.Root.Code);
        var ladders = owned.Select(place => rules.LadderFor(place, AlertOwner.FeedOwner)).OfType<Ladder>().DistinctBy(ladder => ladder.Place);
        var notice = new LeadNotice(
            $"feed/{feed.Feed}/{now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}", null, Severity.Warning,
            NoticeText.Subject($"Warning: {Subject(feed, trouble)}", isExercise), Text(feed, trouble, isExercise));
        return
        [
            .. ladders.SelectMany(ladder =>
                ladder.Rungs.Select(rung => rules.OnDuty(rung.Role, now)).FirstOrDefault(lead => lead is not null) is { } owner
                    ? LeadWays.Of(notice, owner, now).Select(message => message with { Place = ladder.Place, IsExercise = isExercise })
                    : []).DistinctBy(message => message.Id),
        ];
    }

    private static string Subject(FeedRecord feed, FeedTrouble trouble) => trouble.HasFlag(FeedTrouble.PatientLike)
        ? $"{Messages(feed.PatientLike)} of {feed.Feed} looked like a patient's"
        : $"{feed.Feed} sends, and all of it is refused";

    private static string Text(FeedRecord feed, FeedTrouble trouble, bool isExercise)
    {
        var lines = new List<string>();
        if (isExercise) lines.AddRange(["EXERCISE: simulated or replayed figures. Nothing real has happened.", ""]);
        if (trouble.HasFlag(FeedTrouble.PatientLike) && feed.PatientLikeSince is { } since)
        {
            lines.AddRange(
            [
                $"{Messages(feed.PatientLike)} of the feed {feed.Feed} looked like a patient's record and {(feed.PatientLike == 1 ? "was" : "were")} refused whole. Nothing of it was kept.",
                $"The first came {NoticeText.Moment(since)}, UK time.",
                "",
                "What to do: find what in the sending system put a name, a number or a date of birth into a message, stop it, and follow your organisation's rules for information incidents. Send counts only.",
            ]);
        }

        if (trouble.HasFlag(FeedTrouble.Broken))
        {
            if (trouble.HasFlag(FeedTrouble.PatientLike)) lines.Add("");
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

/// <summary>What is wrong with a feed that its owner must know.</summary>
[Flags]
public enum FeedTrouble
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Messages looked like a patient's.</summary>
    PatientLike = 1,
    /// <summary>It sends, and all of it is refused.</summary>
    Broken = 2,
}
