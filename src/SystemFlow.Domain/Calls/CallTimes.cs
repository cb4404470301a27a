using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Domain.Calls;

/// <summary>
/// When the escalation calls are, by the clocks in England. The plans name an update at 11:00 and a conference call at 15:00 every day
/// (BCF Plan); a system may hold others.
/// </summary>
public sealed class CallTimes
{
    private readonly ImmutableArray<TimeOnly> _times;

    /// <summary>Calls at these times of every day; each counts once.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public CallTimes(IEnumerable<TimeOnly> times)
    {
        _times = [.. times.Distinct().Order()];
        if (_times.IsEmpty) throw new ArgumentException("There must be a time.", nameof(times));
    }

    /// <summary>11:00 and 15:00.</summary>
    public static CallTimes Standard { get; } = new([new TimeOnly(11, 0), new TimeOnly(15, 0)]);

    /// <summary>The times of a day, in order.</summary>
    public ImmutableArray<TimeOnly> Times => _times;

    /// <summary>The first call after a moment. UTC.</summary>
    public DateTimeOffset Next(DateTimeOffset moment) => Around(moment).First(call => call > moment);

    /// <summary>The last call before a moment. UTC.</summary>
    public DateTimeOffset Previous(DateTimeOffset moment) => Around(moment).Last(call => call < moment);

    /// <summary>The calls after one moment up to another, in order. UTC.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until)
    {
        for (var call = Next(after); call <= until; call = Next(call)) yield return call;
    }

    /// <summary>Whether there is a call at just this moment.</summary>
    public bool IsCall(DateTimeOffset moment) => Around(moment).Contains(moment);

    // The day before, the day and the day after: enough, because there is a call every day. Two times that the clocks make one are one call.
    private ImmutableArray<DateTimeOffset> Around(DateTimeOffset moment)
    {
        var day = EnglandCalendar.DateOf(moment);
        return
        [
            .. new[] { -1, 0, 1 }
                .SelectMany(days => _times.Select(time => EnglandCalendar.Moment(day.AddDays(days).ToDateTime(time))))
                .Distinct().Order(),
        ];
    }
}

/// <summary>A call's name: the clock on the wall in England at its moment, such as <c>2026-11-27T1100</c>.</summary>
public static class CallId
{
    private const string Form = "yyyy-MM-dd'T'HHmm";
    private const int FirstYear = 2000;
    private const int LastYear = 2200;

    /// <summary>The name of the call at a moment.</summary>
    public static string Of(DateTimeOffset moment) => EnglandCalendar.Local(moment).ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The moment of a call. UTC.</summary>
    public static bool TryParse(string? id, out DateTimeOffset moment)
    {
        moment = default;
        if (!DateTime.TryParseExact(id, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)) return false;
        if (wall.Year is < FirstYear or > LastYear) return false;
        moment = EnglandCalendar.Moment(wall);
        return Of(moment) == id; // A time that the clocks skip names no call.
    }
}
