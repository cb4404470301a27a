using System.Collections.Immutable;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Sitreps;

/// <summary>A figure of the daily situation report.</summary>
internal enum SitrepFigure
{
    GaOpen, GaOccupied, CcOpen, CcOccupied, Closed, ClosedEmpty, Over7, Over21, FluGa, FluCc, Delays30, Delays60,
    Closures, Diverts, Attendances, GaRate, CcRate,
}

/// <summary>What a column holds.</summary>
/// <param name="Header">Its name, as every winter spells it.</param>
/// <param name="Metric">Null for a rate: rates are worked out here, never taken.</param>
/// <param name="IsFlow">Whether it counts what happened in the day; else what there was at 8am.</param>
internal sealed record SitrepColumn(SitrepFigure Figure, string Header, MetricCode? Metric, bool IsFlow)
{
    /// <summary>Every column that any winter has had, save Code, Name and Date; in the order of <see cref="SitrepFigure"/>.</summary>
    public static readonly ImmutableArray<SitrepColumn> All =
    [
        Instant(SitrepFigure.GaOpen, "G&A Beds Open", "beds.ga.open"),
        Instant(SitrepFigure.GaOccupied, "G&A beds occ'd", "beds.ga.occupied"),
        Instant(SitrepFigure.CcOpen, "CC Adult Open", "beds.cc-adult.open"),
        Instant(SitrepFigure.CcOccupied, "CC Adult Occ", "beds.cc-adult.occupied"),
        Instant(SitrepFigure.Closed, "No. beds closed due to norovirus etc.", "beds.ga.closed-ipc"),
        Instant(SitrepFigure.ClosedEmpty, "No. unoccupied beds closed due to norovirus etc.", "beds.ga.closed-ipc-unoccupied"),
        Instant(SitrepFigure.Over7, "No. beds occupied by long-stay patients (> 7 days)", "los.over-7"),
        Instant(SitrepFigure.Over21, "No. beds occupied by long-stay patients (> 21 days)", "los.over-21"),
        Instant(SitrepFigure.FluGa, "No. beds occupied by flu patients (G&A)", "beds.flu.ga"),
        Instant(SitrepFigure.FluCc, "No. beds occupied by flu patients (Critical Care)", "beds.flu.cc"),
        Flow(SitrepFigure.Delays30, "Delays30", "ambulance.handover-30-60"),
        Flow(SitrepFigure.Delays60, "Delays60", "ambulance.handover-over-60"),
        Flow(SitrepFigure.Closures, "Closures", "ed.closures"),
        Flow(SitrepFigure.Diverts, "Diverts", "ed.diverts"),
        Flow(SitrepFigure.Attendances, "A&E Attendances", "ed.attendances"),
        new(SitrepFigure.GaRate, "Occupancy rate", null, IsFlow: false),
        new(SitrepFigure.CcRate, "Critical care beds occupancy rate", null, IsFlow: false),
    ];

    public static SitrepColumn Of(SitrepFigure figure) => All[(int)figure];

    private static SitrepColumn Instant(SitrepFigure figure, string header, string metric) =>
        new(figure, header, MetricCode.Parse(metric), IsFlow: false);

    private static SitrepColumn Flow(SitrepFigure figure, string header, string metric) =>
        new(figure, header, MetricCode.Parse(metric), IsFlow: true);
}

/// <summary>Where each column stands in one file: found by name, never by position.</summary>
/// <param name="Figures">The position of each figure; -1 where the file has no such column.</param>
internal sealed record SitrepHeader(int Code, int Name, int Date, ImmutableArray<int> Figures, int Width)
{
    private const int Nowhere = -1;

    private static readonly string[] Keys = ["Code", "Name", "Date"];

    /// <summary>The figures that this file has and that become readings.</summary>
    public IEnumerable<SitrepColumn> Columns => SitrepColumn.All.Where(c => c.Metric is not null && Has(c.Figure));

    public bool Has(SitrepFigure figure) => Figures[(int)figure] != Nowhere;

    /// <summary>Whether a line looks like the header of a situation report rather than of observations.</summary>
    public static bool IsLike(CsvRow header) => Position(header.Cells, Keys[0]) >= 0 && Position(header.Cells, Keys[2]) >= 0;

    /// <summary>Reads a header, or says why the file cannot be read by it.</summary>
    public static (SitrepHeader? Header, RefusedBody? Refused) Read(CsvRow row)
    {
        if (row == default) return (null, new(Reasons.Unreadable, "The body is empty. Send the published CSV."));
        if (row.Problem is { } problem) return (null, new(Reasons.Unreadable, problem.Detail));
        var known = Keys.Concat(SitrepColumn.All.Select(c => c.Header)).ToList();
        foreach (var name in row.Cells.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            var isPatient = PatientGuard.IsPersonField(name) || PatientGuard.Mentions(name);
            return (null, isPatient ? PatientGuard.Refusal : new(Reasons.UnknownColumn,
                $"No winter's report has a column '{Quote.Short(name)}'. Columns are found by name, never by position."));
        }

        if (row.Cells.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return (null, new(Reasons.RepeatedField, $"The column '{twice.Key}' is there twice."));
        }

        var needed = Keys.Append(SitrepColumn.Of(SitrepFigure.GaOpen).Header)
            .Append(SitrepColumn.Of(SitrepFigure.GaOccupied).Header);
        var missing = needed.Where(name => Position(row.Cells, name) == Nowhere).ToList();
        return missing.Count > 0
            ? (null, new(Reasons.MissingColumn, $"The header lacks '{string.Join("', '", missing)}'."))
            : (new SitrepHeader(
                Position(row.Cells, Keys[0]), Position(row.Cells, Keys[1]), Position(row.Cells, Keys[2]),
                [.. SitrepColumn.All.Select(c => Position(row.Cells, c.Header))], row.Cells.Length), null);
    }

    private static int Position(string[] cells, string name) =>
        Array.FindIndex(cells, cell => cell.Equals(name, StringComparison.OrdinalIgnoreCase));
}
