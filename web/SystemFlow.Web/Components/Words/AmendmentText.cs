using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>That a figure was amended, and what it was.</summary>
internal static class AmendmentText
{
    /// <summary><c>amended 9:40am, was 561</c>; with the date when it was not today. Null for a figure as first sent.</summary>
    public static string? Of(Reading reading, Unit unit, DateTimeOffset now) => reading switch
    {
        { AmendedAt: { } at } => $"amended {When(at, now)}, was {Was(reading.AmendedFrom, unit)}",
        { AmendedFrom: { } before } => $"amended, was {FigureText.Of(before, unit)}", // From before the moment was kept.
        _ => null,
    };

    /// <summary>A figure as it was; <c>not given</c> where there was none.</summary>
    public static string Was(double? value, Unit unit) => value is { } given ? FigureText.Of(given, unit) : "not given";

    private static string When(DateTimeOffset at, DateTimeOffset now) =>
        EnglandCalendar.DateOf(at) == EnglandCalendar.DateOf(now) ? UkTime.Clock(at) : UkTime.DateAndClock(at);
}
