using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Components.Words;

/// <summary>A declared level in words, always beside the calculated one.</summary>
internal static class DeclaredText
{
    /// <summary><c>Declared OPEL 2 until 6pm</c>.</summary>
    public static string Short(DeclaredLevel declared) => $"Declared {LevelText.Of(declared.Level)} until {Until(declared)}";

    /// <summary><c>Calculated OPEL 3, declared OPEL 2 until 6pm. They differ.</c></summary>
    public static string Beside(OpelLevel? calculated, DeclaredLevel declared) =>
        $"Calculated {Calculated(calculated)}, declared {LevelText.Of(declared.Level)} until {Until(declared)}. {Comparison(calculated, declared)}";

    /// <summary>Whether they say different things. What is not known does not differ.</summary>
    public static bool Differs(OpelLevel? calculated, DeclaredLevel declared) => calculated is { } known && known != declared.Level;

    /// <summary><c>They differ.</c></summary>
    public static string Comparison(OpelLevel? calculated, DeclaredLevel declared) =>
        calculated is null ? "Too little is known to compare."
        : Differs(calculated, declared) ? "They differ."
        : "They agree.";

    /// <summary>When it ends by itself: <c>6pm</c>, <c>6pm tomorrow</c>. It never holds longer than a day.</summary>
    public static string Until(DeclaredLevel declared)
    {
        var clock = UkTime.Clock(declared.Until);
        return clock == "midnight" || UkTime.Date(declared.Until) == UkTime.Date(declared.At)
            ? clock
            : $"{clock} on {UkTime.Date(declared.Until)}";
    }

    private static string Calculated(OpelLevel? level) => level is null ? "not known" : LevelText.Of(level);
}
