using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Backtests;

/// <summary>Holds what was said against what happened.</summary>
internal sealed class Judge(
    DateTimeOffset from, DateTimeOffset to, TimeSpan window, ImmutableArray<ReferenceEvent> events, ImmutableArray<LevelChange> levels)
{
    private readonly ILookup<PlaceCode, ReferenceEvent> _events = events.ToLookup(e => e.Place);
    private readonly ILookup<PlaceCode, LevelChange> _levels = levels.ToLookup(change => change.Place);

    public BacktestResult ResultOf(BacktestRules rules, AlertLife life)
    {
        ImmutableArray<BacktestEpisode> episodes = [.. life.Episodes.Select(Judged)];
        var known = life.Known.OrderBy(pair => rules.Alerts.Rules.IndexOf(pair.Rule)).ToList();
        var byPair = episodes.ToLookup(episode => (episode.Rule, episode.Place));
        return new BacktestResult(rules.Name, episodes,
        [
            .. known.Select(pair => ScoreOf(pair.Rule.Code, pair.Rule.Name, pair.Place.Code, [.. byPair[(pair.Rule.Code, pair.Place.Code)]])),
            .. known.Where(pair => pair.Rule.All.All(condition => condition.Kind is not ConditionKind.Level))
                .GroupBy(pair => pair.Place.Code, pair => pair.Rule.Code).Where(place => place.Count() > 1)
                .Select(place => ScoreOf(
                    BacktestScore.Together, "All rules on figures together", place.Key,
                    [.. episodes.Where(episode => episode.Place == place.Key && place.Contains(episode.Rule))])),
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

    private BacktestScore ScoreOf(string rule, string name, PlaceCode place, List<BacktestEpisode> episodes)
    {
        var byKind = _events[place].ToLookup(happened => happened.Kind is ReferenceKind.FourHourDrop);
        return new BacktestScore(
            rule, name, place, episodes.Count, Covered(episodes.Select(episode => (episode.FiredAt, episode.ResolvedAt ?? to))),
            Of(Verdict.Early), Of(Verdict.During), Of(Verdict.False), Of(Verdict.Undecided),
            Forewarned(byKind[false], episodes), Forewarned(byKind[true], episodes),
            Covered(_events[place].Select(happened => (happened.At - window, happened.At))) / (to - from));

        int Of(Verdict verdict) => episodes.Count(episode => episode.Verdict == verdict);
    }

    private Forewarning Forewarned(IEnumerable<ReferenceEvent> events, List<BacktestEpisode> episodes)
    {
        var leads = new List<TimeSpan>();
        var (standing, misses) = (0, 0);
        foreach (var happened in events)
        {
            var before = episodes.Where(episode => episode.FiredAt < happened.At).ToList();
            if (before.Find(episode => episode.FiredAt >= happened.At - window) is { } first) leads.Add(happened.At - first.FiredAt);
            else if (before.Exists(episode => episode.ResolvedAt is not { } end || end > happened.At)) standing++;
            else misses++;
        }

        return new Forewarning([.. leads.Order()], standing, misses);
    }

    // How much of the time lies in stretches that may overlap; they come in order of their beginning.
    private TimeSpan Covered(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> stretches)
    {
        var (covered, reached) = (TimeSpan.Zero, from);
        foreach (var stretch in stretches)
        {
            var begins = stretch.From > reached ? stretch.From : reached;
            if (stretch.To <= begins) continue;
            covered += stretch.To - begins;
            reached = stretch.To;
        }

        return covered;
    }
}
