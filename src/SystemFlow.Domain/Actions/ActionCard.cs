using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Domain.Actions;

/// <summary>What an organisation is to do when a level rises, as text that can be given as an action.</summary>
/// <param name="Code">Its name in the record, such as <c>acute-2-discharge</c>.</param>
/// <param name="For">The kinds of place whose level offers it.</param>
/// <param name="Level">The level from which it is offered, 2 to 4.</param>
/// <param name="Text">What is to be done; becomes the action.</param>
/// <param name="OwnerRole">Who answers for it, in words: the first role on the owner's ladder whose name has them, else the first of all.</param>
/// <param name="DueWithin">Until when, from when it is given.</param>
/// <param name="Source">The document that asks for it.</param>
public sealed record ActionCard(
    string Code, ImmutableArray<PlaceKind> For, int Level, string Text, string OwnerRole, TimeSpan DueWithin, string Source)
{
    /// <summary>Who is to do it; null for the place whose level rose.</summary>
    public PlaceCode? Owner { get; init; }

    /// <summary>Who confirmed it; null shows as "to be confirmed".</summary>
    public string? ConfirmedBy { get; init; }
}

/// <summary>The action cards of a system: versioned data, edited on a page.</summary>
/// <param name="Source">The documents that they come from.</param>
/// <param name="Status">What is to be confirmed, in words for the screen.</param>
public sealed record ActionCards(string Name, string Version, string Source, string Status, ImmutableArray<ActionCard> Cards)
{
    /// <summary>The cards that the product comes with.</summary>
    public static ActionCards Standard { get; } = Parse(
        Resource.Read("SystemFlow.Domain.Actions.action-cards-hertfordshire-west-essex.json"), Footprint.HertfordshireWestEssex);

    /// <summary>Reads cards for a footprint.</summary>
    /// <exception cref="FormatException">They are none; the message lists everything that is wrong.</exception>
    public static ActionCards Parse(string json, Footprint footprint) =>
        RuleJson.Read<ActionCards>(json, "The action cards are", cards => CardProblems.Of(cards, footprint));

    /// <summary>As <see cref="Parse"/> reads them.</summary>
    public string ToJson() => RuleJson.Write(this);

    /// <summary>A card by its code; null for none.</summary>
    public ActionCard? Find(string? code) => Cards.FirstOrDefault(card => card.Code == code);
}
