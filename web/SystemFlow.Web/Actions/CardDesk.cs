using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Actions;

/// <summary>The action cards that wait for an answer, and what people answer: an action, or a reason why not.</summary>
public sealed partial class CardDesk(
    CardLog cards, OfferedCards offered, ActionDesk actions, ActionOwners owners, Footprint footprint, TimeProvider time,
    Permits permits, ILogger<CardDesk> logger)
{
    private const string NotKept = "Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.";

    /// <summary>The cards that wait for an answer now.</summary>
    public ImmutableArray<CardOffer> Offers => offered.Now;

    /// <summary>The action that a card would be, for a form.</summary>
    public ActionFields FieldsOf(PlaceCode place, ActionCard card)
    {
        var owner = card.Owner ?? place;
        var fields = new ActionFields
        {
            What = card.Text,
            Why = $"{footprint.Find(place).ShortName} is at {LevelText.Of(cards.Escalations.GetValueOrDefault(place)?.Level)}.",
            Owner = owner.ToString(),
            OwnerRole = owners.RoleFor(owner, card.OwnerRole)?.Code ?? "",
            About = place.ToString(),
            Level = card.Level,
            Card = card.Code,
        };
        fields.DueBy(time.GetUtcNow() + card.DueWithin);
        return fields;
    }

    /// <summary>Gives an offered card as an action; answers what keeps it from being given.</summary>
    public async Task<ActionAnswer> GiveAsync(ClaimsPrincipal person, PlaceCode place, string card, CancellationToken cancellationToken) =>
        offered.Find(place, card) is { } offer
            ? await actions.GiveAsync(person, FieldsOf(place, offer.Card), cancellationToken)
            : new ActionAnswer(null, [("", ActionDesk.NoLongerOffered)]);

    /// <summary>Declines an offered card; answers why not, null when it was declined.</summary>
    public async Task<string?> DeclineAsync(ClaimsPrincipal person, PlaceCode place, string card, string reason, CancellationToken cancellationToken)
    {
        var leave = permits.Ask(person, Act.AnswerCard, place);
        if (leave.By is not { } by) return leave.Refusal;
        if (FreeText.ProblemOf(reason, "why it is declined", ActionDesk.LongestText) is { } problem) return problem;
        try
        {
            return await offered.AnswerAsync(
                place, card, offer => offer is null ? Task.FromResult<string?>(ActionDesk.NoLongerOffered) : KeepAsync(offer, by, reason.Trim(), cancellationToken),
                cancellationToken);
        }
        catch (EventLogException error)
        {
            LogNotKept(logger, error);
            return NotKept;
        }
    }

    private async Task<string?> KeepAsync(CardOffer offer, string by, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var entry = new JournalEntry(
            now, by, JournalKind.Card, $"/places/{offer.Place}", $"Card declined: {offer.Card.Text}",
            $"Offered to {footprint.Find(offer.Place).ShortName} at {LevelText.Of(offer.Level)}. {reason}", offer.Place);
        await cards.DeclineAsync(new CardDeclined(offer.Place, offer.Card.Code, now, by, reason), entry, cancellationToken);
        return null;
    }

    [LoggerMessage(LogLevel.Error, "That a person declined a card could not be recorded; they were told so.")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}
