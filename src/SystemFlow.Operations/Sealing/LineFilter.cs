using System.Collections.Immutable;
using System.Text;
using Dapper;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Sealing;

/// <summary>Which lines of a sealed table are looked for, condition by condition. What is null or empty narrows nothing.</summary>
internal sealed class LineFilter
{
    private readonly StringBuilder _where = new("1 = 1");

    /// <summary>The conditions, for after WHERE.</summary>
    public string Where => _where.ToString();

    /// <summary>What they speak of.</summary>
    public DynamicParameters Terms { get; } = new();

    /// <summary>Narrows by what every sealed table has.</summary>
    public LineFilter By(string? kind, ImmutableArray<PlaceCode> places, DateTimeOffset? from, DateTimeOffset? to, long? before)
    {
        Narrow("kind = @kind", "kind", kind);
        Narrow("at >= @from", "from", from?.UtcTicks);
        Narrow("at < @to", "to", to?.UtcTicks);
        Narrow("number < @before", "before", before);
        if (places.IsEmpty) return this;
        // One by one: of a list Dapper makes an array for PostgreSQL, and IN takes none.
        for (var place = 0; place < places.Length; place++) Terms.Add($"place{place}", places[place].ToString());
        _where.Append(" AND place IN (").AppendJoin(", ", Enumerable.Range(0, places.Length).Select(place => $"@place{place}")).Append(')');
        return this;
    }

    /// <summary>Narrows to lines that have each of these words in a text of theirs.</summary>
    /// <param name="text">The text, in SQL.</param>
    public LineFilter Having(ImmutableArray<string> words, string text, Dialect sql)
    {
        for (var word = 0; word < words.Length; word++) Narrow($"{text} {sql.Like} @word{word} ESCAPE '{LikePattern.Escape}'", $"word{word}", LikePattern.Of(words[word]));
        return this;
    }

    /// <summary>Narrows by one condition more.</summary>
    public void Narrow(string condition, string name, object? value)
    {
        if (value is null) return;
        _where.Append(" AND ").Append(condition);
        Terms.Add(name, value);
    }
}
