using System.Globalization;
using System.Text.RegularExpressions;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Domain.Editions;

/// <summary>
/// When editions are due, by the clock on the wall in England, and how addresses name them. A time that the clocks skip in March is
/// the moment at which they do; one that comes twice in October is its first coming.
/// </summary>
public static partial class EditionTimes
{
    /// <summary>An edition is late when it is made so long after its time.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(5);

    /// <summary>The last moment, up to now, at which the clock showed a time. UTC.</summary>
    public static DateTimeOffset LastAt(TimeOnly at, DateTimeOffset now)
    {
        var today = EnglandCalendar.DateOf(now);
        var due = Moment(today, at);
        return due <= now ? due : Moment(today.AddDays(-1), at);
    }

    /// <summary>The next moment, after now, at which the clock shows a time. UTC.</summary>
    public static DateTimeOffset NextAt(TimeOnly at, DateTimeOffset now)
    {
        var today = EnglandCalendar.DateOf(now);
        var due = Moment(today, at);
        return due > now ? due : Moment(today.AddDays(1), at);
    }

    /// <summary>The same time on the day before, by the clock on the wall. UTC.</summary>
    public static DateTimeOffset DayBefore(DateTimeOffset at) => EnglandCalendar.Moment(EnglandCalendar.Local(at).DateTime.AddDays(-1));

    /// <summary>
    /// How an address names a moment: <c>2026-11-27T0830</c>, as the clock on the wall had it. The second coming of a time in October
    /// ends in <c>-gmt</c>.
    /// </summary>
    public static string IdOf(DateTimeOffset at)
    {
        var local = EnglandCalendar.Local(at);
        var name = local.ToString("yyyy-MM-dd'T'HHmm", CultureInfo.InvariantCulture);
        return EnglandCalendar.Moment(local.DateTime) == local.ToUniversalTime() ? name : $"{name}-gmt";
    }

    /// <summary>Whether a text is such a name.</summary>
    public static bool IsId(string? text) => text is not null && Form().IsMatch(text);

    private static DateTimeOffset Moment(DateOnly day, TimeOnly at) => EnglandCalendar.Moment(day.ToDateTime(at));

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d{4}(-gmt)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
