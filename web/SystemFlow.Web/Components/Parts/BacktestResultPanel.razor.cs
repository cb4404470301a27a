using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Backtests;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What a back-test found: numbers beside those in force, the course of levels and alerts, each episode.</summary>
public sealed partial class BacktestResultPanel(Footprint footprint, MetricDictionary dictionary)
{
    private const int MostRows = 200;
    private const int MostPlaces = 12;

    /// <summary>What was found.</summary>
    [Parameter, EditorRequired]
    public required BacktestReport Report { get; set; }

    /// <summary>The rules in force, for their names.</summary>
    [Parameter, EditorRequired]
    public required AlertRuleSet Rules { get; set; }

    /// <summary>The one rule that is of interest; null for all.</summary>
    [Parameter]
    public string? OnlyRule { get; set; }

    private ImmutableArray<BacktestResult> Results => Report.InForce is { } inForce ? [Report.Candidate, inForce] : [Report.Candidate];

    private bool HasFalls => Report.Events.Any(happened => happened.Kind is ReferenceKind.FourHourDrop);

    private ImmutableArray<(string Title, Func<BacktestScore, string> Words)> Measures =>
    [
        ("Fired", score => BacktestWords.WithAWeek(score.Fired, Report)),
        ("Early", score => FigureText.Number(score.Early)),
        ("False alarms", score => BacktestWords.WithAWeek(score.False, Report)),
        ("Level rises warned of", score => BacktestWords.Warned(score.Levels)),
        ("Median lead", score => BacktestWords.Span(score.Levels.MedianLead)),
        .. HasFalls ? FallMeasures : [],
    ];

    private static (string Title, Func<BacktestScore, string> Words)[] FallMeasures =>
    [
        ("4-hour falls warned of", score => BacktestWords.Warned(score.FourHour)),
        ("Median lead", score => BacktestWords.Span(score.FourHour.MedianLead)),
    ];

    // First how a place fares with all of its rules, then each rule.
    private List<BacktestPair> Pairs =>
    [
        .. Report.Compared().Where(pair => OnlyRule is null || (pair.Candidate ?? pair.InForce)!.Rule == OnlyRule)
            .Select(pair => new BacktestPair((pair.Candidate ?? pair.InForce)!, Report.InForce is null ? [pair.Candidate] : [pair.Candidate, pair.InForce]))
            .OrderByDescending(pair => pair.Either.Rule is BacktestScore.Together),
    ];

    private List<(BacktestEpisode Episode, string Rules)> Episodes =>
    [
        .. Results.SelectMany(result => result.Episodes.Where(IsShown).Select(episode => (Episode: episode, Rules: result.Name)))
            .OrderByDescending(row => row.Episode.FiredAt),
    ];

    private IEnumerable<BacktestStrip> Strips => footprint.Places
        .Where(place => Report.Events.Any(e => e.Place == place.Code)
            || Results.Any(result => result.Episodes.Any(episode => episode.Place == place.Code && IsShown(episode))))
        .Take(MostPlaces).Select(place => new BacktestStrip(Report, place, IsShown));

    private bool IsShown(BacktestEpisode episode) => OnlyRule is null || episode.Rule == OnlyRule;

    private string RuleName(string code) => Pairs.Find(pair => pair.Either.Rule == code)?.Either.Name
        ?? Rules.Rules.FirstOrDefault(rule => rule.Code == code)?.Name ?? code;

    private string PlaceName(PlaceCode place) => footprint.Find(place).ShortName;

    private string Peak(BacktestEpisode episode)
    {
        if (episode.Peak is not { } peak) return "None";
        return Rules.Rules.FirstOrDefault(rule => rule.Code == episode.Rule)?.All[0] switch
        {
            { Kind: ConditionKind.Level } => $"OPEL {peak:0}",
            { Metric: { } metric } => FigureText.Of(peak, dictionary[metric].Unit),
            _ => FigureText.Score(peak),
        };
    }

    private static string Value(ReferenceEvent happened) =>
        happened.Kind is ReferenceKind.FourHourDrop ? FigureText.Of(happened.Value, Unit.Percent) : $"OPEL {happened.Value:0}";
}

/// <summary>One rule at one place: what was tried first, then what is in force; null where the rule is not in the set.</summary>
internal sealed record BacktestPair(BacktestScore Either, ImmutableArray<BacktestScore?> Scores);
