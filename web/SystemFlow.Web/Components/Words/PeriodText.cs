using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>The months that a published figure speaks of.</summary>
internal static class PeriodText
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary><c>March 2026</c>, or <c>January to March 2026</c>. A reading without a start speaks of its last month.</summary>
    public static string Of(Reading reading)
    {
        var last = EnglandCalendar.DateOf(reading.PeriodEnd.AddTicks(-1));
        var first = reading.PeriodStart is { } start ? EnglandCalendar.DateOf(start) : last;
        var until = last.ToString("MMMM yyyy", English);
        return (first.Year, first.Month) == (last.Year, last.Month) ? until
            : first.Year == last.Year ? $"{first.ToString("MMMM", English)} to {until}"
            : $"{first.ToString("MMMM yyyy", English)} to {until}";
    }
}
