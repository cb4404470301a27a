using System.Globalization;
using System.Net;
using System.Text;

namespace SystemFlow.Web.Editions;

/// <summary>
/// A document as a mail's HTML: tables and styles on each element, because Outlook draws with Word's engine; no picture, no script and
/// nothing from anywhere else, so that it is whole with images off.
/// </summary>
internal static class SheetMail
{
    private const string Font = "font-family:Arial,sans-serif";
    private const string Cell = "font:12px Arial"; // On each cell, because Word's engine inherits nothing into a table; short, because there are many.
    private const int FactsInARow = 4;

    /// <summary>The whole page.</summary>
    /// <param name="ending">The last lines.</param>
    public static string Of(Sheet sheet, IEnumerable<string> ending)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>{Text(sheet.Title)}</title></head><body style=\"margin:0;padding:0;background:#ffffff;color:#212b32;{Font}\">");
        html.Append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td style=\"padding:12px\">");
        html.Append(CultureInfo.InvariantCulture, $"<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td bgcolor=\"#005eb8\" style=\"padding:12px 16px;background:#005eb8;color:#ffffff;{Font}\">");
        html.Append(CultureInfo.InvariantCulture, $"<h1 style=\"margin:0;font-size:22px;color:#ffffff\">{Text(sheet.Title)}</h1><p style=\"margin:4px 0 0;font-size:14px;color:#ffffff\">{Text(sheet.AsOf)}</p></td></tr>");
        foreach (var mark in sheet.Marks) html.Append(CultureInfo.InvariantCulture, $"<tr><td bgcolor=\"#ffb81c\" style=\"padding:10px 16px;background:#ffb81c;color:#212b32;font:bold 14px Arial,sans-serif\">{Text(mark)}</td></tr>");
        html.Append("</table>");
        AddFacts(html, sheet);
        foreach (var section in sheet.Sections) Add(html, section);
        foreach (var line in sheet.Basis.Concat(ending)) html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:6px 0 0;color:#4c6272;font:12px Arial,sans-serif\">{Text(line)}</p>");
        return html.Append("</td></tr></table></body></html>").ToString();
    }

    private static void AddFacts(StringBuilder html, Sheet sheet)
    {
        html.Append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"6\" border=\"0\">");
        foreach (var row in sheet.Facts.Chunk(FactsInARow))
        {
            html.Append("<tr>");
            foreach (var fact in row)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td width=\"25%\" valign=\"top\" style=\"padding:8px 10px;border:1px solid #aeb7bd;{Font}\"><span style=\"color:#4c6272;font-size:12px\">{Text(fact.Name)}</span><br><b style=\"font-size:20px\">{Text(fact.Cell.Text)}</b>");
                foreach (var note in fact.Notes) html.Append(CultureInfo.InvariantCulture, $"<br><span style=\"color:#4c6272;font-size:12px\">{Text(note)}</span>");
                html.Append("</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</table>");
    }

    private static void Add(StringBuilder html, SheetSection section)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2 style=\"margin:18px 0 4px;font-size:17px;{Font}\">{Text(section.Title)}</h2>");
        foreach (var line in section.Lines) AddLine(html, line);
        if (section.Table is { } table) Add(html, table);
        foreach (var line in section.After) AddLine(html, line);
    }

    private static void Add(StringBuilder html, SheetTable table)
    {
        html.Append(CultureInfo.InvariantCulture, $"<table width=\"100%\" cellpadding=\"3\" cellspacing=\"0\" border=\"1\" bordercolor=\"#d8dde0\" summary=\"{Text(table.Caption)}\" style=\"border-collapse:collapse\"><tr>");
        html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" align=\"left\" style=\"{Cell};color:#4c6272\">{Text(table.First)}</th>");
        foreach (var column in table.Columns) html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" align=\"{(column.IsNumber ? "right" : "left")}\" valign=\"bottom\" style=\"{Cell};color:#4c6272\">{Text(column.Name)}</th>");
        html.Append("</tr>");
        foreach (var row in table.Rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr valign=\"top\"{(row.IsSum ? " bgcolor=\"#f0f4f5\"" : "")}><th scope=\"row\" align=\"left\" style=\"{Cell}\">{Text(row.Name)}{Small(row.Note)}</th>");
            foreach (var (column, cell) in table.Columns.Zip(row.Cells))
            {
                var text = cell.Tone is SheetTone.Level ? $"<b>{Text(cell.Text)}</b>" : cell.Tone is SheetTone.Stale ? $"<i>{Text(cell.Text)}</i>" : Text(cell.Text);
                html.Append(CultureInfo.InvariantCulture, $"<td{(column.IsNumber ? " align=\"right\"" : "")} style=\"{Cell}\">{text}{Small(cell.Note)}</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</table>");
    }

    private static void AddLine(StringBuilder html, string line) => html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:0 0 4px;font:13px Arial,sans-serif\">{Text(line)}</p>");

    private static string Small(string? note) => note is null ? "" : $"<br><small>{Text(note)}</small>";

    private static string Text(string words) => WebUtility.HtmlEncode(words);
}
