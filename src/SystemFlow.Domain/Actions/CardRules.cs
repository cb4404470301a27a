using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Actions;

/// <summary>How long a place has been at a level or worse.</summary>
/// <param name="Since">When it came there. UTC.</param>
/// <param name="FellAt">When it fell below, if it did less than <see cref="CardRules.Calm"/> ago; null while it is there. UTC.</param>
public sealed record Escalated(OpelLevel Level, DateTimeOffset Since, DateTimeOffset? FellAt = null);

/// <summary>A place's level, the worse of calculated and declared, and since when it has been at each level from 2 on.</summary>
/// <param name="Level">Null while nothing is known.</param>
public sealed record Escalation(PlaceCode Place, OpelLevel? Level, ImmutableArray<Escalated> Stretches)
{
    /// <summary>The last level that was calculated, without what is declared; null while there was none.</summary>
    public OpelLevel? Calculated { get; init; }

    /// <summary>A place of which nothing has been known.</summary>
    public static Escalation None(PlaceCode place) => new(place, null, []);

    /// <summary>Whether two say the same.</summary>
    public bool IsAs(Escalation other) => (Place, Level, Calculated) == (other.Place, other.Level, other.Calculated) && Stretches.SequenceEqual(other.Stretches);
}

/// <summary>Somebody will not do what a card asks.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">Name and role.</param>
public sealed record CardDeclined(PlaceCode Place, string Card, DateTimeOffset At, string By, string Reason);

/// <summary>A card that waits for an answer.</summary>
/// <param name="Place">The place whose level rose.</param>
/// <param name="Level">Its level now.</param>
/// <param name="Since">When it rose to the card's level. UTC.</param>
public sealed record CardOffer(PlaceCode Place, OpelLevel Level, ActionCard Card, DateTimeOffset Since)
{
    /// <summary>Who is to do it.</summary>
    public PlaceCode Owner => Card.Owner ?? Place;
}

/// <summary>
/// When action cards are offered: once for each time that a place's level rises to theirs, until somebody gives or declines them or
/// the level falls. A function of its arguments.
/// </summary>
public static class CardRules
{
    /// <summary>A level that comes back within this time is the same escalation: a level that flaps asks nothing twice.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromHours(1);

    private static readonly OpelLevel[] Levels = [OpelLevel.Two, OpelLevel.Three, OpelLevel.Four];

    /// <summary>
    /// A place's escalation after a look at its levels. A calculated level that is not known does not let it fall; a declared one that
    /// is over does.
    /// </summary>
    public static Escalation Step(Escalation before, OpelLevel? calculated, OpelLevel? declared, DateTimeOffset now)
    {
        var known = calculated ?? before.Calculated;
        var level = Worse(known, declared);
        var stretches = Levels.Select(one => Next(before.Stretches.FirstOrDefault(stretch => stretch.Level == one), one, level >= one, now));
        return before with { Level = level, Calculated = known, Stretches = [.. stretches.OfType<Escalated>()] };
    }

    /// <summary>The cards that wait for an answer: the most pressed place first, then as the footprint and the cards are listed.</summary>
    /// <param name="given">When a card was last given for a place.</param>
    /// <param name="declined">When it was last declined.</param>
    public static ImmutableArray<CardOffer> Offered(
        ActionCards cards, IEnumerable<Escalation> escalations, IReadOnlyDictionary<(PlaceCode Place, string Card), DateTimeOffset> given,
        IReadOnlyDictionary<(PlaceCode Place, string Card), CardDeclined> declined, Footprint footprint) =>
    [
        .. from escalation in escalations
           where escalation.Level is not null && footprint.TryFind(escalation.Place.ToString(), out _)
           let place = footprint.Find(escalation.Place)
           orderby escalation.Level descending, footprint.Places.IndexOf(place)
           from stretch in escalation.Stretches.Where(stretch => stretch.FellAt is null).OrderByDescending(stretch => stretch.Level)
           from card in cards.Cards
           where card.Level == (int)stretch.Level && card.For.Contains(place.Kind)
           let key = (place.Code, card.Code)
           where !(given.TryGetValue(key, out var at) && at >= stretch.Since) && !(declined.TryGetValue(key, out var no) && no.At >= stretch.Since)
           select new CardOffer(place.Code, escalation.Level!.Value, card, stretch.Since),
    ];

    private static Escalated? Next(Escalated? before, OpelLevel level, bool isThere, DateTimeOffset now)
    {
        var isOver = before?.FellAt is { } fell && now - fell >= Calm;
        if (isThere) return before is null || isOver ? new Escalated(level, now) : before with { FellAt = null };
        return before is null || isOver ? null : before with { FellAt = before.FellAt ?? now };
    }

    private static OpelLevel? Worse(OpelLevel? one, OpelLevel? other) => one is null ? other : other is null || one >= other ? one : other;
}
