using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>
/// A place in a table. It is drawn again only when its own state is new or its ages are to be written anew, so that one
/// place's change does not redraw the others.
/// </summary>
public sealed partial class PlaceRow(MetricDictionary dictionary, Footprint footprint, TimeProvider time)
{
    private (long Version, int Tick, Trend? Trend) _drawn;

    /// <summary>The place.</summary>
    [Parameter, EditorRequired]
    public required Place Place { get; set; }

    /// <summary>It now.</summary>
    [Parameter, EditorRequired]
    public required PlaceState State { get; set; }

    /// <inheritdoc cref="PlaceTable.Columns"/>
    [Parameter, EditorRequired]
    public required ImmutableArray<ColumnGroup> Columns { get; set; }

    /// <inheritdoc cref="PlaceTable.Tick"/>
    [Parameter, EditorRequired]
    public required int Tick { get; set; }

    /// <inheritdoc cref="PlaceTable.HasLevel"/>
    [Parameter]
    public bool HasLevel { get; set; }

    /// <summary>Whether the table has a column of trends.</summary>
    [Parameter]
    public bool HasTrend { get; set; }

    /// <summary>Its last 24 hours.</summary>
    [Parameter]
    public Trend? Trend { get; set; }

    /// <summary>Whether it is watched here and counted elsewhere.</summary>
    [Parameter]
    public bool IsGuest { get; set; }

    private string? Remark => IsGuest ? "Also watched" : Place.Kind switch
    {
        PlaceKind.Trust when State.Figures.IsEmpty => "Trust",
        PlaceKind.Trust when PlaceFigures.SpeaksForItself(State) => "Trust: its own return",
        PlaceKind.Trust => "Trust: sum of its hospitals",
        PlaceKind.BedBase => Place.Town,
        PlaceKind.Hospital => Place.Town is { } town && !Place.ShortName.StartsWith(town, StringComparison.Ordinal) ? town : null,
        PlaceKind.Locality when Place.Population is { } people => $"{FigureText.Number(people)} people",
        _ => null,
    };

    private (string Text, string Style) Age
    {
        get
        {
            var (freshness, at) = PlaceFigures.Newest(State, dictionary, time.GetUtcNow());
            var text = AgeText.Of(freshness, at is { } newest ? time.GetUtcNow() - newest : default);
            return (text, $"flow-age flow-age--{freshness.ToString().ToLowerInvariant()}");
        }
    }

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var now = (State.Version, Tick, Trend);
        var isNew = _drawn.Version != now.Version || _drawn.Tick != Tick || !ReferenceEquals(_drawn.Trend, Trend);
        _drawn = now;
        return isNew;
    }

    // Neighbouring figures that the place does not have are said once.
    private List<(Cell Cell, MetricCode Metric, int? Span)> Cells()
    {
        var now = time.GetUtcNow();
        var cells = new List<(Cell Cell, MetricCode Metric, int? Span)>();
        foreach (var metric in Columns.SelectMany(group => group.Metrics))
        {
            var cell = PlaceFigures.CellOf(State, Place, metric, footprint, now);
            if (cell == Cell.NotApplicable && cells is [.., { Cell: var before } last] && before == cell)
            {
                cells[^1] = last with { Span = (last.Span ?? 1) + 1 };
            }
            else
            {
                cells.Add((cell, metric.Code, null));
            }
        }

        return cells;
    }
}
