using System.Globalization;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Alerts;

/// <summary>What a place's figures say about a rule. A late figure counts; a silent one says nothing.</summary>
public sealed class EvidenceRules(MetricDictionary dictionary, Footprint footprint)
{
    /// <summary>The standing of all conditions together: raised when all are, clear when one is, unknown before between.</summary>
    public Evidence EvidenceOf(AlertRule rule, PlaceState state, RecentFigures recent, DateTimeOffset now)
    {
        var conditions = rule.ConditionsOn(EnglandCalendar.DateOf(now));
        var parts = conditions.Select(condition => EvidenceOf(condition, state, recent)).ToList();
        var standing = parts.TrueForAll(part => part.Standing is Standing.Raised) ? Standing.Raised
            : parts.Exists(part => part.Standing is Standing.Clear) ? Standing.Clear
            : parts.Exists(part => part.Standing is Standing.Unknown) ? Standing.Unknown
            : Standing.Between;
        return new Evidence(standing, parts[0].Value, string.Join("; ", parts.Select(part => part.Words)));
    }

    private Evidence EvidenceOf(Condition condition, PlaceState state, RecentFigures recent) => condition.Kind switch
    {
        ConditionKind.Threshold => OfThreshold(condition, dictionary[condition.Metric!.Value], state),
        ConditionKind.Change => OfChange(condition, dictionary[condition.Metric!.Value], state, recent),
        ConditionKind.Level => OfLevel(condition, state),
        _ => OfSilence(condition.Group!, state),
    };

    private static Evidence OfThreshold(Condition condition, Metric metric, PlaceState state)
    {
        if (state[metric.Code]?.Current is not { } value) return Nothing(metric);
        var isLower = IsLowerWorse(condition, metric);
        var raise = condition.Raise!.Value;
        var standing = Judge(isLower ? -value : value, isLower ? -raise : raise, isLower ? -condition.Clear : condition.Clear);
        var side = isLower ? "at or below" : "at or above";
        return new Evidence(standing, value, standing is Standing.Raised
            ? $"{metric.Name} {Text(value, metric)}, {side} {Text(raise, metric)}"
            : $"{metric.Name} {Text(value, metric)}");
    }

    private static Evidence OfChange(Condition condition, Metric metric, PlaceState state, RecentFigures recent)
    {
        if (state[metric.Code] is not { Current: { } value } figure) return Nothing(metric);
        var isLower = IsLowerWorse(condition, metric);
        var over = condition.Over!.Value;
        if (recent.Before(metric, figure.Reading.PeriodEnd, over, isLower) is not { } earlier)
        {
            return new Evidence(Standing.Unknown, value, $"{metric.Name}: nothing to compare with {Text(over)} ago");
        }

        var worse = isLower ? earlier - value : value - earlier;
        var standing = Judge(worse, condition.Raise!.Value, condition.Clear);
        return new Evidence(standing, value,
            $"{metric.Name} {Text(value, metric)}, {Text(Math.Abs(worse), metric)} {(worse >= 0 ? "worse" : "better")} within {Text(over)}");
    }

    private static Evidence OfLevel(Condition condition, PlaceState state) => state.Pressure.Level is { } level
        ? new Evidence(Judge((int)level, condition.Raise!.Value, condition.Clear), (int)level, $"Calculated level OPEL {(int)level}")
        : new Evidence(Standing.Unknown, null, "The level is not known");

    // Judged by the figures that are due most often: a median sent every hour must not hide that A&E went quiet. What has
    // never been heard of is not connected yet; the feeds page says so, and nobody is woken for it.
    private Evidence OfSilence(string group, PlaceState state)
    {
        if (!footprint.Find(state.Place).Expects.Contains(group)) return new Evidence(Standing.Clear, null, "Not expected here");
        var figures = state.Figures.Where(figure => dictionary.TryFind(figure.Key.Metric, out var metric) && metric.Group == group)
            .Select(figure => figure.Value)
            .Where(figure => figure.Reading.Source is not (Figure.Derived or Figure.RolledUp)).ToList();
        if (figures.Count == 0) return new Evidence(Standing.Unknown, null, "No figures have ever come");
        var often = figures.Min(CadenceOf);
        figures.RemoveAll(figure => CadenceOf(figure) > often);
        if (figures.Exists(figure => figure.Freshness is not Freshness.Silent)) return new Evidence(Standing.Clear, null, "Figures come");

        var last = EnglandCalendar.Local(figures.Max(figure => figure.Reading.PeriodEnd));
        return new Evidence(Standing.Raised, null, string.Create(CultureInfo.InvariantCulture, $"No figures since {last:d MMMM HH:mm}"));
    }

    private TimeSpan CadenceOf(Figure figure) => figure.Reading.Cadence ?? dictionary[figure.Reading.Metric.Metric].Cadence;

    // Higher is worse here, whatever the metric: the other way round is judged by its negative.
    private static Standing Judge(double value, double raise, double? clear) =>
        value >= raise ? Standing.Raised : value < (clear ?? raise) ? Standing.Clear : Standing.Between;

    private static bool IsLowerWorse(Condition condition, Metric metric) =>
        (condition.Worse ?? metric.Direction) is Direction.HigherIsBetter;

    private static Evidence Nothing(Metric metric) => new(Standing.Unknown, null, $"{metric.Name}: no current figure");

    private static string Text(double value, Metric metric) => metric.Unit switch
    {
        Unit.Percent => string.Create(CultureInfo.InvariantCulture, $"{value:0.#}%"),
        Unit.Minutes => string.Create(CultureInfo.InvariantCulture, $"{value:0} min"),
        Unit.Score => string.Create(CultureInfo.InvariantCulture, $"{value:0.#} points"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.#} {UnitOf(metric.Unit, value)}"),
    };

    private static string UnitOf(Unit unit, double value)
    {
        var many = unit is Unit.BedDays ? "bed days" : unit.ToString().ToLowerInvariant();
        return value == 1 ? many[..^1] : many;
    }

    private static string Text(TimeSpan span) => string.Create(
        CultureInfo.InvariantCulture, $"{(span.TotalHours >= 1 ? span.TotalHours : span.TotalMinutes):0.#} {(span.TotalHours >= 1 ? "h" : "min")}");
}
