using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Words;

/// <summary>What is said of a past moment.</summary>
internal static class PastText
{
    /// <summary>Why a moment cannot be shown.</summary>
    public static string Nothing(Past past) => past switch
    {
        { Outcome: PastOutcome.Unreadable } => "The record cannot be read at the moment. Try again in a minute; what is live is not affected.",
        { Begins: { } begins } => $"No record before {UkTime.DateAndClock(begins)}.",
        _ => "There is no record yet.",
    };
}
