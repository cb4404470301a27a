using System.Collections.Immutable;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Components.Words;

/// <summary>What moved most since the day before, of the same figures and in the same order as on the system view.</summary>
internal static class DashboardMoves
{
    private const int Most = 8;

    /// <summary>The rows, the biggest for counts of their size first.</summary>
    public static ImmutableArray<SheetRow> Of(SystemDashboard dashboard, MetricDictionary dictionary) =>
    [
        .. dashboard.Places.SelectMany(place => MoveRules.At(place.Kind).Select(code => (Place: place, Figure: place[code])))
            .Where(move => move.Figure is { Current: { } now, Before: { } before, IsComparable: true } && now != before)
            .OrderByDescending(move => MoveRules.SizeOf(move.Figure!.Before!.Value, move.Figure.Current!.Value))
            .Take(Most)
            .Select(move => RowOf(move.Place, move.Figure!, dictionary[move.Figure!.Metric])),
    ];

    private static SheetRow RowOf(DashboardPlace place, DashboardFigure figure, Metric metric)
    {
        var (before, now) = (figure.Before!.Value, figure.Current!.Value);
        return new SheetRow(
            place.Name, place.Code.ToString(), IsSum: false,
            [
                new($"{metric.ShortName}, {FigureText.Of(metric.Unit)}"), new(FigureText.Of(before, metric.Unit), Value: before),
                new(FigureText.Of(now, metric.Unit), Value: now, At: figure.At),
                new($"{(now > before ? "up" : "down")} {FigureText.Of(Math.Abs(now - before), metric.Unit)}", Value: now - before),
            ]);
    }
}
