using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Rules;

namespace SystemFlow.Web.Components.Words;

/// <summary>Rules in words.</summary>
internal static class RuleText
{
    /// <summary>What rules of a kind are called.</summary>
    public static string NameOf(RuleKind kind) => kind switch
    {
        RuleKind.Pressure => "the rules of pressure",
        RuleKind.Alerts => "the alert rules",
        RuleKind.Rota => "the rota and its leads",
        RuleKind.ActionCards => "the action cards",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Every sentence of a message that lists faults, one by one.</summary>
    public static IEnumerable<string> FaultsIn(FormatException error) =>
        error.Message.Split(". ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(sentence => sentence.TrimEnd('.') + ".");

    /// <summary><c>Hospitals</c>.</summary>
    public static string Kind(PlaceKind kind) => kind switch
    {
        PlaceKind.Footprint => "Whole system",
        PlaceKind.Board => "Boards",
        PlaceKind.Trust => "Trusts",
        PlaceKind.Hospital => "Hospitals",
        PlaceKind.BedBase => "Bed bases",
        _ => "Localities",
    };

    /// <summary><c>%</c>, <c>minutes</c>, or nothing for a score.</summary>
    public static string UnitOf(Metric metric) => metric.Unit switch
    {
        Unit.Percent => "%",
        Unit.BedDays => "bed days",
        Unit.Score => "",
        _ => metric.Unit.ToString().ToLowerInvariant(),
    };

    /// <summary><c>at or above 92, 95, 98 % adds 2, 4, 6 points</c>.</summary>
    public static string Cuts(PressureParameter parameter, Combine combine, Metric metric)
    {
        var side = parameter.Worse is Direction.HigherIsBetter ? "Below" : "At or above";
        var adds = combine is Combine.Worst ? "OPEL" : "points:";
        return $"{side} {string.Join(" / ", parameter.Cuts.Select(FigureText.Score))} {UnitOf(metric)}, {adds} {string.Join(" / ", parameter.Points)}";
    }

    /// <summary>What a rule watches, in a sentence for each condition.</summary>
    public static string Condition(Condition condition, MetricDictionary dictionary)
    {
        if (condition.Kind is ConditionKind.Silence) return $"{MetricText.Group(condition.Group ?? "")} expected and silent";
        var raise = FigureText.Score(condition.Raise ?? 0);
        if (condition.Kind is ConditionKind.Level) return $"Calculated level OPEL {raise} or above";
        if (condition.Metric is not { } code || !dictionary.TryFind(code, out var metric)) return "An unknown measure";
        if (condition.Kind is ConditionKind.Change) return $"{metric.Name} worse by {raise} {UnitOf(metric)} within {Span(condition.Over ?? default)}";
        return $"{metric.Name} {(IsLowWorse(condition, metric) ? "at or below" : "at or above")} {raise} {UnitOf(metric)}".TrimEnd();
    }

    /// <summary>When a condition is over: <c>Below 93 %</c>.</summary>
    public static string Clear(Condition condition, MetricDictionary dictionary)
    {
        if (condition.Kind is ConditionKind.Silence) return "When figures come again";
        var clear = FigureText.Score(condition.Clear ?? condition.Raise ?? 0);
        if (condition.Kind is ConditionKind.Level) return $"Below OPEL {clear}";
        if (condition.Metric is not { } code || !dictionary.TryFind(code, out var metric)) return "";
        return $"{(condition.Kind is ConditionKind.Threshold && IsLowWorse(condition, metric) ? "Above" : "Below")} {clear} {UnitOf(metric)}".TrimEnd();
    }

    /// <summary><c>15 min</c>, <c>2 h</c>.</summary>
    public static string Span(TimeSpan span) =>
        span >= TimeSpan.FromHours(2) && span.Minutes == 0 ? $"{FigureText.Score(span.TotalHours)} h" : $"{FigureText.Score(span.TotalMinutes)} min";

    private static bool IsLowWorse(Condition condition, Metric metric) =>
        (condition.Worse ?? metric.Direction) is Direction.HigherIsBetter;
}
