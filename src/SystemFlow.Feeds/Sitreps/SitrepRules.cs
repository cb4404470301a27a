using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Sitreps;

using Figure = SitrepFigure;

/// <summary>What is thought of the figures of one organisation's day. Pure.</summary>
internal sealed class SitrepRules
{
    private readonly SitrepDay _day;
    private readonly Refusal?[] _refused = new Refusal?[SitrepColumn.All.Length];
    private readonly Refusal?[] _warned = new Refusal?[SitrepColumn.All.Length];
    private readonly bool[] _isAbsent = new bool[SitrepColumn.All.Length];

    private SitrepRules(SitrepDay day) => _day = day;

    public Refusal? Refused(Figure figure) => _refused[(int)figure];

    public Refusal? Warned(Figure figure) => _warned[(int)figure];

    /// <summary>The value that counts: null when there is none, or none that can be believed.</summary>
    public double? Value(Figure figure) => _isAbsent[(int)figure] ? null : _day[figure];

    /// <summary>Looks at each figure by itself, then against those that it is a part of.</summary>
    public static SitrepRules Of(SitrepDay day, SitrepHeader header, MetricDictionary metrics)
    {
        var rules = new SitrepRules(day);
        foreach (var column in header.Columns) rules.LookAt(column, metrics[column.Metric!.Value]);
        rules.LookAtBeds(Figure.GaOpen, Figure.GaOccupied);
        rules.LookAtBeds(Figure.CcOpen, Figure.CcOccupied);
        rules.LookAtLongStays();
        rules.LookAtClosedBeds();
        rules.LookAtZeros(header);
        return rules;
    }

    private void LookAt(SitrepColumn column, Metric metric)
    {
        var line = _day.From(column.Figure);
        if (!line[column.Figure].IsNumber)
        {
            Refuse(column.Figure, Reasons.NotANumber, $"Write a whole number; leave the cell blank where there is none.");
        }
        else if (_day.Conflicting(column.Figure) is { } other)
        {
            _refused[(int)column.Figure] = new(other.Row, column.Header, Reasons.ConflictingDuplicate,
                $"Lines {line.Row} and {other.Row} give two different values for one trust and day; neither counts.");
        }
        else if (line[column.Figure].Value is { } value)
        {
            _refused[(int)column.Figure] = ObservationRules.Implausible(line.Row, column.Header, metric, value);
        }
    }

    private void LookAtBeds(Figure openFigure, Figure occupiedFigure)
    {
        if (BedPair.Doubtful(_day[openFigure], _day[occupiedFigure]) is not var (doubt, reason, detail)) return;
        if (doubt is Doubt.RefuseBoth)
        {
            RefuseBoth(openFigure, occupiedFigure, reason, detail);
            return;
        }

        if (doubt is Doubt.TakeAsAbsent) _isAbsent[(int)occupiedFigure] = true;
        Warn(occupiedFigure, reason, detail);
    }

    private void LookAtLongStays()
    {
        var over7 = _day[Figure.Over7];
        var over21 = _day[Figure.Over21];
        if (over21 > over7)
        {
            RefuseBoth(Figure.Over7, Figure.Over21, Reasons.PartExceedsWhole,
                $"{over21} in over 21 days but {over7} over 7: every one of the first is one of the second.");
        }

        var occupied = _day[Figure.GaOccupied];
        foreach (var figure in new[] { Figure.Over7, Figure.Over21 }.Where(figure => _day[figure] > occupied))
        {
            Refuse(figure, ReportReasons.AboveBedsOccupied, $"{_day[figure]} long stays in {occupied} occupied beds.");
        }

        if (over7 == 0 && occupied > BedPair.BedsOfAWholeHospital)
        {
            Warn(Figure.Over7, ReportReasons.ZeroIsUnlikely, $"Zero is unlikely here: {occupied} beds are occupied. Kept as sent.");
        }
    }

    private void LookAtClosedBeds()
    {
        if (!(_day[Figure.ClosedEmpty] > _day[Figure.Closed])) return;
        RefuseBoth(Figure.Closed, Figure.ClosedEmpty, Reasons.PartExceedsWhole,
            $"{_day[Figure.ClosedEmpty]} closed beds are empty of {_day[Figure.Closed]} closed.");
    }

    private void LookAtZeros(SitrepHeader header)
    {
        if (_day[Figure.Attendances] == 0)
        {
            _isAbsent[(int)Figure.Attendances] = true;
            Warn(Figure.Attendances, ReportReasons.ZeroIsUnlikely,
                $"No attendance in a day: there is no A&E, or it was not reported. Taken as not reported.");
        }

        if (_day[Figure.GaOpen] is not null || _day[Figure.GaOccupied] is not null) return;
        var zeros = header.Columns.Where(column => _day[column.Figure] == 0).ToList();
        if (zeros.Count == 0) return;
        Warn(zeros[0].Figure, ReportReasons.ZeroBesideBlank,
            $"The beds are blank and {zeros.Count} other figures are 0, which may mean that nothing was sent. Kept as sent.");
    }

    private void RefuseBoth(Figure whole, Figure part, string reason, FormattableString detail)
    {
        Refuse(whole, reason, detail);
        Refuse(part, reason, detail);
    }

    private void Refuse(Figure figure, string reason, FormattableString detail) =>
        _refused[(int)figure] ??= About(figure, reason, detail);

    private void Warn(Figure figure, string reason, FormattableString detail) =>
        _warned[(int)figure] ??= About(figure, reason, detail);

    private Refusal About(Figure figure, string reason, FormattableString detail) =>
        new(_day.From(figure).Row, SitrepColumn.Of(figure).Header, reason, FormattableString.Invariant(detail));
}
