using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Published;

/// <summary>What is doubtful about a series beside the rest of the same file. A short file is not judged.</summary>
internal static class Usual
{
    /// <summary>With fewer values than four weeks of days nothing is called unusual.</summary>
    public const int FewestValues = 28;

    private const double FarBelow = 0.1;
    private const double FarAbove = 1.6; // The weekly wave runs to half above its middle.
    private const int DaysAround = 14;

    /// <summary>Warns of values at or under a tenth of the file's median, and of those over 1.6 times the median of two weeks around.</summary>
    public static void Judge(IReadOnlyList<PublishedLine> lines, string column)
    {
        var known = lines.Where(line => line.Value(column) is not null).ToList();
        if (known.Count < FewestValues) return;
        var values = known.Select(line => line.Value(column)!.Value).ToList();
        var usual = Median(values);
        for (var i = 0; i < known.Count; i++)
        {
            var from = Math.Max(0, i - DaysAround);
            var around = Median([.. values[from..i], .. values[(i + 1)..Math.Min(values.Count, i + DaysAround + 1)]]);
            if (values[i] <= FarBelow * usual)
            {
                known[i].Warn(column, ReportReasons.FarBelowUsual, $"{values[i]} is far below usual here, which is {usual}. Kept as sent.");
            }
            else if (values[i] > FarAbove * around)
            {
                known[i].Warn(column, ReportReasons.FarAboveUsual, $"{values[i]} is far above the days around it, which are {around}. Kept as sent.");
            }
        }
    }

    /// <summary>Says where a column ends while its lines go on.</summary>
    public static IEnumerable<Refusal> Ends(IReadOnlyList<PublishedLine> lines, params IEnumerable<string> columns)
    {
        foreach (var column in columns)
        {
            var last = lines.LastOrDefault(line => line.Value(column) is not null);
            if (last is null || lines.Count(line => line.Period.From > last.Period.From) < FewestValues) continue;
            yield return last.About(column, ReportReasons.ColumnEnds,
                $"{last.Code}: '{last.FieldOf(column)}' ends on {last.Period.From:yyyy-MM-dd} and is blank since. Blank is absent.");
        }
    }

    /// <summary>The middle value; of an even number the mean of the two.</summary>
    public static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
