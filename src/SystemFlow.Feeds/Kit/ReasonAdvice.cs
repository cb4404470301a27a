using System.Collections.Immutable;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Sitreps;

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
        new(SitrepReasons.OccupiedButNoneOpen, "Occupied beds, but none open.", "Check both figures of that line."),
        new(SitrepReasons.OccupiedFarAboveOpen, "Over one and a half times as many occupied as open.", "Check both figures of that line."),
        new(SitrepReasons.AboveBedsOccupied, "More long stays than beds occupied.", "Check both figures of that line."),
    ];

    /// <summary>Reasons for which a message is refused whole; nothing in it counts.</summary>
    public static ImmutableArray<ReasonHelp> Bodies { get; } =
    [
        new(Reasons.LooksLikeAPatient, "Something in it looks like a patient. Nothing of it was kept or logged.", "Take out every column about a person, and send counts only. Tell your information governance lead."),
        new(Reasons.Unreadable, "It is not in the format that it says it is.", "Check the content type, and that the file is whole."),
        new(Reasons.TooLarge, "More bytes than one message may have.", "Send it in parts."),
        new(Reasons.TooManyRows, "More rows than one message may have.", "Send it in parts."),
        new(Reasons.UnknownColumn, "A column that is not known.", "Spell it as the template does, or take it out."),
        new(Reasons.MissingColumn, "A column that is needed is not there, or is there twice.", "Begin with the template's header."),
    ];

    /// <summary>What is kept all the same, with a warning.</summary>
    public static ImmutableArray<ReasonHelp> Warnings { get; } =
    [
        new(Reasons.OccupiedAboveOpen, "More beds occupied than open.", "Right where beds are doubled up; else check both."),
        new(Reasons.TagNotUsed, "A tag of line protocol that says nothing of the figure.", "Nothing; or leave it out."),
        new(SitrepReasons.ZeroIsUnlikely, "A zero that can hardly be a count.", "Leave the cell blank where nothing is known."),
        new(SitrepReasons.ZeroBesideBlank, "Zeros beside blank beds, which look like not sent.", "Leave all of them blank."),
        new(SitrepReasons.NeverADelay, "No handover delay on any day.", "Check that delays are reported at all."),
        new(SitrepReasons.RateNotUsed, "Rates are worked out here.", "Nothing: the counts beside them are used."),
        new(SitrepReasons.SeveralDays, "One report covers several days.", "Nothing: that is how it is shown."),
        new(SitrepReasons.NameChanged, "One code under two names.", "Check that the code is the right one."),
        new(SitrepReasons.DoesNotMatchItsTrusts, "The national figure is not the sum of its trusts.", "Nothing: national figures are not kept."),
    ];

    /// <summary>What to do about a reason.</summary>
    public static string MendOf(string reason) =>
        Rows.Concat(Bodies).Concat(Warnings).FirstOrDefault(help => help.Reason == reason)?.Mend ?? Otherwise;
}
