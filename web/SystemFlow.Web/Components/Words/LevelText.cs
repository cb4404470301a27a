using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Web.Components.Words;

/// <summary>A pressure in words. No level is "Not known", never the calm one.</summary>
internal static class LevelText
{
    /// <summary><c>OPEL 3</c>, or <c>Not known</c>.</summary>
    public static string Of(OpelLevel? level) => level is { } known ? $"OPEL {(int)known}" : "Not known";

    /// <summary>The style that goes with the words.</summary>
    public static string Tint(OpelLevel? level) => level switch
    {
        OpelLevel.One => "flow-level flow-level--1",
        OpelLevel.Two => "flow-level flow-level--2",
        OpelLevel.Three => "flow-level flow-level--3",
        OpelLevel.Four => "flow-level flow-level--4",
        _ => "flow-level flow-level--unknown",
    };

    /// <summary>
    /// <c>24 of 44 points</c>. Where the worst level counts there are no points: <c>Its worst measure is at OPEL 3</c>, and
    /// over several places <c>The mean of its members is OPEL 2.7</c>.
    /// </summary>
    public static string Score(Pressure pressure, PressureRules rules) =>
        pressure.Score is not { } score ? "Too little is known to score"
        : rules.Combine is not Combine.Worst ? $"{FigureText.Score(score)} of {FigureText.Score(rules.MostPoints)} points"
        : pressure.Parts.IsEmpty ? $"The mean of its members is OPEL {FigureText.Score(score)}"
        : $"Its worst measure is at OPEL {FigureText.Score(score)}";

    /// <summary>How far the score could be off because something is missing; null when nothing is, or nothing is known.</summary>
    public static string? Range(Pressure pressure, PressureRules rules)
    {
        if (pressure.Coverage.Expected == 0 || pressure.Highest - pressure.Lowest < 0.05) return null;
        var opel = rules.Combine is Combine.Worst ? "OPEL " : "";
        return $"Could be {opel}{FigureText.Score(pressure.Lowest)} to {opel}{FigureText.Score(pressure.Highest)}: something is missing";
    }

    /// <summary><c>2 of 3 hospitals known</c>, or for one place <c>7 of 8 measures known</c>.</summary>
    public static string Completeness(Pressure pressure, PlaceKind kind) => Completeness(pressure.Coverage, !pressure.Parts.IsEmpty, kind);

    /// <inheritdoc cref="Completeness(Pressure, PlaceKind)"/>
    public static string Completeness(Coverage coverage, bool isOfMeasures, PlaceKind kind)
    {
        if (coverage.Expected == 0) return "No data";
        var what = isOfMeasures ? "measures" : MembersOf(kind);
        return $"{coverage.Reporting} of {coverage.Expected} {(coverage.Expected == 1 ? what.TrimEnd('s') : what)} known";
    }

    private static string MembersOf(PlaceKind kind) => kind switch
    {
        PlaceKind.Footprint => "members",
        PlaceKind.Trust => "hospitals",
        PlaceKind.Locality => "bed bases",
        _ => "members",
    };
}
