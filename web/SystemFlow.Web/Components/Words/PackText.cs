using System.Globalization;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>A call's pack in words. No figure is "No data", never 0.</summary>
internal static class PackText
{
    /// <summary>A value, or "No data".</summary>
    public static string Value(PackFigure figure) => figure.Value is { } value ? FigureText.Of(value, figure.Unit) : "No data";

    /// <summary>Its unit, its age and of how many organisations it is: <c>beds, 5 min ago, 6 of 7 organisations</c>.</summary>
    public static string Note(PackFigure figure, DateTimeOffset at)
    {
        if (figure is { Value: null, At: null }) return figure.Of is { Expected: 0 } ? "Nobody reports it" : $"Never received{Cover(figure.Of)}";
        var age = figure.At is { } of ? AgeText.Of(figure.Value is null ? Freshness.Silent : figure.Freshness, at - of) : "age not known";
        return $"{(HasUnit(figure.Unit) ? "" : $"{FigureText.Of(figure.Unit)}, ")}{age}{Cover(figure.Of)}{Over(figure)}";
    }

    /// <summary>Class names of a cell.</summary>
    public static string Style(PackFigure figure) => figure.Value is null ? "flow-num flow-none" : figure.Freshness is Freshness.Late ? "flow-num flow-late" : "flow-num";

    /// <summary><c>24 of 44 points</c>, or where the worst level counts <c>Worst measure at OPEL 3</c>.</summary>
    public static string Score(PackLevel level, PackBasis rules) => level.Score is not { } score ? "Too little is known to score"
        : !rules.IsWorst ? $"{FigureText.Score(score)} of {FigureText.Score(rules.MostPoints)} points"
        : level.Measures.IsEmpty ? $"Mean of members {FigureText.Score(score)}"
        : $"Worst measure at OPEL {FigureText.Score(score)}";

    /// <summary><c>7 of 9 measures, could be 12 to 30</c>.</summary>
    public static string Known(PackLevel level, PackBasis rules)
    {
        if (level.Known.Expected == 0) return "No data";
        var known = $"{level.Known.Reporting} of {level.Known.Expected} {(level.Measures.IsEmpty ? "members" : "measures")}";
        var isSure = level.Highest - level.Lowest < 0.05;
        return isSure ? known : $"{known}, could be {(rules.IsWorst ? "OPEL " : "")}{FigureText.Score(level.Lowest)} to {FigureText.Score(level.Highest)}";
    }

    /// <summary>The measures that score most, the first three: <c>Occupancy 97% (6 of 6)</c>. Null where none scores.</summary>
    public static string? Why(PackLevel level, PackBasis rules)
    {
        var calm = rules.IsWorst ? 1 : 0;
        var most = level.Measures.Where(measure => measure.Points > calm).OrderByDescending(measure => measure.Points).Take(3)
            .Select(measure => rules.IsWorst
                ? $"{measure.Name} {FigureText.Of(measure.Value!.Value, measure.Unit)} (OPEL {measure.Points})"
                : string.Create(CultureInfo.InvariantCulture, $"{measure.Name} {FigureText.Of(measure.Value!.Value, measure.Unit)} ({measure.Points} of {measure.MostPoints})"))
            .ToList();
        return most.Count == 0 ? null : string.Join(", ", most);
    }

    /// <summary>The level at the last call beside the one of now: <c>OPEL 2, up</c>.</summary>
    public static string Before(PackLevel level) => level.Before is not { } before ? "Not known"
        : LevelText.Of(before) + (level.Level is not { } now || now == before ? "" : now > before ? ", now higher" : ", now lower");

    /// <summary>How a declared level stands beside the calculated one; null where it agrees or cannot be compared.</summary>
    public static string? Differs(PackLevel level) => level.Differs switch
    {
        null or 0 => null,
        > 0 and var by => $"{Levels(by)} above the calculated one",
        var by => $"{Levels(-by.Value)} below the calculated one",
    };

    /// <summary><c>at or below 76%</c>.</summary>
    public static string Threshold(PackBreach breach) =>
        $"{(breach.IsLowerWorse ? "at or below" : "at or above")} {FigureText.Of(breach.Threshold, breach.Figure.Unit)}";

    /// <summary>How far its alert had come.</summary>
    public static string Alert(PackBreach breach, DateTimeOffset at) => breach switch
    {
        { Phase: null } => "No alert is open",
        { Phase: Domain.Alerts.AlertPhase.Acknowledged } => $"Taken on by {breach.By}{Open(breach, at)}",
        { Phase: Domain.Alerts.AlertPhase.Snoozed } => $"Put off by {breach.By}{Open(breach, at)}",
        _ => $"Nobody has answered{Open(breach, at)}",
    };

    /// <summary>What capacity it is.</summary>
    public static string Of(CapacityKind kind) => kind switch
    {
        CapacityKind.Acute => "Acute beds",
        CapacityKind.Community => "Community bed bases",
        CapacityKind.CareHomes => "Care homes",
        _ => "Virtual wards",
    };

    /// <summary>A move: <c>561 to 570 beds (+9)</c>.</summary>
    public static string Of(PackMove move) => string.Create(
        CultureInfo.InvariantCulture,
        $"{FigureText.Of(move.Before, move.Unit)} to {FigureText.Of(move.Now, move.Unit)}{(HasUnit(move.Unit) ? "" : $" {FigureText.Of(move.Unit)}")} ({move.Now - move.Before:+#,0.#;-#,0.#})");

    /// <summary>How many trusts are at OPEL 3 or 4, by calculation or as somebody declared, of those whose level is known either way.</summary>
    public static (int Pressed, int Known, int All) Pressed(CallPack pack)
    {
        var own = pack.Levels.Where(level => level.Kind is Domain.Places.PlaceKind.Trust && (level.Known.Expected > 0 || level.Declared is not null)).ToList();
        return (own.Count(level => level.Worse >= OpelLevel.Three), own.Count(level => level.Worse is not null), own.Count);
    }

    private static string Over(PackFigure figure) => figure.Over is { } over ? $"; elsewhere {FigureText.Of(over, figure.Unit)} more in use than open" : "";

    private static string Levels(int count) => count == 1 ? "1 level" : $"{count} levels";

    private static string Open(PackBreach breach, DateTimeOffset at) => breach.FiredAt is { } fired ? $", open for {AgeText.Of(at - fired)}" : "";

    private static bool HasUnit(Unit unit) => unit is Unit.Percent or Unit.Minutes;

    private static string Cover(Coverage? of) => of is { Expected: > 0 } coverage
        ? $", {coverage.Reporting} of {coverage.Expected} {(coverage.Expected == 1 ? "organisation" : "organisations")}" : "";
}
