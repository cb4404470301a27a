using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Parts;

/// <summary>
/// The columns and headings of a table of places as HTML. They never change, so all pages share them, as they share rows
/// (<see cref="RowMarkups"/>).
/// </summary>
internal static class TableHead
{
    /// <summary>From the table's first column to its last heading.</summary>
    public static MarkupString Of(TableOfPlaces table, bool hasTrend)
    {
        var html = new StringBuilder("""<colgroup><col class="flow-col-place">""");
        if (table.HasLevel) html.Append("""<col class="flow-col-level">""");
        foreach (var metric in MetricsOf(table))
        {
            html.Append(metric.Unit is Unit.Minutes ? """<col class="flow-col-minutes">""" : "<col>");
        }

        if (hasTrend) html.Append("""<col class="flow-col-trend">""");
        html.Append("""<col class="flow-col-age"></colgroup><thead>""");
        if (table.Groups.Any(group => group.Title is not null)) AddGroups(html, table, hasTrend);
        html.Append("""<tr><th scope="col" class="flow-place">Place</th>""");
        if (table.HasLevel) html.Append("""<th scope="col">Level</th>""");
        foreach (var metric in MetricsOf(table))
        {
            html.Append(CultureInfo.InvariantCulture, $"""<th scope="col" class="flow-num"><a href="/metrics#{metric.Code}" title="{Text(metric.Definition)}">{Text(metric.ShortName)}</a></th>""");
        }

        if (hasTrend) html.Append("""<th scope="col" class="flow-trend">Last 24 hours</th>""");
        return new MarkupString(html.Append("""<th scope="col">Newest figure</th></tr></thead>""").ToString());
    }

    private static void AddGroups(StringBuilder html, TableOfPlaces table, bool hasTrend)
    {
        html.Append(CultureInfo.InvariantCulture, $"""<tr class="flow-table__groups"><td colspan="{(table.HasLevel ? 2 : 1)}"></td>""");
        foreach (var group in table.Groups)
        {
            var tag = group.Title is null ? "td" : """th scope="colgroup" """;
            html.Append(CultureInfo.InvariantCulture, $"""<{tag} colspan="{group.Metrics.Length}">{Text(group.Title ?? "")}</{tag[..2]}>""");
        }

        html.Append(CultureInfo.InvariantCulture, $"""<td colspan="{(hasTrend ? 2 : 1)}"></td></tr>""");
    }

    private static IEnumerable<Metric> MetricsOf(TableOfPlaces table) => table.Groups.SelectMany(group => group.Metrics);

    private static string Text(string words) => WebUtility.HtmlEncode(words);
}
