using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Alerts;

/// <summary>
/// The last day of the figures that change conditions compare with, at one place. At most a sample every five minutes for
/// each metric, and the longest day (25 hours, when the clocks go back) and a quarter of an hour of them: 304 samples.
/// </summary>
public sealed class RecentFigures
{
    /// <summary>How far back a value is kept: the longest day, and a little.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(25) + TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(15);

    private readonly Dictionary<MetricCode, List<Sample>> _samples = [];

    /// <summary>Notes the current figures of the metrics that the rules' change conditions look at.</summary>
    public void Note(PlaceState state, AlertRuleSet rules)
    {
        foreach (var metric in rules.ChangeMetrics)
        {
            if (state[metric] is { Current: { } value } figure) Note(metric, figure.Reading.PeriodEnd, value);
        }
    }

    /// <summary>Notes one value; one out of order, or too soon after the last, is left out.</summary>
    public void Note(MetricCode metric, DateTimeOffset at, double value)
    {
        if (!_samples.TryGetValue(metric, out var samples)) _samples[metric] = samples = [];
        if (samples.Count > 0 && samples[^1].At == at) samples[^1] = new Sample(at, value); // Amended.
        else if (samples.Count == 0 || at - samples[^1].At >= Apart) samples.Add(new Sample(at, value));
        samples.RemoveAll(sample => sample.At < samples[^1].At - Kept);
    }

    /// <summary>
    /// What to compare a value with: for a count since midnight the value at the same time of the day before, by the clock in
    /// England, because at midnight it starts anew; for anything else the best value since <paramref name="over"/> ago.
    /// Null where the samples do not reach back half of it.
    /// </summary>
    internal double? Before(Metric metric, DateTimeOffset at, TimeSpan over, bool isLowerWorse)
    {
        if (!_samples.TryGetValue(metric.Code, out var samples)) return null;
        if (metric.Period is PeriodType.SinceMidnight) return OfTheDayBefore(samples, at);
        var from = at - over;
        var earlier = samples.Where(sample => sample.At >= from - Slack && sample.At < at).ToList();
        if (earlier.Count == 0 || earlier[0].At > at - (over / 2)) return null;
        return isLowerWorse ? earlier.Max(sample => sample.Value) : earlier.Min(sample => sample.Value);
    }

    // By local date and time: on the nights on which the clocks change, 24 hours ago may be another day's count.
    private static double? OfTheDayBefore(List<Sample> samples, DateTimeOffset at)
    {
        var (day, time) = (EnglandCalendar.DateOf(at).AddDays(-1), EnglandCalendar.Local(at).TimeOfDay);
        var near = samples.Where(sample => EnglandCalendar.DateOf(sample.At) == day)
            .Select(sample => (sample.Value, Apart: (EnglandCalendar.Local(sample.At).TimeOfDay - time).Duration()))
            .Where(sample => sample.Apart <= Slack).ToList();
        return near.Count == 0 ? null : near.MinBy(sample => sample.Apart).Value;
    }

    private readonly record struct Sample(DateTimeOffset At, double Value);
}
