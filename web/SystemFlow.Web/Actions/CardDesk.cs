using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Actions;

/// <summary>The action cards that wait for an answer, and what people answer: an action, or a reason why not.</summary>
public sealed partial class CardDesk(
    CardLog cards, ActionLog log, ActionDesk actions, ActionOwners owners, IRuleBook book, Footprint footprint, TimeProvider time, ILogger<CardDesk> logger)
    : IDisposable
{
    private const string NoLonger = "This card is offered no longer: the level fell, or somebody has answered it.";
    private const string SignIn = "Sign in first: what is done about a card carries a name.";
    private const string NotKept = "Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.";

    private readonly SemaphoreSlim _answering = new(1); // Of two who answer the same card, one does.

    /// <summary>The cards that wait for an answer now.</summary>
    public ImmutableArray<CardOffer> Offers => CardRules.Offered(book.Current.Cards, cards.Escalations.Values, log.CardsGiven, cards.Declined, footprint);

    /// <inheritdoc/>
    public void Dispose() => _answering.Dispose();

    /// <summary>The action that a card would be, for a form.</summary>
    public ActionFields FieldsOf(PlaceCode place, ActionCard card)
    {
        var owner = card.Owner ?? place;
        return new ActionFields
        {
            What = card.Text,
            Why = $"{footprint.Find(place).ShortName} is at {LevelText.Of(cards.Escalations.GetValueOrDefault(place)?.Level)}.",
            Owner = owner.ToString(),
            OwnerRole = owners.RoleFor(owner, card.OwnerRole)?.Code ?? "",
            Due = UkTime.Wall(time.GetUtcNow() + card.DueWithin),
            About = place.ToString(),
            Level = card.Level,
            Card = card.Code,
        };
    }

    /// <summary>Gives an offered card as an action; answers what keeps it from being given.</summary>
    public async Task<ActionAnswer> GiveAsync(ClaimsPrincipal person, PlaceCode place, string card, CancellationToken cancellationToken)
    {
        await _answering.WaitAsync(cancellationToken);
        try
        {
            return Find(place, card) is { } offer
                ? await actions.GiveAsync(person, FieldsOf(place, offer.Card), cancellationToken)
                : new ActionAnswer(null, [("", NoLonger)]);
        }
        finally
        {
            _answering.Release();
        }
    }

    /// <summary>Declines an offered card; answers why not, null when it was declined.</summary>
    public async Task<string?> DeclineAsync(ClaimsPrincipal person, PlaceCode place, string card, string reason, CancellationToken cancellationToken)
    {
        if (PersonText.Of(person) is not { } by) return SignIn;
        if (FreeText.ProblemOf(reason, "why it is declined", ActionDesk.LongestText) is { } problem) return problem;
        await _answering.WaitAsync(cancellationToken);
        try
        {
            if (Find(place, card) is not { } offer) return NoLonger;
            var now = time.GetUtcNow();
            var entry = new JournalEntry(
                now, by, JournalKind.Card, $"/places/{place}", $"Card declined: {offer.Card.Text}",
                $"Offered to {footprint.Find(place).ShortName} at {LevelText.Of(offer.Level)}. {reason.Trim()}", place);
            await cards.DeclineAsync(new CardDeclined(place, card, now, by, reason.Trim()), entry, cancellationToken);
            return null;
        }
        catch (EventLogException error)
        {
            LogNotKept(logger, error);
            return NotKept;
        }
        finally
        {
            _answering.Release();
        }
    }

    private CardOffer? Find(PlaceCode place, string card) => Offers.FirstOrDefault(offer => offer.Place == place && offer.Card.Code == card);

    [LoggerMessage(LogLevel.Error, "That a person declined a card could not be recorded; they were told so.")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}
