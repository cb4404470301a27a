using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Simulated;

namespace SystemFlow.Feeds.Tests.Simulated;

/// <summary>Simulated lives to look at, and what is asked of them.</summary>
internal static class Life
{
    public static readonly MetricDictionary Metrics = MetricDictionary.Standard;

    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static SimulatedSystem From(DateTimeOffset start, int seed = 1, Footprint? footprint = null) =>
        new(footprint ?? Footprint.HertfordshireWestEssex, Metrics, seed, start);

    /// <summary>A life that has found its level by that moment.</summary>
    public static SimulatedSystem SettledBy(DateTimeOffset moment, int seed = 1)
    {
        var system = From(moment - TimeSpan.FromDays(21), seed);
        system.Advance(moment);
        return system;
    }

    public static IEnumerable<Reading> Minutes(this SimulatedSystem system, int count)
    {
        for (var i = 0; i < count; i++)
        {
            foreach (var reading in system.Step()) yield return reading;
        }
    }

    public static IEnumerable<Reading> Days(this SimulatedSystem system, int count) => system.Minutes(count * 24 * 60);

    public static DateTime LocalOf(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, London).DateTime;

    public static DateTimeOffset Utc(int year, int month, int day, int hour = 0, int minute = 0) =>
        new(year, month, day, hour, minute, 0, TimeSpan.Zero);

    /// <summary>The mean of a figure over all the times that it was sent.</summary>
    public static double Mean(this ILookup<(string Place, string Metric), Reading> life, string place, string metric) =>
        life[(place, metric)].Average(r => r.Value!.Value);

    /// <summary>The mean over days of what a count reached by the end of each.</summary>
    public static double DaysEnd(
        this ILookup<(string Place, string Metric), Reading> life, string place, string metric) =>
        life[(place, metric)].GroupBy(r => LocalOf(r.PeriodEnd).Date).Average(day => day.Max(r => r.Value!.Value));

    public static ILookup<(string Place, string Metric), Reading> ByFigure(this IEnumerable<Reading> readings) =>
        readings.Where(r => r.Value is not null).ToLookup(r => (r.Place.ToString(), r.Metric.ToString()));
}
