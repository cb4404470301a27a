using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Actions;

/// <summary>Everything that is wrong with action cards, each in a sentence for whoever edits them.</summary>
internal static class CardProblems
{
    private const int LongestText = 500;
    private const int LongestCode = 60;
    private static readonly TimeSpan LongestDue = TimeSpan.FromHours(24);

    /// <summary>Everything that is wrong; nothing when they can be used.</summary>
    public static IEnumerable<string> Of(ActionCards set, Footprint footprint)
    {
        if (set.Cards.Contains(null!)) return ["A list in them has an entry that is null."];
        return
        [
            .. string.IsNullOrWhiteSpace(set.Name) ? ["They need a name."] : Array.Empty<string>(),
            .. string.IsNullOrWhiteSpace(set.Version) ? ["They need a version."] : Array.Empty<string>(),
            .. set.Cards.GroupBy(card => card.Code, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"The code {same.Key} is used twice."),
            .. set.Cards.SelectMany(card => OfCard(card, footprint)),
        ];
    }

    private static IEnumerable<string> OfCard(ActionCard card, Footprint footprint)
    {
        var code = card.Code;
        if (code.Length is 0 or > LongestCode || code.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-'))
        {
            yield return $"The code '{code}' must be 1 to {LongestCode} letters, digits and hyphens.";
        }

        if (card.For.IsDefaultOrEmpty) yield return $"{code} is for no kind of place: say for which.";
        if (card.Level is < 2 or > 4) yield return $"{code} is for level {card.Level}: a card is for 2, 3 or 4.";
        if (string.IsNullOrWhiteSpace(card.Text) || card.Text.Length > LongestText) yield return $"{code} needs a text of at most {LongestText} characters.";
        if (string.IsNullOrWhiteSpace(card.OwnerRole)) yield return $"{code} needs the role that answers for it.";
        if (card.DueWithin <= TimeSpan.Zero || card.DueWithin > LongestDue) yield return $"{code} must be due within 24 hours.";
        if (string.IsNullOrWhiteSpace(card.Source)) yield return $"{code} needs its source.";
        if (card.Owner is { } owner && !(footprint.TryFind(owner.ToString(), out var found) && found.Code == owner))
        {
            yield return $"{code} is for {owner} to do, which the footprint has not.";
        }
    }
}
