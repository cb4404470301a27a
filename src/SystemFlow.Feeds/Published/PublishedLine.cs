using System.Globalization;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Published;

/// <summary>The words of one line, by column.</summary>
internal readonly struct PublishedTexts(PublishedHeader header, string[] cells)
{
    /// <summary>A cell without the blanks around it; empty where this edition lacks the column.</summary>
    public string this[string column] => header.PositionOf(column) is >= 0 and var position ? cells[position].Trim() : "";
}

/// <summary>One line of a return: its figures as published, and what is thought of each.</summary>
internal sealed class PublishedLine
{
    private readonly PublishedHeader _header;
    private readonly FigureCell[] _cells;
    private readonly Refusal?[] _refused;
    private readonly Refusal?[] _warned;
    private readonly bool[] _isAbsent;

    private PublishedLine(int row, PublishedHeader header, string[] cells, PublishedPeriod period)
    {
        (Row, _header, Period) = (row, header, period);
        Texts = new PublishedTexts(header, cells);
        var columns = header.Return.Columns;
        _cells = [.. columns.Select((column, i) => header.Figures[i] < 0 ? FigureCell.None : Scaled(FigureCell.Read(cells[header.Figures[i]].Trim()), column))];
        _refused = new Refusal?[columns.Length];
        _warned = new Refusal?[columns.Length];
        _isAbsent = new bool[columns.Length];
    }

    public int Row { get; }

    public PublishedPeriod Period { get; }

    public PublishedTexts Texts { get; }

    /// <summary>The organisation's code as sent, in capitals; empty where the return has none.</summary>
    public string Code => _header.Return.Code is { Length: > 0 } column ? Texts[column].ToUpperInvariant() : "";

    /// <summary>Why the whole line is left out, though nothing about it is wrong; null when it is not.</summary>
    public Refusal? LeftOut { get; private set; }

    /// <summary>Whether some figure is given, and each that is given is 0.</summary>
    public bool IsAllZero => _cells.Any(cell => cell.Value is not null) && _cells.All(cell => cell is { IsNumber: true, Value: null or 0 });

    /// <summary>A figure as published, in its metric's unit, whatever is thought of it.</summary>
    public double? this[string column] => _cells[IndexOf(column)].Value;

    /// <summary>Reads a line, or says why it is refused.</summary>
    public static (PublishedLine? Line, Refusal? Refusal) Read(CsvRow row, PublishedHeader header, MetricDictionary metrics)
    {
        if (CsvRows.Misfit(row, header.Width) is { } misfit) return (null, misfit);
        var published = header.Return;
        var texts = new PublishedTexts(header, row.Cells);
        var isTotal = PublishedTotals.IsTotal(texts[published.Code]);
        if ((published.Period(texts) ?? (isTotal ? PublishedPeriod.WholeFile : null)) is not { } period)
        {
            return (null, new(row.Number, header.Spelling[published.PeriodFrom[0]], Reasons.BadTime, published.PeriodAdvice));
        }

        var line = new PublishedLine(row.Number, header, row.Cells, period);
        foreach (var column in published.Columns) line.LookAt(column, metrics[column.Metric]);
        return (line, null);
    }

    /// <summary>A figure as sent, in the metric's unit where it is a number; empty for blank.</summary>
    public string Text(string column) =>
        _cells[IndexOf(column)] is var cell && cell.Value is { } value ? value.ToString("R", CultureInfo.InvariantCulture) : cell.Text;

    /// <summary>The value that counts: null when there is none, or none that can be believed.</summary>
    public double? Value(string column)
    {
        var index = IndexOf(column);
        return _isAbsent[index] || _refused[index] is not null ? null : _cells[index].Value;
    }

    public Refusal? Refused(string column) => _refused[IndexOf(column)];

    public Refusal? Warned(string column) => _warned[IndexOf(column)];

    /// <summary>Whether this edition has the column.</summary>
    public bool Has(string column) => _header.PositionOf(column) >= 0;

    public void Refuse(string column, string reason, FormattableString detail) =>
        _refused[IndexOf(column)] ??= About(column, reason, detail);

    public void RefuseBoth(string whole, string part, string reason, FormattableString detail)
    {
        Refuse(whole, reason, detail);
        Refuse(part, reason, detail);
    }

    public void Warn(string column, string reason, FormattableString detail) =>
        _warned[IndexOf(column)] ??= About(column, reason, detail);

    public void TakeAsAbsent(string column) => _isAbsent[IndexOf(column)] = true;

    /// <summary>Takes every figure as not reported, if all that are given are 0.</summary>
    public void TakeZerosAsAbsent(string what)
    {
        if (!IsAllZero) return;
        var columns = _header.Return.Columns;
        foreach (var column in columns) TakeAsAbsent(column.Header);
        Warn(columns[0].Header, ReportReasons.ZeroIsUnlikely, $"{what}: taken as not reported.");
    }

    /// <summary>Looks at occupied beds beside those that are open.</summary>
    public void LookAtBeds(string open, string occupied)
    {
        if (BedPair.Doubtful(Value(open), Value(occupied)) is not var (doubt, reason, detail)) return;
        if (doubt is Doubt.RefuseBoth)
        {
            RefuseBoth(open, occupied, reason, detail);
            return;
        }

        if (doubt is Doubt.TakeAsAbsent) TakeAsAbsent(occupied);
        Warn(occupied, reason, detail);
    }

    /// <summary>Keeps nothing of the line, and says why.</summary>
    public void LeaveOut(string column, string reason, FormattableString detail) => LeftOut = About(column, reason, detail);

    /// <summary>Something to say about a column of this line.</summary>
    public Refusal About(string column, string reason, FormattableString detail) =>
        new(Row, FieldOf(column), reason, FormattableString.Invariant(detail));

    /// <summary>A column's name as the file spells it.</summary>
    public string FieldOf(string column) => _header.Spelling.GetValueOrDefault(column, column);

    private static FigureCell Scaled(FigureCell cell, PublishedColumn column) =>
        cell.Value is { } value && column.Scale != 1 ? cell with { Value = Math.Round(value * column.Scale, 6) } : cell;

    private void LookAt(PublishedColumn column, Metric metric)
    {
        var index = IndexOf(column.Header);
        if (!_cells[index].IsNumber)
        {
            Refuse(column.Header, Reasons.NotANumber, $"Write a number; leave the cell blank where there is none.");
        }
        else if (_cells[index].Value is { } value)
        {
            _refused[index] = ObservationRules.Implausible(Row, _header.Spelling[column.Header], metric, value);
        }
    }

    private int IndexOf(string column)
    {
        var columns = _header.Return.Columns;
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Header == column) return i;
        }

        throw new ArgumentException($"{_header.Return.Name} has no figure '{column}'.", nameof(column));
    }
}
