namespace SystemFlow.Web.Editions;

/// <summary>When editions are composed. Section <c>Editions</c>.</summary>
public sealed class EditionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Editions";

    /// <summary>
    /// When the daily dashboard is composed, by the clock on the wall in England, and a board pack on the first morning after its period.
    /// Default 08:30.
    /// </summary>
    public TimeOnly DailyAt { get; init; } = new(8, 30);
}
