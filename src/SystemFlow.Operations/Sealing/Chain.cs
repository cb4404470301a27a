using System.Data;

namespace SystemFlow.Operations.Sealing;

/// <summary>A line of a record in which each is sealed upon the one before it.</summary>
internal interface ISealedRow
{
    /// <summary>1, 2, 3 …</summary>
    long Number { get; }

    /// <summary>Whether what is in its columns can be a line at all: somebody may have written there by hand.</summary>
    bool IsWhole { get; }

    /// <summary>The seal that it was written with.</summary>
    string Seal { get; }
}

/// <summary>What a look at every seal of a record found.</summary>
/// <param name="Lines">Lines whose seals hold, from the first on.</param>
/// <param name="Broken">The number of the first line whose seal does not hold; null where all do.</param>
/// <param name="Seal">The last seal that holds: written down elsewhere, it shows later whether lines were cut off. Empty for no line.</param>
/// <param name="SealAtAnchor">The seal of the line that was asked for; null where there is no such line.</param>
public sealed record ChainCheck(long Lines, long? Broken, string Seal, string? SealAtAnchor = null);

/// <summary>
/// Looks at seals. Whoever changes a line, takes one out or puts one in between breaks every seal after it. That lines were cut off at
/// the end shows beside a seal that was written down before (<see cref="Anchor"/>).
/// </summary>
internal static class Chain
{
    /// <summary>What the first line stands on.</summary>
    public const string First = "";

    /// <summary>Looks at every seal, from the first line on, up to the first that does not hold.</summary>
    /// <param name="sealOf">The seal that a line must have upon the seal of the one before.</param>
    /// <param name="anchorAt">The line whose seal the answer is to name.</param>
    public static ChainCheck Check<TRow>(IEnumerable<TRow> rows, Func<string, TRow, string> sealOf, long? anchorAt = null) where TRow : ISealedRow
    {
        var (lines, before, atAnchor) = (0L, First, (string?)null);
        try
        {
            foreach (var row in rows)
            {
                if (row.Number != lines + 1 || !row.IsWhole || row.Seal != sealOf(before, row)) return new ChainCheck(lines, row.Number, before, atAnchor);
                (lines, before) = (row.Number, row.Seal);
                if (row.Number == anchorAt) atAnchor = row.Seal;
            }

            return new ChainCheck(lines, null, before, atAnchor);
        }
        catch (Exception error) when (error is DataException or InvalidCastException or FormatException or OverflowException)
        {
            return new ChainCheck(lines, lines + 1, before, atAnchor); // No line of ours has such a thing in it.
        }
    }
}
