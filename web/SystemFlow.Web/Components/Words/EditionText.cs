using SystemFlow.Domain.Editions;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;

namespace SystemFlow.Web.Components.Words;

/// <summary>Editions in words.</summary>
internal static class EditionText
{
    /// <summary>Why nothing is shown.</summary>
    public const string Unreadable = "What was kept cannot be read at the moment. Try again in a minute; what is live is not affected.";

    /// <summary>What is out of the ordinary about how it was made.</summary>
    public static string HowMade(EditionHead edition) =>
        edition.IsLate ? ", made later"
        : edition.By != JournalEntry.Program ? $", asked for by {edition.By}"
        : "";

    /// <summary>The period of a pack.</summary>
    public static string PeriodOf(EditionHead pack) => BoardPackText.Stretch(PackPeriod.LastFull(pack.Kind, pack.Moment));

    /// <summary>What became of a mail. Who looks without signing in sees no address, nor what a mail server answered, which may repeat it.</summary>
    public static string Of(Delivery delivery, bool isOpen) =>
        $"{(isOpen ? $"{delivery.Message.Address}: {AlertText.Of(delivery)}" : $"Mail: {AlertText.Of(delivery with { Outcome = "" }).TrimEnd(':', ' ')}")}"
        + $"{(delivery.LastAt is { } at ? $", {UkTime.DateAndClock(at)}" : "")}{(delivery.Message.Subject.StartsWith("Test: ", StringComparison.Ordinal) ? " (a test)" : "")}";
}
