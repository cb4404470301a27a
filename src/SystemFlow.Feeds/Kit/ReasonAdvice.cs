using System.Collections.Immutable;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Kit;

/// <summary>What a reason code means, and what whoever sent it does about it.</summary>
public sealed record ReasonHelp(string Reason, string Meaning, string Mend);

/// <summary>Every reason in words, for people who connect a feed.</summary>
public static class ReasonAdvice
{
    /// <summary>Where a code is not listed.</summary>
    private const string Otherwise = "The detail beside it says what to do.";

    /// <summary>Reasons for which a row is refused; the other rows count.</summary>
    public static ImmutableArray<ReasonHelp> Rows { get; } =
    [
        new(Reasons.UnknownPlace, "This system has no such place.", "Use the code that the detail suggests, or one of /api/v1/places."),
        new(Reasons.UnknownMetric, "The dictionary has no such metric.", "Use the code that the detail suggests, or one of the template's."),
        new(Reasons.DerivedMetric, "It is worked out here from its parts.", "Send the two counts that the detail names, not the percentage."),
        new(Reasons.NotAllowed, "Your key is not for this place.", "Ask an administrator to let the key write for it."),
        new(Reasons.MissingField, "A field that every row needs is not there.", "Send place, metric, periodEnd, and value or absent. A blank value is never taken as 0."),
        new(Reasons.UnknownField, "A field that the contract does not have.", "Leave it out, or spell it as the template does."),
        new(Reasons.RepeatedField, "One field stands twice in a row.", "Send it once."),
        new(Reasons.WrongType, "A number is a text, or the other way round.", "Numbers without quotes, texts and times with them."),
        new(Reasons.UnknownValue, "A word that the contract does not list.", "Use one of those that the detail lists."),
        new(Reasons.TooLong, "A text, or a whole row, beyond its length.", "Shorten it to what the detail allows."),
        new(Reasons.NotANumber, "Not a finite number in plain digits.", "Write 1204, not 1,204, N/A or a dash. Where there is none, send absent."),
        new(Reasons.NotWhole, "A fraction of something that is counted.", "Send a whole number."),
        new(Reasons.OutOfRange, "Beyond what can be true of this metric at one place.", "Check the figure, and that it is not another metric's."),
        new(Reasons.BadAbsent, "A value and a reason for having none, or an unknown such reason.", "Send one of them: a value, or absent as unknown, unsupported, not-asked, not-applicable or error."),
        new(Reasons.PartExceedsWhole, "A part above its whole.", "Check both; they may be swapped."),
        new(Reasons.BadTime, "Not a time as RFC 3339 writes it.", "Write 2026-01-05T08:00:00Z."),
        new(Reasons.NoOffset, "The time does not say in which zone it is.", "End it with Z or, in British summer, +01:00."),
        new(Reasons.BadPeriod, "The period ends before it begins.", "Swap periodStart and periodEnd."),
        new(Reasons.InTheFuture, "More than 5 minutes ahead of the clock here.", "Set the sender's clock; check the offset in summer."),
        new(Reasons.TooOld, "Older than what a live feed may speak of.", "Check the year. History is imported as such."),
        new(Reasons.ConflictingDuplicate, "Two values for one series and moment in one message.", "Send one, or an amendment with a later submittedAt."),
        new(Reasons.BlankDuplicate, "A blank copy of a row that has a value.", "Leave the blank row out; the value is kept."),
        new(Reasons.BadRow, "The row is not one whole object, or not the header's number of cells.", "Close every quote in its own line; save as UTF-8."),
        new(Reasons.NotComplete, "A report that says of itself that it is not finished.", "Send it again when it is complete."),
        new(ReportReasons.OccupiedButNoneOpen, "Occupied beds, but none open.", "Check both figures of that line."),
        new(ReportReasons.OccupiedFarAboveOpen, "Over one and a half times as many occupied as open.", "Check both figures of that line."),
        new(ReportReasons.AboveBedsOccupied, "More long stays than beds occupied.", "Check both figures of that line."),
    ];

