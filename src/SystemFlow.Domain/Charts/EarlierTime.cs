using SystemFlow.Domain.Alerts;

namespace SystemFlow.Domain.Charts;

/// <summary>What a line is compared with.</summary>
public enum Comparison
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>The same weekday and time a week before.</summary>
    Week,
    /// <summary>The same weekday and time 52 weeks before; of months, the same month a year before.</summary>
    Year,
}

/// <summary>
/// The same time earlier, by the clock on the wall in England: a week with a change of the clocks in it is not 168 hours. A
/// time that the clocks skipped is the moment at which they did, one that came twice its first coming.
/// </summary>
public static class EarlierTime
{
    /// <summary>52 weeks, so that a Monday is held against a Monday.</summary>
    public const int DaysInAYear = 52 * DaysInAWeek;

    private const int DaysInAWeek = 7;

    /// <summary>The same time earlier. UTC.</summary>
    public static DateTimeOffset Of(DateTimeOffset at, Comparison with) => with is Comparison.None ? at
        : EnglandCalendar.Moment(EnglandCalendar.Local(at).DateTime.AddDays(-DaysOf(with)));

    /// <summary>The same weekday earlier.</summary>
    public static DateOnly Of(DateOnly day, Comparison with) => day.AddDays(-DaysOf(with));

    private static int DaysOf(Comparison with) => with switch
    {
        Comparison.Week => DaysInAWeek,
        Comparison.Year => DaysInAYear,
        _ => 0,
    };
}
