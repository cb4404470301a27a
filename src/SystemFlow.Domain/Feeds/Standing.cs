using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Feeds;

/// <summary>How it stands with one metric at one place: whether its next figure is due, and if there is none, why.</summary>
public enum Standing
{
    /// <summary>The newest figure is as new as it should be.</summary>
    WithinCadence,
    /// <summary>The newest figure's whole day is in; the next day is not over, or its figure not due yet.</summary>
    FuturePeriod,
    /// <summary>The place has no such thing, is not asked for it, or cannot supply it; or does not report it here.</summary>
    NotApplicable,
    /// <summary>It was of the past when it came: a published month, or an import. No newer one is owed.</summary>
    History,
    /// <summary>Overdue.</summary>
    Late,
    /// <summary>The feed sends, and what it sends is refused: the sender is alive and its data is not.</summary>
    Broken,
    /// <summary>Expected, and nothing heard, or nothing for too long.</summary>
    UnexpectedSilence,
}

/// <summary>
/// Decides <see cref="Standing"/>. Nulls have different meanings, so it never decides from null alone (rule 5 for figures, after
/// NHS England's system co-ordination framework): the same missing figure may be a day that is not over, a thing that the place does
/// not have, a feed within its cadence, a feed that fell silent, or one whose messages are refused. Each needs another
/// answer from another person.
/// </summary>
public static class StandingRule
{
    /// <summary>How it stands with a metric at a place.</summary>
    /// <param name="newest">The newest reading that the place sent; null for none ever.</param>
    /// <param name="isExpected">Whether the place is expected to report the metric's group.</param>
    /// <param name="feed">The feed that serves it; null where that is not known.</param>
    public static Standing Of(Reading? newest, Metric metric, bool isExpected, FeedPulse? feed, DateTimeOffset now)
    {
        if (newest?.Absent is Absent.NotApplicable or Absent.NotAsked or Absent.Unsupported) return Standing.NotApplicable;
        if (newest is null && !isExpected) return Standing.NotApplicable;
        if (newest is not null && !isExpected && IsHistory(newest, metric)) return Standing.History;
        var freshness = FreshnessRule.At(newest, metric, now);
        if (freshness is Freshness.Fresh) return IsOfADay(newest!, metric) ? Standing.FuturePeriod : Standing.WithinCadence;
        if (IsAliveAndRefused(feed, newest, metric, now)) return Standing.Broken;
        if (freshness is Freshness.Late) return Standing.Late;
        return newest is null && IsFirstDayOf(feed, metric, now) ? Standing.FuturePeriod : Standing.UnexpectedSilence;
    }

    // Too old to be acted on already when it was sent.
    private static bool IsHistory(Reading newest, Metric metric) =>
        metric.IsHistory || FreshnessRule.At(newest, metric, newest.SubmittedAt) is Freshness.Silent;

    private static bool IsOfADay(Reading newest, Metric metric) =>
        metric.Period is PeriodType.Day || (newest.PeriodStart is not null && newest.Cadence >= TimeSpan.FromDays(1));

    // A feed that began today owes no figure of a whole day yet.
    private static bool IsFirstDayOf(FeedPulse? feed, Metric metric, DateTimeOffset now) =>
        metric.Period is PeriodType.Day && feed is not null && now - feed.FirstSeen < FreshnessRule.CadencesUntilLate * metric.Cadence;

    // Its last message was refused, and came while a figure of it would still be worth having.
    private static bool IsAliveAndRefused(FeedPulse? feed, Reading? newest, Metric metric, DateTimeOffset now) =>
        feed is { RefusedInARow: > 0 } && now - feed.LastSeen < (newest?.Cadence is { } own ? own / metric.Cadence : 1) * metric.StaleAfter;
}
