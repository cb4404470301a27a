using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemFlow.Domain.Calls;

/// <summary>
/// What everybody on an escalation call has in front of them: the system at one moment. It is a function of the record at its moment
/// and at the last call's, so that it can be made again whenever somebody asks what was known.
/// </summary>
/// <param name="Schema">The shape of this document; <see cref="Newest"/> is this program's.</param>
/// <param name="Id">The call's name, <see cref="CallId"/>.</param>
/// <param name="At">The moment that every figure and age is of. UTC.</param>
/// <param name="Previous">The moment of the call before. UTC.</param>
/// <param name="IsPreviousKnown">Whether the record says anything of that moment; else nothing is said to have changed.</param>
/// <param name="AreAlertsKnown">Whether levels and alerts were watched at the moment; else that there is no alert says nothing.</param>
/// <param name="Rules">What levels and breaches are judged by.</param>
/// <param name="Terms">What counts as a grip gap.</param>
/// <param name="Levels">The whole system, boards, trusts, hospitals and bed bases, in the footprint's order.</param>
/// <param name="Breaches">What alert rules name and is so, the most severe first.</param>
/// <param name="Ended">What was a breach at the last call and is none, or is not known any more.</param>
/// <param name="Moves">What moved most since the last call.</param>
/// <param name="Actions">Joint actions that are open, or were settled since the last call.</param>
/// <param name="Missing">What ought to be reported and is silent or late.</param>
/// <param name="Gaps">Where nobody has a grip.</param>
public sealed record CallPack(
    int Schema, string Id, DateTimeOffset At, DateTimeOffset Previous, bool IsPreviousKnown, bool AreAlertsKnown, PackBasis Rules,
    GripTerms Terms, ImmutableArray<PackLevel> Levels, ImmutableArray<PackBreach> Breaches, ImmutableArray<PackEnded> Ended,
    ImmutableArray<PackMove> Moves, PackDelays Delays, ImmutableArray<PackCapacity> Capacity, ImmutableArray<PackAction> Actions,
    ImmutableArray<PackMissing> Missing, ImmutableArray<GripGap> Gaps)
{
    /// <summary>The shape that this program writes and reads.</summary>
    public const int Newest = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>Actions that are open and past their due moment, the longest first.</summary>
    public IEnumerable<PackAction> Overdue => Actions.Where(action => action.IsOpen && action.Due < At).OrderBy(action => action.Due);

    /// <summary>Actions that are open and not overdue, the next due first.</summary>
    public IEnumerable<PackAction> Open => Actions.Where(action => action.IsOpen && action.Due >= At).OrderBy(action => action.Due);

    /// <summary>Actions that were done, declined or withdrawn since the last call.</summary>
    public IEnumerable<PackAction> Settled => Actions.Where(action => !action.IsOpen).OrderBy(action => action.Since);

    /// <summary>Places whose calculated level is another than at the last call.</summary>
    public IEnumerable<PackLevel> LevelChanges => IsPreviousKnown ? Levels.Where(level => level.Level != level.Before) : [];

    /// <summary>The text that <see cref="Parse"/> reads back exactly.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a pack.</summary>
    /// <exception cref="FormatException">It is none, or of a shape that this program does not know.</exception>
    public static CallPack Parse(string json)
    {
        try
        {
            var pack = JsonSerializer.Deserialize<CallPack>(json, Json) ?? throw new FormatException("The call pack is empty.");
            return pack.Schema == Newest ? pack : throw new FormatException($"The call pack is of shape {pack.Schema}; this program reads {Newest}.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The call pack cannot be read: {error.Message}", error);
        }
    }
}
