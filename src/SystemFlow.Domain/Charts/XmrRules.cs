using System.Collections.Immutable;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Charts;

/// <summary>
/// Works out an XmR chart: NHS England's Making Data Count, as its R package <c>NHSRplotthedots</c> does. Meant for one value
/// a day: values every quarter of an hour hang together too closely, and limits from them would be too narrow. That mean and limits
/// come from the first <see cref="Xmr.BaselineLength"/> values is ours: the package takes all of them unless it is told a number.
/// </summary>
public static class XmrRules
{
    /// <summary>Mean moving ranges from the mean to a limit: 3 sigma of single values (3 / 1.128).</summary>
    public const double LimitFactor = 2.66;

    /// <summary>Moving ranges beyond so many mean ones are left out of the mean: they are special causes themselves.</summary>
    public const double RangeFactor = 3.267;

    private const int RunLength = 7;
    private const double NearShare = 2.0 / 3; // About two sigma of three.

    /// <summary>The chart; null where no two values follow each other, so that nothing is known about variation.</summary>
    /// <param name="values">One a day, oldest first. A gap is null: no moving range and no run reaches over it.</param>
    /// <param name="least">The least that can be true, below which no limit is.</param>
    /// <param name="target">The target in force; null for none.</param>
    public static Xmr? Of(IReadOnlyList<double?> values, Direction direction, double least, Target? target = null)
    {
        var known = 0;
        var baseline = values.TakeWhile(value => value is null || known++ < Xmr.BaselineLength).ToList();
        if (MeanRange(baseline) is not { } range) return null;
        var used = baseline.OfType<double>().ToList();
        var mean = used.Average();
        var reach = LimitFactor * range;
        var points = PointsOf(values, mean, reach, direction);
        var (lower, upper) = (Math.Max(mean - reach, Math.Min(least, mean)), mean + reach);
        return new Xmr(mean, lower, upper, used.Count, points, target is null ? null : AssuranceOf(target, lower, upper));
    }

    private static double? MeanRange(List<double?> values)
    {
        var ranges = values.Zip(values.Skip(1), (before, value) => Math.Abs((value - before) ?? double.NaN))
            .Where(range => !double.IsNaN(range)).ToList();
        if (ranges.Count == 0) return null;
        var most = RangeFactor * ranges.Average();
        return ranges.Where(range => range <= most).Average();
    }

    private static ImmutableArray<XmrPoint> PointsOf(
        IReadOnlyList<double?> values, double mean, double reach, Direction direction)
    {
        var found = new (XmrRule Rule, bool IsHigh)?[values.Count];
        Mark(found, XmrRule.OutsideLimits, index => SideOf(values[index], mean, reach));
        MarkRuns(found, XmrRule.OneSide, RunLength, index => SideOf(values[index], mean, 0));
        // A trend of seven values is six steps; its first value is a part of it.
        MarkRuns(found, XmrRule.Trend, RunLength - 1, index => index == 0 ? 0 : Math.Sign((values[index] - values[index - 1]) ?? 0), before: 1);
        // Near a limit is within it: what lies outside is a rule by itself.
        var near = Enumerable.Range(0, values.Count)
            .Select(index => SideOf(values[index], mean, reach) == 0 ? SideOf(values[index], mean, NearShare * reach) : 0).ToArray();
        Mark(found, XmrRule.NearLimit, index => IsOneOfTwo(near, values, index) ? near[index] : 0);
        return [.. values.Select((value, index) => Point(value, found[index], direction))];
    }

    // 1 above, -1 below, 0 for a gap and in between.
    private static int SideOf(double? value, double mean, double reach) =>
        value is not { } known ? 0 : known > mean + reach ? 1 : known < mean - reach ? -1 : 0;

    private static bool IsOneOfTwo(int[] near, IReadOnlyList<double?> values, int index)
    {
        if (near[index] == 0) return false;
        for (var first = Math.Max(0, index - 2); first <= index && first + 3 <= near.Length; first++)
        {
            var three = Enumerable.Range(first, 3).ToList();
            if (three.TrueForAll(at => values[at] is not null) && three.Count(at => near[at] == near[index]) >= 2) return true;
        }

        return false;
    }

    private static void Mark((XmrRule, bool)?[] found, XmrRule rule, Func<int, int> sideAt)
    {
        for (var index = 0; index < found.Length; index++)
        {
            if (sideAt(index) is not 0 and var side) found[index] ??= (rule, side > 0);
        }
    }

    private static void MarkRuns((XmrRule, bool)?[] found, XmrRule rule, int length, Func<int, int> sideAt, int before = 0)
    {
        for (var start = 0; start < found.Length;)
        {
            var side = sideAt(start);
            var end = start + 1;
            while (end < found.Length && sideAt(end) == side) end++;
            if (side != 0 && end - start >= length)
            {
                for (var index = Math.Max(0, start - before); index < end; index++) found[index] ??= (rule, side > 0);
            }

            start = end;
        }
    }

    private static XmrPoint Point(double? value, (XmrRule Rule, bool IsHigh)? found, Direction direction) =>
        found is not var (rule, isHigh) ? new XmrPoint(value, null, IsHigh: false, Variation.CommonCause)
        : new XmrPoint(value, rule, isHigh, direction switch
        {
            Direction.Neutral => Variation.Neutral,
            Direction.HigherIsBetter => isHigh ? Variation.Improvement : Variation.Concern,
            _ => isHigh ? Variation.Concern : Variation.Improvement,
        });

    private static Assurance AssuranceOf(Target target, double lower, double upper) => target.Sense switch
    {
        TargetSense.AtLeast => lower >= target.Value ? Assurance.ConsistentlyPass : upper < target.Value ? Assurance.ConsistentlyFail : Assurance.HitAndMiss,
        _ => upper <= target.Value ? Assurance.ConsistentlyPass : lower > target.Value ? Assurance.ConsistentlyFail : Assurance.HitAndMiss,
    };
}
