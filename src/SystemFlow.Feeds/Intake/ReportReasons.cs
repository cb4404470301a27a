namespace SystemFlow.Feeds.Intake;

/// <summary>Reasons that only published reports have, beside <see cref="Reasons"/>.</summary>
public static class ReportReasons
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
    /// <summary>Refuses a body: its header is that of no return that is known.</summary>
    public const string UnknownReturn = "unknown-return";
    /// <summary>Warns: more waited longer than waited less long.</summary>
    public const string LongerBandAboveShorter = "longer-band-above-shorter";
    /// <summary>Warns: a whole is not the sum of its parts.</summary>
    public const string DoesNotAddUp = "does-not-add-up";
    /// <summary>Warns: so many handovers of unknown time that the mean speaks of the others alone.</summary>
    public const string ManyUnknownTimes = "many-unknown-times";
    /// <summary>Warns: more admitted through a department than attended it.</summary>
    public const string AdmissionsAboveAttendances = "admissions-above-attendances";
    /// <summary>Warns: every bed occupied to the last digit of a mean, which looks copied.</summary>
    public const string OccupiedEqualsOpen = "occupied-equals-open";
    /// <summary>Warns: a tenth of what the same report usually says, or less.</summary>
    public const string FarBelowUsual = "far-below-usual";
    /// <summary>Warns: far more than on the days around it.</summary>
    public const string FarAboveUsual = "far-above-usual";
    /// <summary>Warns: a stretch that looks counted in another way than the rest.</summary>
    public const string LevelShift = "level-shift";
    /// <summary>Warns: a column that is blank from a day on.</summary>
    public const string ColumnEnds = "column-ends";
    /// <summary>Warns: always 0, because it cannot occur.</summary>
    public const string CannotOccur = "cannot-occur";
    /// <summary>Warns: 0 because it was not asked for then: no figure.</summary>
    public const string NotCollected = "not-collected";
    /// <summary>Warns: a local time that the change of the clocks skips or gives twice.</summary>
    public const string ClockChange = "clock-change";
    /// <summary>Warns: two fields of one row cannot both be true.</summary>
    public const string FieldsContradict = "fields-contradict";
}
