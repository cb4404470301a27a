namespace SystemFlow.Feeds.Intake;

/// <summary>
/// Why something was refused, or accepted with a warning: codes that a sender's program may compare. The project's
/// README says how to mend each.
/// </summary>
public static class Reasons
{
    /// <summary>The footprint has no such place.</summary>
    public const string UnknownPlace = "unknown-place";
    /// <summary>The dictionary has no such metric.</summary>
    public const string UnknownMetric = "unknown-metric";
    /// <summary>The metric is worked out here, and so never sent.</summary>
    public const string DerivedMetric = "derived-metric";
    /// <summary>The key may not write for this place.</summary>
    public const string NotAllowed = "not-allowed";
    /// <summary>A field that every row needs is not there.</summary>
    public const string MissingField = "missing-field";
    /// <summary>A field that the contract does not have.</summary>
    public const string UnknownField = "unknown-field";
    /// <summary>One field given twice in a row.</summary>
    public const string RepeatedField = "repeated-field";
    /// <summary>A field's value has the wrong JSON type.</summary>
    public const string WrongType = "wrong-type";
    /// <summary>A field's value is not one of those that the contract lists.</summary>
    public const string UnknownValue = "unknown-value";
    /// <summary>A text beyond its length.</summary>
    public const string TooLong = "too-long";
    /// <summary>Not a finite number written with ASCII digits.</summary>
    public const string NotANumber = "not-a-number";
    /// <summary>A fraction where only whole numbers make sense.</summary>
    public const string NotWhole = "not-whole";
    /// <summary>Beyond what can be true of the metric.</summary>
    public const string OutOfRange = "out-of-range";
    /// <summary>Both a value and the statement that there is none, or an unknown word for why there is none.</summary>
    public const string BadAbsent = "bad-absent";
    /// <summary>A part above its whole.</summary>
    public const string PartExceedsWhole = "part-exceeds-whole";
    /// <summary>Not a moment as RFC 3339 writes it.</summary>
    public const string BadTime = "bad-time";
    /// <summary>A moment without an offset from UTC.</summary>
    public const string NoOffset = "no-offset";
    /// <summary>A period that does not end after it starts.</summary>
    public const string BadPeriod = "bad-period";
    /// <summary>More than 5 minutes ahead of the clock here.</summary>
    public const string InTheFuture = "in-the-future";
    /// <summary>Older than what is kept.</summary>
    public const string TooOld = "too-old";
    /// <summary>Two values for one series and moment, submitted at the same time.</summary>
    public const string ConflictingDuplicate = "conflicting-duplicate";
    /// <summary>A blank copy of a row that has a value; the value is kept.</summary>
    public const string BlankDuplicate = "blank-duplicate";
    /// <summary>The row is not the JSON object, or the line of cells, that it ought to be.</summary>
    public const string BadRow = "bad-row";

    /// <summary>A report that says of itself that it is not finished.</summary>
    public const string NotComplete = "not-complete";

    /// <summary>Refuses a body: it looks like a patient's record.</summary>
    public const string LooksLikeAPatient = "looks-like-a-patient";
    /// <summary>Refuses a body: it is not in the format that it says it is.</summary>
    public const string Unreadable = "unreadable";
    /// <summary>Refuses a body: more bytes than allowed.</summary>
    public const string TooLarge = "too-large";
    /// <summary>Refuses a body: more rows than allowed.</summary>
    public const string TooManyRows = "too-many-rows";
    /// <summary>Refuses a body: a column that is not known.</summary>
    public const string UnknownColumn = "unknown-column";
    /// <summary>Refuses a body: a column that is needed is not there, or is there twice.</summary>
    public const string MissingColumn = "missing-column";

    /// <summary>Warns: more beds occupied than open.</summary>
    public const string OccupiedAboveOpen = "occupied-above-open";
    /// <summary>Warns: a tag that says nothing of the figure was left out of account.</summary>
    public const string TagNotUsed = "tag-not-used";
    /// <summary>Warns: sent and not kept, because the dictionary has no metric for it.</summary>
    public const string NotUsed = "not-used";
    /// <summary>Warns: the sender's definition takes in more than the metric's.</summary>
    public const string WiderDefinition = "wider-definition";
    /// <summary>Warns: a figure worked out here from two that were sent.</summary>
    public const string WorkedOut = "worked-out";
}
