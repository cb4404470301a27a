using System.Globalization;

namespace SystemFlow.Web.Components.Words;

/// <summary>
/// Moments as people in England read them. In the hour that comes twice in October, each time says which it is.
/// </summary>
internal static class UkTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary><c>5:30pm</c>, <c>9am</c>, <c>midday</c>, <c>midnight</c>.</summary>
    public static string Clock(DateTimeOffset at)
    {
        var local = Local(at);
        var words = local switch
        {
            { Hour: 0, Minute: 0 } => "midnight",
            { Hour: 12, Minute: 0 } => "midday",
            { Minute: 0 } => local.ToString("htt", English).ToLowerInvariant(),
            _ => local.ToString("h:mmtt", English).ToLowerInvariant(),
        };
        return words + WhichOfTwo(local);
    }

    /// <summary><c>09:41:07</c>, for a clock that is watched.</summary>
    public static string ClockSeconds(DateTimeOffset at)
    {
        var local = Local(at);
        return local.ToString("HH:mm:ss", English) + WhichOfTwo(local);
    }

    /// <summary><c>6 August 2018</c>.</summary>
    public static string Date(DateTimeOffset at) => Local(at).ToString("d MMMM yyyy", English);

    /// <summary>A day as <c>5 January 2026</c>.</summary>
    public static string Date(DateOnly day) => day.ToString("d MMMM yyyy", English);

    /// <summary><c>6 August 2018 at 5:30pm</c>.</summary>
    public static string DateAndClock(DateTimeOffset at) => $"{Date(at)} at {Clock(at)}";

    /// <summary><c>Monday 6 August 2018</c>.</summary>
    public static string DayAndDate(DateTimeOffset at) => Local(at).ToString("dddd d MMMM yyyy", English);

    /// <summary>For a machine to read: ISO 8601 in UTC.</summary>
    public static string Machine(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", English);

    /// <summary>When a day begins in England. UTC.</summary>
    public static DateTimeOffset Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>A moment that a person typed as the clock on the wall has it. A time that comes twice is its first coming; one that is skipped is an hour on. UTC.</summary>
    public static DateTimeOffset Moment(DateTime typed)
    {
        var local = DateTime.SpecifyKind(typed, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(local)) local = local.AddHours(1);
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>
    /// The moment that a field with the clock on the wall means: the one that it was set from while it shows that, else what was typed. Of
    /// a typed time that comes twice and whose first coming is past, its second. UTC.
    /// </summary>
    public static DateTimeOffset? Moment(DateTime? wall, DateTimeOffset? setFrom, DateTimeOffset now)
    {
        if (wall is not { } typed) return null;
        if (setFrom is { } exact && Wall(exact) == typed) return exact;
        var first = Moment(typed);
        return IsTwice(first) && first <= now ? first.AddHours(1) : first;
    }

    /// <summary>The clock on the wall at a moment, for a field that a person types in.</summary>
    public static DateTime Wall(DateTimeOffset at) => DateTime.SpecifyKind(Local(at).DateTime, DateTimeKind.Unspecified);

    /// <summary>Whether its time on the clock comes twice, on the night in October.</summary>
    public static bool IsTwice(DateTimeOffset at) => Zone.IsAmbiguousTime(Local(at));

    private static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    private static string WhichOfTwo(DateTimeOffset local) =>
        !Zone.IsAmbiguousTime(local) ? "" : local.Offset == TimeSpan.Zero ? " GMT" : " BST";
}
