namespace SystemFlow.Domain.Readings;

/// <summary>How far the latest reading can be trusted to be now.</summary>
public enum Freshness
{
    /// <summary>Nothing has ever arrived.</summary>
    NeverSeen,
    /// <summary>Within what its source's cadence allows.</summary>
    Fresh,
    /// <summary>Overdue: shown with its age.</summary>
    Late,
    /// <summary>Too old to act on: shown greyed with its age, and left out of sums and scores.</summary>
    Silent,
}

/// <summary>Decides <see cref="Freshness"/>.</summary>
public static class FreshnessRule
{
    /// <summary>A reading is late when it is older than so many cadences: half a one is for the feed to arrive.</summary>
    public const double CadencesUntilLate = 1.5;

    /// <summary>How fresh a reading is. Its own source's cadence, where it has one, stretches the metric's limits.</summary>
    public static Freshness At(Reading? reading, Metric metric, DateTimeOffset now)
    {
        if (reading is null) return Freshness.NeverSeen;
        var stretch = reading.Cadence is { } own ? own / metric.Cadence : 1;
        var age = now - reading.PeriodEnd;
        return age <= CadencesUntilLate * stretch * metric.Cadence ? Freshness.Fresh
            : age < stretch * metric.StaleAfter ? Freshness.Late
            : Freshness.Silent;
    }
}
