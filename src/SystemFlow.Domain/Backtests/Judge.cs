using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Backtests;

/// <summary>Holds what was said against what happened.</summary>
internal sealed class Judge(
    DateTimeOffset to, TimeSpan window, ImmutableArray<ReferenceEvent> events, ImmutableArray<LevelChange> levels)
{
    private readonly ILookup<PlaceCode, ReferenceEvent> _events = events.ToLookup(e => e.Place);
    private readonly ILookup<PlaceCode, LevelChange> _levels = levels.ToLookup(change => change.Place);

    public BacktestResult ResultOf(BacktestRules rules, AlertLife life)
    {
        ImmutableArray<BacktestEpisode> episodes = [.. life.Episodes.Select(Judged)];
        var byPair = episodes.ToLookup(episode => (episode.Rule, episode.Place));
        return new BacktestResult(rules.Name, episodes,
        [
            .. life.Known.OrderBy(pair => rules.Alerts.Rules.IndexOf(pair.Rule))
                .Select(pair => ScoreOf(pair.Rule, pair.Place, [.. byPair[(pair.Rule.Code, pair.Place.Code)]])),
        ]);
    }

    private BacktestEpisode Judged(BacktestEpisode episode)
    {
        var end = episode.FiredAt + window;
        var next = _events[episode.Place].FirstOrDefault(e => e.At > episode.FiredAt && e.At <= end);
        return next is not null ? episode with { Verdict = Verdict.Early, Lead = next.At - episode.FiredAt }
            : LevelAt(episode.Place, episode.FiredAt) >= OpelLevel.Three ? episode with { Verdict = Verdict.During }
            : episode with { Verdict = end > to ? Verdict.Undecided : Verdict.False };
    }

    private OpelLevel? LevelAt(PlaceCode place, DateTimeOffset moment) =>
        _levels[place].LastOrDefault(change => change.At <= moment)?.Level;

    private BacktestScore ScoreOf(AlertRule rule, Place place, List<BacktestEpisode> episodes)
    {
        var leads = new List<TimeSpan>();
        var (standing, misses) = (0, 0);
        foreach (var happened in _events[place.Code])
        {
            var before = episodes.Where(episode => episode.FiredAt < happened.At).ToList();
            if (before.Find(episode => episode.FiredAt >= happened.At - window) is { } first) leads.Add(happened.At - first.FiredAt);
            else if (before.Exists(episode => episode.ResolvedAt is not { } end || end > happened.At)) standing++;
            else misses++;
        }

        return new BacktestScore(
            rule.Code, rule.Name, place.Code, episodes.Count,
            episodes.Aggregate(TimeSpan.Zero, (sum, episode) => sum + ((episode.ResolvedAt ?? to) - episode.FiredAt)),
            Of(Verdict.Early), Of(Verdict.During), Of(Verdict.False), Of(Verdict.Undecided),
            leads.Count, standing, misses, Median(leads));

        int Of(Verdict verdict) => episodes.Count(episode => episode.Verdict == verdict);
    }

    private static TimeSpan? Median(List<TimeSpan> leads)
    {
        if (leads.Count == 0) return null;
        leads.Sort();
        return (leads[(leads.Count - 1) / 2] + leads[leads.Count / 2]) / 2;
    }
}
