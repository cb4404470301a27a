using System.Text.Json;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Saner;

/// <summary>What a measure score says beside its number. A bound, or a number in another unit, is not the metric's value.</summary>
internal static class SanerQuantity
{
    /// <summary>What is wrong with a score as a value of the metric; null when nothing is. A score without a unit is in the metric's.</summary>
    public static Refusal? Problem(int row, JsonElement score, Metric metric)
    {
        if (score.Text("comparator") is { } comparator)
        {
            return new Refusal(row, "comparator", Reasons.UnknownValue,
                $"'{Quote.Short(comparator)}' makes the score a bound. Send the number itself, or why there is none.");
        }

        // FHIR lets the code rule; the unit is then only how a person reads it.
        if ((score.Text("code") ?? score.Text("unit")) is not { } unit || IsOf(unit.Trim(), metric.Unit)) return null;
        return new Refusal(row, "unit", Reasons.UnknownValue,
            $"'{Quote.Short(unit)}' is not the unit of {metric.Code}. Send the score in {metric.Unit.ToString().ToLowerInvariant()}, with the code {CodeOf(metric.Unit)}.");
    }

    private static bool IsOf(string text, Unit unit) => text == CodeOf(unit) || Word(text) == Word($"{unit}") || unit switch
    {
        Unit.Minutes => Word(text) is "min",
        Unit.Percent => false,
        _ => IsAnnotation(text),
    };

    /// <summary>As UCUM writes it: whatever is counted is 1.</summary>
    private static string CodeOf(Unit unit) => unit switch
    {
        Unit.Minutes => "min",
        Unit.Percent => "%",
        _ => "1",
    };

    /// <summary>UCUM's remark on what is counted, which changes no number: <c>{beds}</c>.</summary>
    private static bool IsAnnotation(string text) => text is ['{', .. var inside, '}'] && !inside.AsSpan().ContainsAny('{', '}');

    /// <summary>One of it or many, as one word or two.</summary>
    private static string Word(string text) => new string([.. text.Where(char.IsAsciiLetter)]).ToLowerInvariant().TrimEnd('s');
}
