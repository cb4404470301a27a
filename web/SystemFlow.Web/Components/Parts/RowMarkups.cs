using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A table row as HTML, in the pieces that change apart from each other.</summary>
/// <param name="Head">The place and its link, which keeps the keyboard's focus while figures change.</param>
/// <param name="Figures">The level and every figure.</param>
/// <param name="Age">The newest figure's age.</param>
internal sealed record RowMarkup(MarkupString Head, MarkupString Figures, MarkupString Age);

/// <summary>
/// The rows of places as HTML, made once for all the pages that show them. With a component for each row and its cells,
/// an open system view took 900 KB of the server's memory; five hundred of them share these strings.
/// </summary>
public sealed class RowMarkups(Footprint footprint, MetricDictionary dictionary, TimeProvider time)
{
    private static readonly TimeSpan AgesEvery = TimeSpan.FromSeconds(10);

    private readonly ConditionalWeakTable<PlaceState, ConcurrentDictionary<RowKey, Made>> _made = [];

    internal RowMarkup Of(PlaceState state, RowKey key)
    {
        var now = key.At ?? time.GetUtcNow();
        var ages = now.UtcTicks / AgesEvery.Ticks;
        var ofState = _made.GetValue(state, _ => new ConcurrentDictionary<RowKey, Made>());
        if (ofState.TryGetValue(key, out var made) && made.Ages == ages) return made.Row;
        var row = Make(state, key, now);
        if (made is { Row: var before }) row = new RowMarkup(Same(before.Head, row.Head), Same(before.Figures, row.Figures), row.Age);
        ofState[key] = new Made(ages, row);
        return row;
    }

    // The same text is the same string, so that pages see at a glance that nothing changed.
    private static MarkupString Same(MarkupString before, MarkupString now) => before.Value == now.Value ? before : now;

    private RowMarkup Make(PlaceState state, RowKey key, DateTimeOffset now)
    {
        var place = footprint.Find(state.Place);
        var (freshness, at) = PlaceFigures.Newest(state, dictionary, now);
        var age = AgeText.Of(freshness, at is { } newest ? now - newest : default);
        var head = RemarkOf(place, state, key.IsGuest) is { } remark ? $"<small>{Text(remark)}</small>" : "";
        return new RowMarkup(
            new MarkupString($"""<th scope="row" class="flow-place"><a href="/places/{place.Code}{At(key)}">{Text(place.ShortName)}</a>{head}</th>"""),
            new MarkupString(Figures(state, place, key, now)),
            new MarkupString($"""<td class="flow-age flow-age--{freshness.ToString().ToLowerInvariant()}">{Text(age)}</td>"""));
    }

    private string Figures(PlaceState state, Place place, RowKey key, DateTimeOffset now)
    {
        var html = new StringBuilder();
        if (key.Table.HasLevel)
        {
            var level = state.Pressure.Level;
            html.Append(CultureInfo.InvariantCulture, $"""<td><strong class="{LevelText.Tint(level)}">{LevelText.Of(level)}</strong>{DeclaredIn(level, key.Declared)}</td>""");
        }

        foreach (var (cell, metric, span) in Cells(state, place, key.Table, now))
        {
            var colspan = span > 1 ? $" colspan=\"{span}\"" : "";
            var note = cell.Note is { } words ? $"<small>{Text(words)}</small>" : "";
            html.Append(CultureInfo.InvariantCulture, $"""<td class="{cell.Style}" data-metric="{metric}"{colspan}>{Text(cell.Text)}{note}</td>""");
        }

        return html.ToString();
    }

    private static string DeclaredIn(OpelLevel? calculated, DeclaredLevel? declared)
    {
        if (declared is null) return "";
        var style = DeclaredText.Differs(calculated, declared) ? "flow-declared flow-declared--differs" : "flow-declared";
        return $"""<small class="{style}">{Text($"{DeclaredText.Short(declared)}. {DeclaredText.Comparison(calculated, declared)}")}</small>""";
    }

    // Neighbouring figures that the place does not have are said once.
    private List<(Cell Cell, MetricCode Metric, int Span)> Cells(PlaceState state, Place place, TableOfPlaces table, DateTimeOffset now)
    {
        var cells = new List<(Cell Cell, MetricCode Metric, int Span)>();
        foreach (var metric in table.Groups.SelectMany(group => group.Metrics))
        {
            var cell = PlaceFigures.CellOf(state, place, metric, footprint, now);
            if (cell == Cell.NotApplicable && cells is [.., { Cell: var before } last] && before == cell)
            {
                cells[^1] = last with { Span = last.Span + 1 };
            }
            else
            {
                cells.Add((cell, metric.Code, 1));
            }
        }

        return cells;
    }

    private string? RemarkOf(Place place, PlaceState state, bool isGuest) => isGuest ? "Also watched" : place.Kind switch
    {
        PlaceKind.Trust when state.Figures.Keys.All(key => dictionary[key.Metric].IsHistory) => "Trust",
        PlaceKind.Trust when PlaceFigures.SpeaksForItself(state, dictionary) => "Trust: its own return",
        PlaceKind.Trust => "Trust: sum of its hospitals",
        PlaceKind.BedBase => place.Town,
        PlaceKind.Hospital => place.Town is { } town && !place.ShortName.StartsWith(town, StringComparison.Ordinal) ? town : null,
        PlaceKind.Locality when place.Population is { } people => $"{FigureText.Number(people)} people",
        _ => null,
    };

    private static string At(RowKey key) => key.At is { } at ? $"?{MomentText.Name}={MomentText.Of(at)}" : "";

    private static string Text(string words) => WebUtility.HtmlEncode(words);

    private sealed record Made(long Ages, RowMarkup Row);
}

/// <summary>Which row of a place: in which table, whether it is watched there and counted elsewhere, what was declared, and at which past moment.</summary>
internal readonly record struct RowKey(TableOfPlaces Table, bool IsGuest, DeclaredLevel? Declared = null, DateTimeOffset? At = null);
