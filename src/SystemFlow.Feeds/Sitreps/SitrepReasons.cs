namespace SystemFlow.Feeds.Sitreps;

/// <summary>Reasons that only situation reports have, beside <see cref="Intake.Reasons"/>.</summary>
public static class SitrepReasons
{
    /// <summary>Occupied beds, but none open.</summary>
    public const string OccupiedButNoneOpen = "occupied-but-none-open";
    /// <summary>Occupied so far above open that one of the two must be wrong.</summary>
    public const string OccupiedFarAboveOpen = "occupied-far-above-open";
    /// <summary>More long stays than beds occupied.</summary>
    public const string AboveBedsOccupied = "above-beds-occupied";
    /// <summary>Warns: a zero that cannot be, or can hardly be, a count.</summary>
    public const string ZeroIsUnlikely = "zero-is-unlikely";
    /// <summary>Warns: zeros beside blank beds, which look like "not sent".</summary>
    public const string ZeroBesideBlank = "zero-beside-blank";
    /// <summary>Warns: no handover delay on any day.</summary>
    public const string NeverADelay = "never-a-delay";
    /// <summary>Warns: published rates that are not used.</summary>
    public const string RateNotUsed = "rate-not-used";
    /// <summary>Warns: one report covers several days.</summary>
    public const string SeveralDays = "several-days";
    /// <summary>Warns: one code under two names.</summary>
    public const string NameChanged = "name-changed";
    /// <summary>Warns: the national figure is not the sum of its trusts.</summary>
    public const string DoesNotMatchItsTrusts = "does-not-match-its-trusts";
}
