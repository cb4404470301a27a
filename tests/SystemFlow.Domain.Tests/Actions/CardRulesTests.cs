using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Actions;

public sealed class CardRulesTests
{
    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;
    private readonly Dictionary<(PlaceCode, string), DateTimeOffset> _given = [];
    private readonly Dictionary<(PlaceCode, string), CardDeclined> _declined = [];
    private Escalation _lister = Escalation.None(A.Lister);

    [Fact]
    public void Offered_WhenALevelRises_AreTheCardsOfThatKindUpToIt()
    {
        Look(0, OpelLevel.One);
        Assert.Empty(Codes());

        Look(10, OpelLevel.Two);
        Assert.Equal(["acute-2-discharge", "acute-2-dta-plans", "acute-2-handover"], Codes());

        Look(20, OpelLevel.Three);
        Assert.Equal(["acute-3-escalation-beds", "acute-3-seniors", "acute-2-discharge", "acute-2-dta-plans", "acute-2-handover"], Codes());
    }

    [Fact]
    public void Offered_TheWorseOfCalculatedAndDeclaredCounts()
    {
        Look(0, OpelLevel.One, declared: OpelLevel.Four);

        Assert.Contains("acute-4-full-capacity", Codes());
        Assert.All(Offers(), offer => Assert.Equal(OpelLevel.Four, offer.Level));
    }

    [Fact]
    public void Offered_GivenOrDeclined_AreNotOfferedAgainInThatEscalation()
    {
        Look(0, OpelLevel.Two);
        _given[(A.Lister, "acute-2-discharge")] = A.Monday9am.AddMinutes(5);
        _declined[(A.Lister, "acute-2-handover")] = new CardDeclined(A.Lister, "acute-2-handover", A.Monday9am.AddMinutes(6), "Ann", "Done already");
        Look(60, OpelLevel.Three);

        Assert.Equal(["acute-3-escalation-beds", "acute-3-seniors", "acute-2-dta-plans"], Codes());
    }

    [Fact]
    public void Offered_WhenTheLevelFalls_TheOfferGoes_AndComesBackWithTheNextEscalation()
    {
        Look(0, OpelLevel.Two);
        _given[(A.Lister, "acute-2-discharge")] = A.Monday9am.AddMinutes(5);
        Look(30, OpelLevel.One);
        Assert.Empty(Codes());

        Look(40, OpelLevel.Two); // It flaps: the same escalation.
        Assert.Equal(["acute-2-dta-plans", "acute-2-handover"], Codes());

        Look(50, OpelLevel.One);
        Look(120, OpelLevel.Two);
        Assert.Equal(["acute-2-discharge", "acute-2-dta-plans", "acute-2-handover"], Codes());
    }

    [Fact]
    public void Offered_WhileTheLevelIsNotKnown_StayAsTheyWere()
    {
        Look(0, OpelLevel.Three);
        Look(30, calculated: null);
        Look(60, calculated: null, declared: OpelLevel.Two);

        Assert.Equal(5, Codes().Count());
    }

    [Fact]
    public void Offered_WhereNothingIsCalculated_GoWhenTheDeclaredLevelEnds()
    {
        Look(0, calculated: null, declared: OpelLevel.Three);
        Assert.Equal(5, Codes().Count());

        Look(60, calculated: null);
        Assert.Empty(Codes());

        Look(180, calculated: null);
        Assert.Empty(_lister.Stretches);
    }

    [Fact]
    public void Offered_WhileTheLevelIsNotKnown_FallToTheLastCalculatedWhenTheDeclaredEnds()
    {
        Look(0, OpelLevel.Two);
        Look(30, calculated: null, declared: OpelLevel.Four);
        Look(60, calculated: null);

        Assert.All(Offers(), offer => Assert.Equal(OpelLevel.Two, offer.Level));
        Assert.Equal(3, Codes().Count());
    }

    [Fact]
    public void Offered_ACardOfAnotherOwner_IsForThatOne()
    {
        var board = CardRules.Step(Escalation.None(PlaceCode.Parse("board-enh")), OpelLevel.Two, null, A.Monday9am);

        var offers = CardRules.Offered(ActionCards.Standard, [board], _given, _declined, Places);

        Assert.Equal([("board-2-capacity", "board-enh"), ("community-2-reablement", "RY4")], offers.Select(offer => (offer.Card.Code, offer.Owner.ToString())));
    }

    [Fact]
    public void Standard_EveryCardHasASource_AndIsToBeConfirmed()
    {
        Assert.All(ActionCards.Standard.Cards, card => Assert.True(card.Source.Length > 20 && card.ConfirmedBy is null));
        Assert.Equal([2, 3, 4], ActionCards.Standard.Cards.Select(card => card.Level).Distinct().Order());
        Assert.Equal(ActionCards.Standard.ToJson(), ActionCards.Parse(ActionCards.Standard.ToJson(), Places).ToJson());
    }

    [Fact]
    public void Parse_WrongCards_ListsEverythingThatIsWrong()
    {
        var card = new ActionCard("a b", [], 5, " ", "", TimeSpan.FromHours(25), "") { Owner = PlaceCode.Parse("NOWHERE") };
        var wrong = new ActionCards("", "1", "", "", [card, card with { Code = "x" }, card with { Code = "x" }]);

        var message = Assert.Throws<FormatException>(() => ActionCards.Parse(wrong.ToJson(), Places)).Message;

        Assert.All(
            [
                "They need a name.", "The code x is used twice.", "The code 'a b' must be 1 to 60 letters", "x is for no kind of place", "x is for level 5",
                "x needs a text", "x needs the role", "x must be due within 24 hours.", "x needs its source.", "x is for NOWHERE to do, which the footprint has not.",
            ],
            words => Assert.Contains(words, message, StringComparison.Ordinal));
    }

    private void Look(int minute, OpelLevel? calculated, OpelLevel? declared = null) =>
        _lister = CardRules.Step(_lister, calculated, declared, A.Monday9am.AddMinutes(minute));

    private ImmutableArray<CardOffer> Offers() => CardRules.Offered(ActionCards.Standard, [_lister], _given, _declined, Places);

    private IEnumerable<string> Codes() => Offers().Select(offer => offer.Card.Code);
}
