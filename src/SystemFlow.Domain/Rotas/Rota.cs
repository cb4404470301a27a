using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Domain.Rotas;

/// <summary>Who is told: named leads, the roles they take in turn, and the ladder that each place climbs. Data, edited on a page.</summary>
public sealed record Rota(ImmutableArray<Lead> Leads, ImmutableArray<Role> Roles, ImmutableArray<Ladder> Ladders)
{
    /// <summary>The rota that the product comes with: roles of Hertfordshire and west Essex, no people and no addresses.</summary>
    public static Rota Standard { get; } = Parse(
        Resource.Read("SystemFlow.Domain.Rotas.rota-hertfordshire-west-essex.json"), Footprint.HertfordshireWestEssex);

    /// <summary>Reads a rota for a footprint.</summary>
    /// <exception cref="FormatException">It is not one; the message lists everything that is wrong.</exception>
    public static Rota Parse(string json, Footprint footprint) =>
        RuleJson.Read<Rota>(json, "The rota is", rota => RotaCheck.ProblemsOf(rota, footprint));

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public string ToJson() => RuleJson.Write(this);
}

/// <summary>Somebody who can be told. What ships is a role's name, never a person's.</summary>
/// <param name="Code">Its name in the record, such as <c>site-lister-day</c>.</param>
/// <param name="Place">The organisation that they speak for.</param>
public sealed record Lead(string Code, string Name, PlaceCode Place)
{
    /// <summary>Where mail goes; null for none.</summary>
    public string? Email { get; init; }

    /// <summary>Where a webhook goes; null for none. https, or http on this machine.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>What the webhook is sent.</summary>
    public WebhookStyle Style { get; init; }

    /// <summary>The hours in which they are told only of what breaks through; null for none. Local time, may run over midnight.</summary>
    public QuietHours? Quiet { get; init; }
}

/// <summary>The body of a webhook.</summary>
public enum WebhookStyle
{
    /// <summary>Plain JSON, for a gateway or another program.</summary>
    Json,
    /// <summary>A message card, as Teams-like rooms take it.</summary>
    Card,
}

/// <summary>When somebody is left in peace.</summary>
/// <param name="BreaksThrough">From this severity on they are told all the same.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, Severity BreaksThrough = Severity.Critical);

/// <summary>A duty that people take in turn.</summary>
/// <param name="Place">The organisation that it belongs to.</param>
public sealed record Role(string Code, string Name, PlaceCode Place, ImmutableArray<Duty> Duties);

/// <summary>Whose turn it is. Hours are local time in England; from after to, it ends the next day.</summary>
/// <param name="Days">The days on which it begins; empty for all.</param>
/// <param name="From">Equal to <paramref name="To"/> for the whole day.</param>
public sealed record Duty(string Lead, ImmutableArray<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>The first date; null for always.</summary>
    public DateOnly? FirstDate { get; init; }

    /// <summary>The last date on which it begins; null for always.</summary>
    public DateOnly? LastDate { get; init; }
}

/// <summary>Whom a place's alerts climb to. A place without one climbs its parent's.</summary>
public sealed record Ladder(PlaceCode Place, AlertOwner Owner, ImmutableArray<Rung> Rungs);

/// <summary>A step of the ladder.</summary>
/// <param name="After">How long after it fired, unanswered. The first is 0.</param>
public sealed record Rung(string Role, TimeSpan After);
