using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Intake;

/// <summary>A cell of a CSV file that people open in a spreadsheet.</summary>
public static class SheetCell
{
    /// <summary>
    /// The text, quoted where it must be. A spreadsheet takes a cell that begins like a formula for one, and runs it: such a cell
    /// begins with an apostrophe. A number may begin with its sign.
    /// </summary>
    public static string Of(string text) =>
        text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && DraftNumber.Parse(text).Number is null ? Quoted("'" + text) : Quoted(text);

    /// <summary>The text as one cell of one line: a break within it would end the row.</summary>
    internal static string Quoted(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.AsSpan().ContainsAny(',', '"') ? $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : line;
    }
}
