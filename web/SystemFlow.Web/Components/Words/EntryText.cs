using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Entry;

namespace SystemFlow.Web.Components.Words;

/// <summary>Figures by hand, in words.</summary>
internal static class EntryText
{
    /// <summary><c>Today at 9:10am</c>, <c>Yesterday at 9:10am</c>, <c>3 January 2026 at 9:10am</c>.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now) =>
        UkTime.Date(at) == UkTime.Date(now) ? $"Today at {UkTime.Clock(at)}"
        : UkTime.Date(at) == UkTime.Date(now.AddDays(-1)) ? $"Yesterday at {UkTime.Clock(at)}"
        : UkTime.DateAndClock(at);

    /// <summary>The newest value that was sent, with its moment, for who enters the next; null where there is none.</summary>
    public static string? LastOf(Figure? figure, DateTimeOffset now) =>
        ValueOf(figure) is not { } value ? null
        : $"{When(figure!.Reading.PeriodEnd, now)}: {FigureText.Number(value)}{(figure.Reading.Method is Method.Manual ? $", by {figure.Reading.Source}" : "")}";

    /// <summary>The newest value that the place sent itself; null where there is none.</summary>
    public static double? ValueOf(Figure? figure) =>
        figure is { Coverage: null, Reading: { Source: not (Figure.Derived or Figure.RolledUp), Value: { } value } } ? value : null;

    /// <summary>What a feed sends of a group, for who is about to enter it by hand; null where no feed has ever sent it.</summary>
    public static (bool IsArriving, string Words)? FeedOf(PlaceState state, string group, MetricDictionary dictionary, DateTimeOffset now)
    {
        var newest = state.Figures.Values
            .Where(figure => ValueOf(figure) is not null && figure.Reading.Method is not Method.Manual && dictionary[figure.Reading.Metric.Metric].Group == group)
            .OrderByDescending(figure => figure.Reading.PeriodEnd).FirstOrDefault();
        if (newest is null) return null;
        var age = AgeText.Ago(now - newest.Reading.PeriodEnd);
        var metric = dictionary[newest.Reading.Metric.Metric];
        return Cell.Freshness(newest, metric, now) is Freshness.Fresh
            ? (true, $"A live feed is arriving, newest {age}. What you enter stands until its next figure.")
            : (false, $"No feed is arriving: the last figure came {age}.");
    }

    /// <summary>A figure that was sent.</summary>
    public static string Of(TypedLine line) => line.Absent switch
    {
        null => line.Text,
        Absent.NotApplicable => "Closed, or does not apply",
        _ => "Taken back: not known",
    };

    /// <summary><c>4 figures</c>, <c>1 figure</c>.</summary>
    public static string Figures(int count) => count == 1 ? "1 figure" : $"{FigureText.Number(count)} figures";
}
