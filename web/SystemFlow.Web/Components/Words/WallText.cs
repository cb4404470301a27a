using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Web.Components.Pages.Wall;

namespace SystemFlow.Web.Components.Words;

/// <summary>What a wallboard says.</summary>
internal static class WallText
{
    private const int DigitsWithoutMinutes = 3;

    /// <summary>How new the newest thing on the screen is.</summary>
    public static string Newest(WallAges ages, DateTimeOffset now) => ages.Newest is { } newest
        ? $"Newest figure: {UkTime.ClockSeconds(newest)}, {AgeText.Ago(now - newest)}"
        : "No figure here has ever arrived";

    /// <summary>How old the oldest thing on the screen is, what it is, and how many figures are missing.</summary>
    public static string Oldest(WallAges ages, DateTimeOffset now)
    {
        var missing = ages.Missing switch
        {
            0 => "",
            1 => "1 figure has no data",
            var many => $"{many} figures have no data",
        };
        if (ages is not { Oldest: { } oldest, OldestOf: var (place, metric) }) return missing;
        return $"Oldest: {AgeText.Of(now - oldest)}, {place.ShortName}, {metric.ShortName}{(missing.Length > 0 ? ". " : "")}{missing}";
    }

    /// <summary>
    /// A figure with its numbers apart from its words, which may be smaller: <c>6</c> h <c>20</c> min, with the spaces between. After
    /// 100 hours the minutes say nothing, and there is no room for them.
    /// </summary>
    public static ImmutableArray<(string Text, bool IsNumber)> Pieces(string figure)
    {
        if (!figure.Any(char.IsAsciiDigit)) return [(figure, false)];
        if (figure.IndexOf(" h ", StringComparison.Ordinal) is >= DigitsWithoutMinutes and var hours) figure = figure[..(hours + " h".Length)];
        return [.. figure.Split(' ').Select((piece, index) => (index == 0 ? piece : $" {piece}", piece.Any(char.IsAsciiDigit)))];
    }

    /// <summary>The first thing that an alert says: the rest stands on its page.</summary>
    public static string Of(AlertState alert) => alert.Words.Split("; ")[0];

    /// <summary>How an alert stands: <c>Unanswered for 12 min</c>.</summary>
    public static string Standing(AlertState alert, DateTimeOffset now) => alert.Phase switch
    {
        AlertPhase.Acknowledged => $"Taken on by {alert.By}",
        AlertPhase.Snoozed => $"Put off until {UkTime.Clock(alert.SnoozedUntil ?? alert.Since)}",
        _ => $"Unanswered for {AgeText.Of(now - (alert.FiredAt ?? alert.Since))}",
    };

    /// <summary>
    /// As much of a text as there is room for, by whole words; where something is left out, a reader sees that it is.
    /// </summary>
    public static string Short(string words, int most)
    {
        if (words.Length <= most) return words;
        var end = words.LastIndexOf(' ', most - 1);
        return string.Concat(words.AsSpan(0, end > 0 ? end : most - 1).TrimEnd(" ,;:"), "…");
    }
}
