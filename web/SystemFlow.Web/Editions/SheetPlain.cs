using System.Globalization;
using System.Text;

namespace SystemFlow.Web.Editions;

/// <summary>A document in plain text: each row a line, each figure after the name of its column, so that it can be read aloud.</summary>
internal static class SheetPlain
{
    /// <summary>The text.</summary>
    /// <param name="ending">The last lines.</param>
    public static string Of(Sheet sheet, IEnumerable<string> ending)
    {
        var text = new StringBuilder();
        foreach (var mark in sheet.Marks) text.Append(mark).Append("\n\n");
        text.Append(sheet.Title).Append('\n').Append(sheet.AsOf).Append("\n\n");
        foreach (var fact in sheet.Facts) text.Append(CultureInfo.InvariantCulture, $"{fact.Name}: {fact.Cell.Text}{(fact.Notes.IsEmpty ? "" : $" ({string.Join("; ", fact.Notes)})")}\n");
        foreach (var section in sheet.Sections) Add(text, section);
        text.Append('\n');
        foreach (var line in sheet.Basis) text.Append(line).Append('\n');
        text.Append("\n--\n");
        foreach (var line in ending) text.Append(line).Append('\n');
        return text.ToString();
    }

    private static void Add(StringBuilder text, SheetSection section)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{section.Title.ToUpperInvariant()}\n");
        foreach (var line in section.Lines) text.Append(line).Append('\n');
        foreach (var row in section.Table?.Rows ?? [])
        {
            var cells = section.Table!.Columns.Zip(row.Cells, (column, cell) => $"{column.Name} {cell.Text}{(cell.Note is { } note ? $" ({note})" : "")}");
            text.Append(CultureInfo.InvariantCulture, $"- {row.Name}{(row.Note is { } about ? $" ({about})" : "")}: {string.Join("; ", cells)}\n");
        }

        foreach (var line in section.After) text.Append(line).Append('\n');
    }
}
