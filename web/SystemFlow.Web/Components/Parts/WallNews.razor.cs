using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Alerts now, what changed in the last hour and what is missing, as many of each as a wall has room for.</summary>
public sealed partial class WallNews(Footprint footprint)
{
    private const int AlertsShown = 4;
    private const int ChangesShown = 6;
    private const int LevelsShown = 3;
    private const int SilencesShown = 5;
    private const int WordsOfAnAlert = 80;
    private const int WordsOfASilence = 60;

    /// <summary>The open alerts, the most urgent first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<AlertState> Alerts { get; set; }

    /// <summary>Changes of level in the last hour, newest first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<LevelChange> Levels { get; set; }

    /// <summary>The biggest moves, the biggest first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Move> Moves { get; set; }

    /// <summary>What is owed, the worst first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Silence> Silences { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    private string NameOf(PlaceCode place) => footprint.Find(place).ShortName;

    private static string What(Silence silence) =>
        silence.Groups.IsEmpty ? "Everything" : string.Join(", ", silence.Groups.Select(MetricText.Group));

    private static string? More(int more, string one, string? many = null) =>
        more <= 0 ? null : $"and {more} more {(more == 1 ? one : many ?? one + "s")}";
}
