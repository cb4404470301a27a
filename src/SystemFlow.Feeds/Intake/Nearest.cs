namespace SystemFlow.Feeds.Intake;

/// <summary>Guesses which code a sender meant.</summary>
internal static class Nearest
{
    private const int MostEdits = 2;
    private const int LongestText = 64;

    /// <summary>A sentence that names the nearest known code, or nothing when none is near.</summary>
    public static string Hint(string text, IEnumerable<string> known)
    {
        if (text.Length > LongestText) return "";
        var plain = Plain(text);
        var nearest = known
            .Where(code => Math.Abs(code.Length - plain.Length) <= MostEdits)
            .Select(code => (Code: code, Edits: Edits(plain, Plain(code))))
            .Where(near => near.Edits <= MostEdits)
            .OrderBy(near => near.Edits)
            .FirstOrDefault();
        return nearest.Code is null ? "" : $" Did you mean {nearest.Code}?";
    }

    private static string Plain(string text) => text.Trim().ToLowerInvariant().Replace('_', '-');

    /// <summary>How many letters must be changed, added or taken away (Levenshtein).</summary>
    private static int Edits(string left, string right)
    {
        Span<int> row = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}

/// <summary>Quotes a sender's code in a message.</summary>
internal static class Quote
{
    private const int Longest = 40;

    /// <summary>Its beginning, with what cannot be printed left out.</summary>
    public static string Short(string text)
    {
        var printable = new string([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(Longest + 1)]);
        return printable.Length > Longest ? printable[..Longest] + "…" : printable;
    }
}
