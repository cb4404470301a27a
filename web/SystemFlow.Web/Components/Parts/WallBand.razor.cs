using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The worst alert that nobody has answered, on every screen of a wallboard. Its room is always kept.</summary>
public sealed partial class WallBand(Footprint footprint)
{
    private const int MostWords = 80;
    private const int MostOfStanding = 40;

    /// <summary>The open alerts, unanswered first, the most urgent first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<AlertState> Alerts { get; set; }

    /// <summary>What is owed.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Silence> Silences { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>The one board that the wallboard is for; null for the whole system.</summary>
    [Parameter]
    public Place? Board { get; set; }

    private string OfWhom => Board is null ? "of the whole system" : $"of {Board.ShortName} or of the whole system";

    private AlertState? Worst => Alerts.FirstOrDefault(IsWorst);

    private int More => Alerts.Count(IsWorst) - 1;

    // Silence is never health: no alert can come from what says nothing.
    private string? Quiet
    {
        get
        {
            var silent = Silences.Where(silence => silence.Freshness is Freshness.Silent or Freshness.NeverSeen).Select(silence => silence.Place).Distinct().Count();
            return silent == 0 ? null : $"{silent} {(silent == 1 ? "place is" : "places are")} silent with something, and could not raise one.";
        }
    }

    private static bool IsWorst(AlertState alert) => alert is { Severity: Severity.Critical, Phase: AlertPhase.Firing };
}
