using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Actions;

namespace SystemFlow.Web.Actions;

/// <summary>The action cards that wait for an answer. Whichever way an answer comes, it is given in here: of two who answer the same card, one does.</summary>
public sealed class OfferedCards(CardLog cards, ActionLog log, IRuleBook book, Footprint footprint)
{
    /// <summary>Those that wait now.</summary>
    public ImmutableArray<CardOffer> Now => CardRules.Offered(book.Current.Cards, cards.Escalations.Values, log.CardsGiven, cards.Declined, footprint);

    /// <summary>One that waits now; null where it is not offered, or answered already.</summary>
    public CardOffer? Find(PlaceCode place, string card) => Now.FirstOrDefault(offer => offer.Place == place && offer.Card.Code == card);

    /// <summary>Answers a card while nobody else does.</summary>
    /// <param name="answer">What is done about the card as it is offered then; it gets null where that is no longer so.</param>
    public Task<T> AnswerAsync<T>(PlaceCode place, string card, Func<CardOffer?, Task<T>> answer, CancellationToken cancellationToken) =>
        cards.AnswerAsync(log, () => answer(Find(place, card)), cancellationToken);
}
