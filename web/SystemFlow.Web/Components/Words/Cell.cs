using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>A figure as a table or tile shows it.</summary>
/// <param name="Text">The value with its unit where it is not plain, or "No data". Never blank, a dash or 0 for want of data.</param>
/// <param name="Note">What a reader must know before acting on it: its age when it is old, how many it covers when some are missing.</param>
/// <param name="Style">Class names.</param>
internal readonly record struct Cell(string Text, string? Note, string Style)
{
    private static readonly Cell None = new("No data", null, "flow-num flow-none");

    /// <summary>The place has no such thing.</summary>
    public static Cell NotApplicable { get; } = new("Not applicable", null, "flow-num flow-none flow-na");

    /// <summary>How a figure is shown at a moment.</summary>
    public static Cell Of(Figure? figure, Metric metric, DateTimeOffset now)
    {
        if (figure?.Reading.Value is not { } value) return WithoutValue(figure);
        var text = FigureText.Of(value, metric.Unit);
        var age = now - figure.Reading.PeriodEnd;
        return Freshness(figure, metric, now) switch
        {
            Domain.Readings.Freshness.Silent => new(text, $"{AgeText.Of(age)} old", "flow-num flow-stale"),
            Domain.Readings.Freshness.Late => new(text, $"Late: {AgeText.Of(age)}", "flow-num flow-late"),
            _ => new(text, Missing(figure), "flow-num"),
        };
    }

    /// <summary>How fresh a figure is now: it has aged since its state was made.</summary>
    public static Freshness Freshness(Figure? figure, Metric metric, DateTimeOffset now)
    {
        if (figure?.Reading.Value is null) return Domain.Readings.Freshness.NeverSeen;
        var today = FreshnessRule.At(figure.Reading, metric, now);
        return figure.Freshness > today ? figure.Freshness : today;
    }

    private static Cell WithoutValue(Figure? figure) => figure?.Reading.Absent switch
    {
        null or Absent.Unknown => None with { Note = Missing(figure) },
        Absent.NotApplicable => NotApplicable,
        { } absent => None with { Note = FigureText.Of(absent) },
    };

    private static string? Missing(Figure? figure) =>
        figure?.Coverage is { IsComplete: false } coverage ? FigureText.Of(coverage) : null;
}
