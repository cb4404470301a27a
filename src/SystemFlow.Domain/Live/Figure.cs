using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Live;

/// <summary>What a place shows for one metric: a reading of its own, or one worked out from others'.</summary>
/// <param name="Reading">
/// The value with its moment and source. Worked out here, the source says so (<see cref="RolledUp"/>,
/// <see cref="Derived"/>) and the moment is that of the oldest part.
/// </param>
/// <param name="Freshness">How far it can be trusted to be now, when the state was made.</param>
/// <param name="Coverage">For a roll-up, how many of the places that ought to be in it are; null for one place's own.</param>
public sealed record Figure(Reading Reading, Freshness Freshness, Coverage? Coverage = null)
{
    /// <summary>The source of a figure summed over members.</summary>
    public const string RolledUp = "roll-up";

    /// <summary>The source of a percentage worked out from two readings.</summary>
    public const string Derived = "derived";

    /// <summary>The value if it may be acted on: there is one, and it is not silent.</summary>
    public double? Current => Freshness is Freshness.Fresh or Freshness.Late ? Reading.Value : null;
}

/// <summary>How complete a roll-up is.</summary>
/// <param name="Reporting">Places whose figure is in it.</param>
/// <param name="Expected">Places that ought to be.</param>
public readonly record struct Coverage(int Reporting, int Expected)
{
    /// <summary>Whether nobody is missing.</summary>
    public bool IsComplete => Reporting >= Expected;

    /// <summary>Two parts of a larger whole.</summary>
    public static Coverage operator +(Coverage left, Coverage right) => left.Add(right);

    /// <inheritdoc cref="op_Addition"/>
    public Coverage Add(Coverage other) => new(Reporting + other.Reporting, Expected + other.Expected);
}
