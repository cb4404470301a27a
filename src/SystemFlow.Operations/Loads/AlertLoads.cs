using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;

namespace SystemFlow.Operations.Loads;

/// <summary>
/// Counts alert load. The norms are EEMUA publication 191's ("Alarm systems"), as secondary pages cite it: a long-term average
/// under one alarm per ten minutes is acceptable, more than ten within ten minutes is a flood. They are a control room
/// operator's; for somebody on call they are the outermost bound.
/// </summary>
public static class AlertLoads
{
    /// <summary>The norm: on average at most one alert in this time.</summary>
    public static readonly TimeSpan NormEvery = TimeSpan.FromMinutes(10);

    /// <summary>More than this many within ten minutes is a flood.</summary>
    public const int FloodAbove = 10;

    /// <summary>An alert that is open for longer stands: nobody reads it any more.</summary>
    public static readonly TimeSpan StandsAfter = TimeSpan.FromHours(24);

    private static readonly AlertTally Nothing = new(0, 0, 0, null);

    /// <summary>The load of a stretch.</summary>
    /// <param name="fired">Alerts in their last state; those that fired within the stretch count.</param>
    /// <param name="histories">Their histories, by episode.</param>
    /// <param name="messages">What was sent; what was made within the stretch counts. Tests and digests are nobody's alert.</param>
    /// <param name="current">Every alert that is not clear at its end.</param>
    public static AlertLoad Of(
        IReadOnlyCollection<AlertState> fired, ILookup<string, AlertEvent> histories, IReadOnlyCollection<Delivery> messages,
        IReadOnlyCollection<AlertState> current, DateTimeOffset from, DateTimeOffset to)
    {
        var alerts = fired.Where(state => state.FiredAt >= from && state.FiredAt < to)
            .Select(state => Answer.Of(state, histories[state.Episode])).ToList();
        var byShift = alerts.ToLookup(alert => Shifts.KeyOf(alert.FiredAt));
        return new AlertLoad(
            from, to,
            [.. Shifts.Between(from, to).Select(shift => shift with { Tally = TallyOf(byShift[(shift.Date, shift.IsNight)]) })],
            TallyOf(alerts),
            TallyOf(alerts.Where(alert => !Shifts.KeyOf(alert.FiredAt).IsNight)),
            TallyOf(alerts.Where(alert => Shifts.KeyOf(alert.FiredAt).IsNight)),
            LeadsOf(messages, alerts, from, to),
            [.. alerts.GroupBy(alert => alert.Rule).Select(rule => new RuleLoad(rule.Key, TallyOf(rule)))
                .OrderByDescending(rule => rule.Tally.Alerts).ThenBy(rule => rule.Rule, StringComparer.Ordinal)],
            [.. current.Where(state => state.IsOpen && to - state.FiredAt > StandsAfter).OrderBy(state => state.FiredAt)],
            BusiestOf(alerts.Select(alert => alert.FiredAt)));
    }

    private static ImmutableArray<LeadLoad> LeadsOf(
        IReadOnlyCollection<Delivery> messages, List<Answer> alerts, DateTimeOffset from, DateTimeOffset to)
    {
        var byEpisode = alerts.ToDictionary(alert => alert.Episode, StringComparer.Ordinal);
        return
        [
            .. messages
                .Where(told => told.Message.Episode is not null && told.Message.MadeAt >= from && told.Message.MadeAt < to)
                .GroupBy(told => told.Message.Lead)
                .Select(told => LeadOf(told, byEpisode))
                .OrderByDescending(lead => lead.Tally.Alerts).ThenBy(lead => lead.Lead, StringComparer.Ordinal),
        ];
    }

    private static LeadLoad LeadOf(IGrouping<string, Delivery> told, Dictionary<string, Answer> byEpisode)
    {
        var firsts = told.GroupBy(one => one.Message.Episode!).Select(one => (Episode: one.Key, At: one.Min(way => way.Message.MadeAt))).ToList();
        return new LeadLoad(
            told.Key,
            told.Count(one => one.Message.Channel is not Channel.Screen && one.Status is DeliveryStatus.Sent or DeliveryStatus.Digested),
            told.Count(one => one.Status is DeliveryStatus.Failed),
            TallyOf(firsts.Select(first => byEpisode.GetValueOrDefault(first.Episode) ?? new Answer(first.Episode, "", first.At, null, false))),
            BusiestOf(firsts.Select(first => first.At)));
    }

    private static AlertTally TallyOf(IEnumerable<Answer> alerts) => alerts.ToList() is { Count: > 0 } all
        ? new AlertTally(
            all.Count, all.Count(alert => alert.AcknowledgedAt is not null), all.Count(alert => alert.HasActed),
            Median([.. all.Where(alert => alert.AcknowledgedAt is not null).Select(alert => alert.AcknowledgedAt!.Value - alert.FiredAt).Order()]))
        : Nothing;

    private static TimeSpan? Median(List<TimeSpan> sorted) => sorted.Count == 0 ? null
        : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    // The window slides: ten minutes that a clock's marks would cut in two count as ten minutes.
    private static Burst? BusiestOf(IEnumerable<DateTimeOffset> moments)
    {
        var sorted = moments.Order().ToList();
        Burst? most = null;
        for (var (first, last) = (0, 0); last < sorted.Count; last++)
        {
            while (sorted[last] - sorted[first] >= NormEvery) first++;
            if (last - first + 1 > (most?.Alerts ?? 0)) most = new Burst(sorted[first], last - first + 1);
        }

        return most;
    }

    /// <summary>What became of an alert.</summary>
    private sealed record Answer(string Episode, string Rule, DateTimeOffset FiredAt, DateTimeOffset? AcknowledgedAt, bool HasActed)
    {
        public static Answer Of(AlertState state, IEnumerable<AlertEvent> history)
        {
            var answers = history.Where(line => line.Kind is AlertEventKind.Acknowledged or AlertEventKind.Snoozed).ToList();
            return new Answer(
                state.Episode, state.Rule, state.FiredAt!.Value,
                answers.FirstOrDefault(line => line.Kind is AlertEventKind.Acknowledged)?.At,
                answers.Exists(line => !string.IsNullOrWhiteSpace(line.Words)));
        }
    }

    /// <summary>Day and night shifts as clocks in England have them.</summary>
    private static class Shifts
    {
        private const int DayBegins = 8;
        private const int NightBegins = 20;

        public static (DateOnly Date, bool IsNight) KeyOf(DateTimeOffset moment)
        {
            var local = EnglandCalendar.Local(moment);
            var date = DateOnly.FromDateTime(local.DateTime);
            return local.Hour < DayBegins ? (date.AddDays(-1), true) : (date, local.Hour >= NightBegins);
        }

        public static IEnumerable<ShiftLoad> Between(DateTimeOffset from, DateTimeOffset to)
        {
            var (date, isNight) = KeyOf(from);
            while (true)
            {
                var begins = Moment(date, isNight ? NightBegins : DayBegins);
                if (begins >= to) yield break;
                var ends = isNight ? Moment(date.AddDays(1), DayBegins) : Moment(date, NightBegins);
                yield return new ShiftLoad(date, isNight, begins, ends, Nothing);
                (date, isNight) = isNight ? (date.AddDays(1), false) : (date, true);
            }
        }

        // The clocks change at night between one and two: neither 08:00 nor 20:00 is ever skipped or twice.
        private static DateTimeOffset Moment(DateOnly date, int hour)
        {
            var utc = new DateTimeOffset(date.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);
            return utc - EnglandCalendar.Local(utc).Offset;
        }
    }
}
