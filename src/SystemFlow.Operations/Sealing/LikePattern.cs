using System.Text;

namespace SystemFlow.Operations.Sealing;

/// <summary>What a person typed, looked for as it stands by SQL's LIKE.</summary>
internal static class LikePattern
{
    /// <summary>Named in the statement: <c>LIKE @word ESCAPE '!'</c>.</summary>
    public const char Escape = '!';

    /// <summary>The pattern that finds a word anywhere.</summary>
    public static string Of(string word)
    {
        var pattern = new StringBuilder("%");
        foreach (var c in word)
        {
            if (c is '%' or '_' or Escape) pattern.Append(Escape);
            pattern.Append(c);
        }

        return pattern.Append('%').ToString();
    }
}
