using System.Globalization;
using System.Text;

namespace SystemFlow.Feeds.Sitreps;

/// <summary>One trust's line of the situation reports as published: beds at 8am and events of one and the same day.</summary>
/// <param name="ValueOf">The value in a column of the national collection; null for a blank cell.</param>
public sealed record SitrepRow(string Code, string Name, DateOnly Date, Func<string, double?> ValueOf);

/// <summary>
/// Writes daily situation reports as NHS England publishes them, so that whoever reads those files reads these, our own intake among
/// them. A figure that is not known is a blank cell, never 0; rates are worked out to the last digit.
/// </summary>
public static class SitrepCsv
{
    private static readonly SitrepFigure[] Order =
    [
        SitrepFigure.GaOpen, SitrepFigure.GaOccupied, SitrepFigure.GaRate, SitrepFigure.CcOpen, SitrepFigure.CcOccupied, SitrepFigure.CcRate,
        SitrepFigure.Closed, SitrepFigure.ClosedEmpty, SitrepFigure.Over7, SitrepFigure.Over21, SitrepFigure.FluGa, SitrepFigure.FluCc,
        SitrepFigure.Delays30, SitrepFigure.Delays60, SitrepFigure.Attendances, SitrepFigure.Closures, SitrepFigure.Diverts,
    ];

    /// <summary>The whole file, its header first. Lines end as RFC 4180 has them.</summary>
    public static string Of(IEnumerable<SitrepRow> rows)
    {
        var text = new StringBuilder("\"Code\",\"Name\",\"Date\"");
        foreach (var figure in Order) text.Append(CultureInfo.InvariantCulture, $",\"{SitrepColumn.Of(figure).Header}\"");
        text.Append("\r\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\"{row.Code}\",\"{row.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{row.Date:yyyy-MM-dd}");
            foreach (var figure in Order) text.Append(',').Append(ValueOf(row, figure)?.ToString("R", CultureInfo.InvariantCulture));
            text.Append("\r\n");
        }

        return text.ToString();
    }

    private static double? ValueOf(SitrepRow row, SitrepFigure figure) => figure switch
    {
        SitrepFigure.GaRate => Rate(row, SitrepFigure.GaOccupied, SitrepFigure.GaOpen),
        SitrepFigure.CcRate => Rate(row, SitrepFigure.CcOccupied, SitrepFigure.CcOpen),
        _ => row.ValueOf(SitrepColumn.Of(figure).Header),
    };

    private static double? Rate(SitrepRow row, SitrepFigure occupied, SitrepFigure open) =>
        row.ValueOf(SitrepColumn.Of(open).Header) is > 0 and var beds ? row.ValueOf(SitrepColumn.Of(occupied).Header) / beds : null;
}
