using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Words;

/// <summary>What is said of a past moment.</summary>
internal static class PastText
{
    /// <summary><c>As it was known at 4:15pm on 12 December 2017</c>.</summary>
    public static string AsKnown(DateTimeOffset at) => $"As it was known at {Moment(at)}";

    /// <summary><c>4:15pm on 12 December 2017</c>.</summary>
    public static string Moment(DateTimeOffset at) => $"{UkTime.Clock(at)} on {UkTime.Date(at)}";

    /// <summary>Why a moment cannot be shown.</summary>
    public static string Nothing(Past past) => past switch
    {
        { Outcome: PastOutcome.NoMoment } => "The address has no moment that can be read. Choose a date and a time.",
        { Outcome: PastOutcome.InTheFuture } => "That moment is in the future. Choose one in the past.",
        { Outcome: PastOutcome.Unreadable } => "The record cannot be read at the moment. Try again in a minute; what is live is not affected.",
        { Outcome: PastOutcome.Busy } => "So many past moments are being read that this one has to wait. Try again in a few seconds; what is live is not affected.",
        { Begins: { } begins } => $"No record before {UkTime.DateAndClock(begins)}.",
        _ => "There is no record yet.",
    };

    /// <summary>What the figures and levels of a past moment rest on.</summary>
    public static string Basis(Past past, bool isReplay) =>
        "What was sent or amended after this moment is not shown. "
        + $"Levels are calculated by {past.Rules.Name} {past.Rules.Version}, the rules in force {(isReplay ? "now" : "then")}.";
}
