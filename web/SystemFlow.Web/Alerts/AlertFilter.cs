using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Alerts;

/// <summary>What the list of alerts is narrowed to, as its address says. What an address does not know is as if it were not there.</summary>
/// <param name="Place">A place with all under it; null for everywhere.</param>
/// <param name="Least">The least urgent that is shown; null for all.</param>
/// <param name="Phase">One of <see cref="Phases"/>; null for what somebody has to do something about.</param>
public sealed record AlertFilter(Place? Place, Severity? Least, string? Phase)
{
    /// <summary>Every phase to choose from: as it stands in the address, and in words.</summary>
    public static ImmutableArray<(string Code, string Words)> Phases { get; } =
    [
        ("unanswered", "Unanswered"), ("taken-on", "Taken on"), ("put-off", "Put off"), ("pending", "Pending"),
        ("planned", "Planned"), ("over", "Over in 24 h"),
    ];

    /// <summary>From an address.</summary>
    public static AlertFilter Of(Footprint footprint, string? place, string? severity, string? phase) => new(
        footprint.TryFind(place, out var found) && found.Parent is not null ? found : null,
        Enum.TryParse<Severity>(severity, ignoreCase: true, out var least) && Enum.IsDefined(least) && least > Severity.Notice ? least : null,
        Phases.Any(known => known.Code == phase) ? phase : null);

    /// <summary>The phase that an alert is in; null for none of them.</summary>
    public static string? PhaseOf(AlertState alert, bool isOver) => isOver ? "over" : alert.Phase switch
    {
        AlertPhase.Firing => "unanswered",
        AlertPhase.Acknowledged => "taken-on",
        AlertPhase.Snoozed => "put-off",
        AlertPhase.Pending => "pending",
        AlertPhase.Planned => "planned",
        _ => null,
    };

    /// <summary>The open ones of these: unanswered before answered, the most urgent first, then the oldest.</summary>
    public static ImmutableArray<AlertState> Open(IEnumerable<AlertState> alerts) =>
    [
        .. alerts.Where(alert => alert.IsOpen)
            .OrderBy(alert => alert.Phase is not AlertPhase.Firing).ThenByDescending(alert => alert.Severity).ThenBy(alert => alert.FiredAt),
    ];

    /// <summary>The address of this view on a page.</summary>
    public string On(string page)
    {
        string?[] terms =
        [
            Place is null ? null : $"place={Place.Code}",
            Least is null ? null : $"severity={Least.ToString()!.ToLowerInvariant()}",
            Phase is null ? null : $"phase={Phase}",
        ];
        var query = string.Join('&', terms.OfType<string>());
        return query.Length > 0 ? $"{page}?{query}" : page;
    }

    /// <summary>Whether an alert is at a place that is shown, and urgent enough.</summary>
    public bool Covers(Footprint footprint, AlertState alert) =>
        (Least is not { } least || alert.Severity >= least) && (Place is null || IsUnder(footprint, alert.Place, Place.Code));

    /// <summary>Whether a place is another, or belongs to it.</summary>
    public static bool IsUnder(Footprint footprint, PlaceCode place, PlaceCode above)
    {
        for (var at = footprint.Find(place); ; at = footprint.Find(at.Parent.Value))
        {
            if (at.Code == above) return true;
            if (at.Parent is null) return false;
        }
    }
}
