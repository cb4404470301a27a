using SystemFlow.Domain.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Intake;
using SystemFlow.Web.Health;

namespace SystemFlow.Web.Components.Words;

/// <summary>How feeds do, in words.</summary>
internal static class FeedText
{
    /// <summary>A feed's state, for its tag.</summary>
    public static string Of(FeedState state) => state switch
    {
        FeedState.Broken => "Broken",
        FeedState.Silent => "Silent",
        FeedState.Late => "Late",
        FeedState.NothingYet => "Nothing yet",
        FeedState.Ended => "Ended",
        _ => "Well",
    };

    /// <summary>What the state means for this feed, in a sentence or two.</summary>
    public static string Why(FeedView feed, DateTimeOffset now) => feed.State switch
    {
        FeedState.Broken when feed.Record is { LastProblem: { } problem } record =>
            $"It sends, but {Refused(record)}: {Reason(problem.Reason)}. {LastGood(record, now)}",
        FeedState.Broken => "It sends, but what it sends is refused.",
        FeedState.Silent when feed.Groups.IsEmpty => feed.Record?.LastGoodAt is { } good
            ? $"Nothing was taken from it since {AgeText.Ago(now - good)}; figures from elsewhere stand in their place."
            : "Nothing was ever taken from it.",
        FeedState.Silent => $"Nothing from {Count(feed, Standing.UnexpectedSilence)} for too long: left out of sums and levels.",
        FeedState.Late => $"{Sentence(Count(feed, Standing.Late))} overdue.",
        FeedState.NothingYet => "It has a key and has sent nothing yet.",
        FeedState.Ended => "Its key was ended.",
        _ when feed.Groups.IsEmpty => "It works. Newer figures from elsewhere stand in the place of all that it sent.",
        _ => "All that it serves is as new as it should be.",
    };

    /// <summary>How it stands with a group or a metric: <c>2 min ago</c>, <c>Late by 12 min</c>, <c>Not heard of yet</c>.</summary>
    public static string Of(Standing standing, DateTimeOffset? lastAt, TimeSpan? overdueBy, DateTimeOffset now) => (standing, lastAt) switch
    {
        (Standing.NotApplicable, _) => "Not applicable",
        (Standing.History, { } at) => $"{AgeText.Ago(now - at)}, history",
        (Standing.FuturePeriod, null) => "First day not over",
        (Standing.FuturePeriod, { } at) => $"{AgeText.Ago(now - at)}, next day not due",
        (Standing.Late, _) => $"Late by {AgeText.Of(overdueBy ?? TimeSpan.Zero)}",
        (Standing.Broken, null) => "Refused: none taken yet",
        (Standing.Broken, { } at) => $"Refused: {AgeText.Of(now - at)} old",
        (Standing.UnexpectedSilence, null) => "Never heard",
        (Standing.UnexpectedSilence, { } at) => $"Silent: {AgeText.Of(now - at)}",
        (_, { } at) => AgeText.Ago(now - at),
        _ => "No data",
    };

    /// <summary>The word for why there is no newer figure, as the API spells it in its own way.</summary>
    public static string Of(Standing standing) => standing switch
    {
        Standing.WithinCadence => "Within cadence",
        Standing.FuturePeriod => "Day not over, or not due",
        Standing.NotApplicable => "Not applicable",
        Standing.History => "History: no newer one is due",
        Standing.Late => "Late",
        Standing.Broken => "Broken: sent and refused",
        _ => "Unexpected silence",
    };

    /// <summary>A class name.</summary>
    public static string Style(Standing standing) => $"flow-standing--{standing.ToString().ToLowerInvariant()}";

    /// <summary>A class name.</summary>
    public static string Style(FeedState state) => $"flow-state flow-state--{state.ToString().ToLowerInvariant()}";

    /// <summary>How often something is due: <c>every 5 min</c>, <c>every day</c>.</summary>
    public static string Every(TimeSpan cadence) => cadence == TimeSpan.FromDays(1) ? "every day" : $"every {AgeText.Of(cadence)}";

    /// <summary>A reason's code as people say it; the code itself where there is no better word.</summary>
    public static string Reason(string reason) => reason switch
    {
        Reasons.LooksLikeAPatient => "looks like a patient",
        _ => reason.Replace('-', ' '),
    };

    /// <summary><c>1 row</c>, <c>2,004 rows</c>.</summary>
    public static string Rows(long rows) => rows == 1 ? "1 row" : $"{FigureText.Number(rows)} rows";

    private static string Refused(FeedRecord record) => record.RefusedInARow == 1
        ? "its last message was refused"
        : $"its last {FigureText.Number(record.RefusedInARow)} messages were refused";

    private static string LastGood(FeedRecord record, DateTimeOffset now) => record.LastGoodAt is { } good
        ? $"The last one that was taken came {AgeText.Ago(now - good)}."
        : "None was ever taken.";

    private static string Count(FeedView feed, Standing standing)
    {
        var groups = feed.Groups.Count(group => group.Standing == standing);
        return groups == 1 ? "one group of figures" : $"{groups} groups of figures";
    }

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..] + (words.StartsWith("one", StringComparison.Ordinal) ? " is" : " are");
}