    /// <summary>Reasons for which a message is refused whole; nothing in it counts.</summary>
    public static ImmutableArray<ReasonHelp> Bodies { get; } =
    [
        new(Reasons.LooksLikeAPatient, "Something in it looks like a patient. Nothing of it was kept or logged.", "Take out every column about a person, and send counts only. Tell your information governance lead."),
        new(Reasons.Unreadable, "It is not in the format that it says it is.", "Check the content type, and that the file is whole."),
        new(Reasons.TooLarge, "More bytes than one message may have.", "Send it in parts."),
        new(Reasons.TooManyRows, "More rows than one message may have.", "Send it in parts."),
        new(Reasons.UnknownColumn, "A column that is not known.", "Spell it as the template does, or take it out."),
        new(ReportReasons.UnknownReturn, "Its header is that of no return that is known.", "Send a return that the detail names, with its own header; anything else as observations."),
        new(Reasons.MissingColumn, "A column that is needed is not there, or is there twice.", "Begin with the template's header."),
    ];

    /// <summary>What is kept all the same, with a warning.</summary>
    public static ImmutableArray<ReasonHelp> Warnings { get; } =
    [
        new(Reasons.OccupiedAboveOpen, "More beds occupied than open.", "Right where beds are doubled up; else check both."),
        new(Reasons.TagNotUsed, "A tag of line protocol that says nothing of the figure.", "Nothing; or leave it out."),
        new(Reasons.NotUsed, "Sent, and not kept: the dictionary has no metric for it.", "Nothing; or leave it out."),
        new(Reasons.WiderDefinition, "Your definition takes in more than the metric's.", "Nothing, if that is known; else send the metric as it is defined."),
        new(Reasons.WorkedOut, "Worked out here from two figures that you sent.", "Nothing; or send the figure itself."),
        new(ReportReasons.ZeroIsUnlikely, "A zero that can hardly be a count.", "Leave the cell blank where nothing is known."),
        new(ReportReasons.ZeroBesideBlank, "Zeros beside blank beds, which look like not sent.", "Leave all of them blank."),
        new(ReportReasons.NeverADelay, "No handover delay on any day.", "Check that delays are reported at all."),
        new(ReportReasons.RateNotUsed, "Rates are worked out here.", "Nothing: the counts beside them are used."),
        new(ReportReasons.SeveralDays, "One report covers several days.", "Nothing: that is how it is shown."),
        new(ReportReasons.NameChanged, "One code under two names.", "Check that the code is the right one."),
        new(ReportReasons.DoesNotMatchItsTrusts, "The national figure is not the sum of its trusts.", "Nothing: national figures are not kept."),
        new(ReportReasons.LongerBandAboveShorter, "More waited longer than waited less long.", "Check both columns; they may be swapped."),
        new(ReportReasons.DoesNotAddUp, "A whole is not the sum of its parts.", "Check the parts of that line."),
        new(ReportReasons.ManyUnknownTimes, "So many handovers of unknown time that the mean speaks of the others alone.", "Record the times, or read the mean with care."),
        new(ReportReasons.AdmissionsAboveAttendances, "More admitted through a department than attended it.", "Check both figures of that line."),
        new(ReportReasons.OccupiedEqualsOpen, "Every bed occupied to the last digit of a mean, which looks copied.", "Check that occupied is not a copy of open."),
        new(ReportReasons.FarBelowUsual, "A tenth of what the same report usually says, or less.", "Check for a slip of a digit, or a part of the day."),
        new(ReportReasons.FarAboveUsual, "Far more than on the days around it.", "Check for a slip of a digit."),
        new(ReportReasons.LevelShift, "A stretch that looks counted in another way than the rest.", "Say in a comment what changed."),
        new(ReportReasons.ColumnEnds, "A column that is blank from a day on.", "Nothing, if it is not collected any more."),
        new(ReportReasons.CannotOccur, "Always 0, because it cannot occur.", "Leave it blank."),
        new(ReportReasons.NotCollected, "0 because it was not asked for then: no figure.", "Leave it blank."),
        new(ReportReasons.ClockChange, "A local time that the change of the clocks skips or gives twice.", "Check the hour of that line."),
        new(ReportReasons.FieldsContradict, "Two fields of one row cannot both be true.", "Check both fields of that line."),
    ];

    /// <summary>What a reason means, in words that quote nothing; the code itself where it is not listed.</summary>
    public static string MeaningOf(string reason) =>
        Rows.Concat(Bodies).Concat(Warnings).FirstOrDefault(help => help.Reason == reason)?.Meaning ?? reason;

    /// <summary>What to do about a reason.</summary>
    public static string MendOf(string reason) =>
        Rows.Concat(Bodies).Concat(Warnings).FirstOrDefault(help => help.Reason == reason)?.Mend ?? Otherwise;
}
