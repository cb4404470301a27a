using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Web.Editions;

/// <summary>A document as a file that opens in a spreadsheet: a line for each cell, the figure to the digit beside what screens show.</summary>
internal static class SheetCsv
{
    /// <summary>The first line.</summary>
    public const string Head = "section,place,row,column,metric,unit,value,shown,note,asOf";

    /// <summary>The whole file.</summary>
    public static string Of(Sheet sheet) => string.Join("\r\n", Lines(sheet).Prepend(Head).Append(""));

    private static IEnumerable<string> Lines(Sheet sheet)
    {
        yield return Line("about", "", sheet.Title, "", "", "", null, sheet.AsOf, "", null);
        foreach (var mark in sheet.Marks) yield return Line("about", "", sheet.Title, "mark", "", "", null, mark, "", null);
        foreach (var fact in sheet.Facts)
        {
            yield return Line("headlines", "", fact.Name, "", "", "", fact.Cell.Value, fact.Cell.Text, string.Join("; ", fact.Notes), fact.Cell.At);
        }

        foreach (var section in sheet.Sections)
        {
            foreach (var line in section.Lines.Concat(section.After)) yield return Line(section.Id, "", section.Title, "", "", "", null, line, "", null);
            if (section.Table is not { } table) continue;
            foreach (var row in table.Rows)
            {
                foreach (var (column, cell) in table.Columns.Zip(row.Cells))
                {
                    yield return Line(section.Id, row.Code, row.Name, column.Name, column.Metric ?? "", column.Unit, cell.Value, cell.Text, cell.Note ?? "", cell.At);
                }
            }
        }

        foreach (var line in sheet.Basis) yield return Line("basis", "", sheet.Title, "", "", "", null, line, "", null);
    }

    private static string Line(
        string section, string place, string row, string column, string metric, string unit, double? value, string shown, string note, DateTimeOffset? at) =>
        string.Join(',', new[]
        {
            section, place, row, column, metric, unit, value?.ToString("R", CultureInfo.InvariantCulture) ?? "", shown, note,
            at is { } known ? EnglandCalendar.Local(known).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture) : "",
        }.Select(SheetCell.Of));
}
