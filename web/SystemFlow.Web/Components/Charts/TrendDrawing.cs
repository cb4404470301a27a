using System.Collections.Immutable;
using SystemFlow.Domain.Charts;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Charts;

/// <summary>A chart as the browser is told to draw it: the rows of a view, and nothing that is not in them.</summary>
/// <param name="Times">Milliseconds since 1970 of each point.</param>
/// <param name="IsStepped">Whether each point stands for the step that follows it.</param>
/// <param name="Marks">Of each point the kind of variation, in lower case; null where none is worked out.</param>
/// <param name="MarkNames">The kinds that there are, as a legend says.</param>
internal sealed record TrendDrawing(
    ImmutableArray<long> Times, ImmutableArray<TrendStroke> Strokes, ImmutableArray<string?>? Marks, ImmutableArray<TrendMark> MarkNames,
    string Unit, string Step, bool IsStepped, string Title, string Subtitle, string Note, string FileName)
{
    /// <summary>The strokes of a view, in the order in which they are drawn.</summary>
    public static TrendDrawing Of(TrendView view, string note)
    {
        var question = view.Question;
        return new(
            [.. view.Rows.Select(row => row.At.ToUnixTimeMilliseconds())],
            [.. StrokesOf(view).Where(stroke => stroke.Values.Any(value => value is not null))],
            view.Spc?.Points.Select(point => point.Value is null ? null : KindOf(point.Variation)).ToImmutableArray(),
            [.. KindsOf(view).Select(kind => new TrendMark(KindOf(kind.Variation), kind.Name))],
            question.Metric.Unit.ToString(), question.Span is TrendSpan.All ? "month" : question.Span is TrendSpan.Day ? "time" : "day",
            !question.IsDaily && question.Span is not TrendSpan.All,
            $"{question.Metric.Name}, {question.Place.ShortName}", $"{FigureText.Of(question.Metric.Unit)}, {TrendText.Range(question, view.At)}",
            note, $"{TrendCsv.Name(question)}.png");
    }

    /// <summary>The kinds of variation that a view shows, as its legend says.</summary>
    public static IEnumerable<(Variation Variation, string Name)> KindsOf(TrendView view) => view.Spc is not { } spc ? []
        : new[]
        {
            (Variation.CommonCause, "Ordinary variation"), (Variation.Improvement, "Special cause: improvement"),
            (Variation.Concern, "Special cause: concern"), (Variation.Neutral, "Special cause: neither better nor worse"),
        }.Where(kind => spc.Points.Any(point => point.Value is not null && point.Variation == kind.Item1));

    private static string KindOf(Variation variation) => variation.ToString().ToLowerInvariant();

    private static IEnumerable<TrendStroke> StrokesOf(TrendView view)
    {
        ImmutableArray<double?> Of(Func<TrendRow, double?> value) => [.. view.Rows.Select(value)];
        yield return new("value", view.Question.Place.ShortName, Of(row => row.Value));
        if (view.Question.With is not Comparison.None) yield return new("earlier", TrendText.With(view.Question), Of(row => row.Earlier));
        if (view.Trajectory is { } trajectory) yield return new("plan", trajectory.Name, Of(row => row.Plan));
        if (view.Target is { } target) yield return new("target", SpcText.Of(target, view), Of(row => row.Target));
        if (view.Limits is not var (mean, lower, upper)) yield break;
        yield return new("mean", "Mean", Of(_ => mean));
        yield return new("limit", "Upper limit", Of(_ => upper));
        yield return new("limit", "Lower limit", Of(_ => lower));
    }
}

/// <summary>A kind of point in a chart.</summary>
/// <param name="Kind">A kind of variation, in lower case.</param>
/// <param name="Name">As the legend says.</param>
internal sealed record TrendMark(string Kind, string Name);

/// <summary>One line of a chart.</summary>
/// <param name="Kind">How it is drawn: value, earlier, plan, target, mean or limit.</param>
/// <param name="Name">As its legend says.</param>
internal sealed record TrendStroke(string Kind, string Name, ImmutableArray<double?> Values);
