using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Charts;

/// <summary>Reads from the record what a chart shows.</summary>
internal sealed class TrendReader(
    ISeriesStore store, Footprint footprint, MetricDictionary dictionary, PlanSet plans)
{
    private const int Days = 30;

    private readonly TrendLines _lines = new(footprint, dictionary);
    private readonly TrendSampler _sampler = new(store, dictionary);

    /// <summary>The chart up to a moment.</summary>
    /// <param name="asAt">Steps, and what stood earlier, as they were known at that moment; null for as last amended. Days and months are always as last amended.</param>
    /// <exception cref="SeriesException">The record cannot be read now.</exception>
    public async Task<TrendView> ReadAsync(TrendQuestion question, DateTimeOffset at, DateTimeOffset? asAt, CancellationToken stop)
    {
        var times = await TimesAsync(question, at, asAt, stop);
        var (values, coverage) = await LineAsync(question, times.Sample, times.Starts.Length);
        var (earlier, earlierCoverage) = question.With is Comparison.None
            ? ([], null) : await LineAsync(question, times.SampleEarlier, times.Starts.Length);
        var targets = plans.TargetsFor(question.Place, question.Metric.Code);
        var trajectory = plans.TrajectoryFor(question.Place.Code, question.Metric.Code);
        ImmutableArray<TrendRow> rows =
        [
            .. times.Starts.Select((start, index) => new TrendRow(
                start, Rounded(At(values, index), question.Metric),
                question.With is Comparison.None ? null : times.Earlier[index], Rounded(At(earlier, index), question.Metric),
                Rounded(trajectory?.ValueOf(question.Metric.Code, EnglandCalendar.DateOf(start)), question.Metric),
                targets.FirstOrDefault(target => target.HoldsOn(EnglandCalendar.DateOf(start)))?.Value)),
        ];
        return new TrendView(question, at, rows, coverage)
        {
            EarlierCoverage = earlierCoverage,
            EarlierNow = question.Metric.IsHistory || question.With is Comparison.None ? null : await EarlierNowAsync(question, at, asAt, stop),
            Spc = SpcOf(question, rows, targets),
            Target = rows.Any(row => row.Target is not null) ? InForce(targets, rows) : null,
            Trajectory = rows.Any(row => row.Plan is not null) ? trajectory : null,
        };
    }

    private async Task<Times> TimesAsync(TrendQuestion question, DateTimeOffset at, DateTimeOffset? asAt, CancellationToken stop) =>
        question.Span is TrendSpan.All ? await PeriodsAsync(question, at, stop)
        : question.IsDaily ? DaysOf(question, at, stop)
        : StepsOf(question, at, asAt, stop);

    private Times StepsOf(TrendQuestion question, DateTimeOffset at, DateTimeOffset? asAt, CancellationToken stop)
    {
        var range = question.Span switch { TrendSpan.Day => TrendRange.Day, TrendSpan.Week => TrendRange.Week, _ => TrendRange.Month };
        var to = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % range.Step.Ticks), TimeSpan.Zero) + range.Step;
        ImmutableArray<DateTimeOffset> starts = [.. Enumerable.Range(0, range.Points).Select(point => to - range.Length + (point * range.Step))];
        ImmutableArray<DateTimeOffset> earlier = [.. starts.Select(start => EarlierTime.Of(start, question.With))];
        return new Times(
            starts, earlier, (place, metric) => _sampler.AtStepsAsync(place, metric, starts, range.Step, at, asAt, stop),
            (place, metric) => _sampler.AtStepsAsync(place, metric, earlier, range.Step, EarlierTime.Of(at, question.With), asAt, stop));
    }

    private Times DaysOf(TrendQuestion question, DateTimeOffset at, CancellationToken stop)
    {
        var last = DailyValue.LastDay(question.Metric, at);
        var winter = Winter.Of(last);
        var (first, end) = question.Span is TrendSpan.Winter
            ? (winter.First, last < winter.Last ? last : winter.Last) : (last.AddDays(1 - Days), last);
        ImmutableArray<DateOnly> days = [.. Enumerable.Range(0, Math.Max(0, end.DayNumber - first.DayNumber + 1)).Select(first.AddDays)];
        ImmutableArray<DateOnly> earlier = [.. days.Select(day => EarlierTime.Of(day, question.With))];
        return new Times(
            [.. days.Select(StartOf)], [.. earlier.Select(StartOf)],
            (place, metric) => _sampler.OfDaysAsync(place, metric, days, stop), (place, metric) => _sampler.OfDaysAsync(place, metric, earlier, stop));

        DateTimeOffset StartOf(DateOnly day) =>
            DailyValue.IsOfWholeDay(question.Metric) ? DailyValue.After(question.Metric, day) : DailyValue.MomentOf(question.Metric, day);
    }

    // Every month from the first to the last that was published, and those of a trajectory that meets them.
    private async Task<Times> PeriodsAsync(TrendQuestion question, DateTimeOffset at, CancellationToken stop)
    {
        var metric = question.Metric;
        var sent = metric.Denominator.IsEmpty ? metric : dictionary[metric.Denominator[0]];
        List<DateOnly> ends = [.. (await _sampler.EndsAsync(question.Place.Code, sent.Code, at, stop)).Select(EnglandCalendar.DateOf)];
        if (plans.TrajectoryFor(question.Place.Code, metric.Code) is { } trajectory) ends = [.. WithPlan(ends, trajectory, EnglandCalendar.DateOf(at))];
        if (ends.Count == 0) return new Times([], [], (_, _) => Task.FromResult<double?[]?>(null), (_, _) => Task.FromResult<double?[]?>(null));
        var months = metric.Period is PeriodType.Quarter ? 3 : 1;
        var (first, last) = (ends.Min(), ends.Max());
        var count = ((((last.Year - first.Year) * 12) + last.Month - first.Month) / months) + 1;
        ImmutableArray<DateOnly> all = [.. Enumerable.Range(0, count).Select(index => first.AddMonths(index * months))];
        return new Times(
            [.. all.Select(end => Midnight(end.AddMonths(-months)))], [.. all.Select(end => Midnight(end.AddMonths(-months).AddYears(-1)))],
            (place, part) => _sampler.OfPeriodsAsync(place, part, [.. all.Select(Midnight)], stop),
            (place, part) => _sampler.OfPeriodsAsync(place, part, [.. all.Select(end => Midnight(end.AddYears(-1)))], stop));
    }

    // Where the two share no month there is nothing to compare, and the figures stand by themselves.
    private static IEnumerable<DateOnly> WithPlan(List<DateOnly> ends, Trajectory trajectory, DateOnly today)
    {
        var planned = trajectory.Months.Select(month => month.First.AddMonths(1)).ToList();
        if (ends.Count == 0) return planned.Where(end => end <= today);
        var meets = planned.Exists(end => end >= ends.Min() && end <= ends.Max());
        return meets ? ends.Concat(planned) : ends;
    }

    private async Task<(ImmutableArray<double?> Values, Coverage? Coverage)> LineAsync(TrendQuestion question, TrendSampling sample, int points) =>
        points == 0 ? ([], null) : await _lines.ReadAsync(question.Place, question.Metric.Code, points, sample);

    private async Task<TrendMoment?> EarlierNowAsync(TrendQuestion question, DateTimeOffset at, DateTimeOffset? asAt, CancellationToken stop)
    {
        var then = EarlierTime.Of(at, question.With);
        var (values, coverage) = await _lines.ReadAsync(
            question.Place, question.Metric.Code, 1, async (place, metric) => await _sampler.AtAsync(place, metric, then, asAt, stop) is { } value ? [value] : null);
        return values is [{ } known] ? new TrendMoment(then, Rounded(known, question.Metric)!.Value, coverage) : null;
    }

    private static Xmr? SpcOf(TrendQuestion question, ImmutableArray<TrendRow> rows, ImmutableArray<Target> targets) =>
        question.Kind is not TrendKind.Spc ? null : XmrRules.Of(
            [.. rows.Select(row => row.Value)], question.Metric.Direction, question.Metric.Min,
            rows is [.., { Target: not null }] ? InForce(targets, rows) : null);

    private static Target InForce(ImmutableArray<Target> targets, ImmutableArray<TrendRow> rows)
    {
        var last = EnglandCalendar.DateOf(rows.Last(row => row.Target is not null).At);
        return targets.First(target => target.HoldsOn(last));
    }

    private static double? At(ImmutableArray<double?> values, int index) => values.IsEmpty ? null : values[index];

    // As published shares are: 88.04.
    private static double? Rounded(double? value, Metric metric) =>
        value is { } known && metric.Unit is Unit.Percent ? TrendView.TwoDecimals(known) : value;

    private static DateTimeOffset Midnight(DateOnly day) => EnglandCalendar.Moment(day.ToDateTime(TimeOnly.MinValue));

    private sealed record Times(
        ImmutableArray<DateTimeOffset> Starts, ImmutableArray<DateTimeOffset> Earlier, TrendSampling Sample, TrendSampling SampleEarlier);
}
