using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Backtests;

public sealed class LiveSteppingTests
{
    private const int Hours = 240;

    private static readonly MetricDictionary Dictionary = MetricDictionary.Standard;
    private static readonly Footprint Footprint = Footprint.HertfordshireWestEssex;

    // Slow and quick rules, one that looks at a change, and readings with gaps that are long enough to be silent.
    private static readonly AlertRule[] Rules =
    [
        Past.Crowded,
        Past.Crowded with { Code = "slow", Hold = TimeSpan.FromMinutes(95), ClearHold = TimeSpan.FromMinutes(200) },
        Past.Crowded with
        {
            Code = "worse",
            All = [new Condition(ConditionKind.Change, Past.InDepartment, Raise: 40, Clear: 10) { Over = TimeSpan.FromHours(6) }],
        },
    ];

    [Fact]
    public async Task Episodes_AreThoseOfAPlaceThatIsSteppedEveryMinute()
    {
        var past = Past.Of(
            Hours, hour => hour % 37 is > 20 and < 27 ? null : 90 + (60 * Math.Sin(hour / 5.0)), hour => 90 + (8 * Math.Sin(hour / 9.0)));

        var report = await Past.RunAsync(Past.Terms(Hours, Rules), past);

        var tried = report.Candidate.Episodes.Select(episode => (episode.Rule, episode.FiredAt, episode.ResolvedAt, episode.Words));
        Assert.True(report.Candidate.Episodes.Length > 10);
        Assert.Equal(Live(past).Order(), tried.Order());
    }

    private static List<(string Rule, DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt, string Words)> Live(ImmutableArray<Reading> past)
    {
        var (place, set) = (Footprint.Find(A.Lister), Past.Rules("Live", Rules).Alerts);
        var (watch, states) = (new AlertWatch(Dictionary, Footprint), new StateRules(Footprint, Dictionary, Past.Levels));
        var (recent, alerts) = (new RecentFigures(), new Dictionary<string, AlertState>());
        var episodes = new List<(string Rule, DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt, string Words)>();
        var own = OwnReadings.None;
        var sent = past.ToLookup(reading => reading.PeriodEnd);
        for (var now = Past.At(0); now < Past.At(Hours); now = now.AddMinutes(1))
        {
            own = sent[now].Aggregate(own, (newest, reading) => newest.With(reading));
            var state = states.StateOf(place, own, [], now);
            recent.Note(state, set);
            foreach (var step in watch.Step(set, place, alerts, state, recent, _ => new StepTerms(now, [])))
            {
                alerts[step.State.Rule] = step.State;
                foreach (var told in step.Events) Keep(episodes, step.State.Rule, told);
            }
        }

        return episodes;
    }

    private static void Keep(
        List<(string Rule, DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt, string Words)> episodes, string rule, AlertEvent told)
    {
        if (told.Kind is AlertEventKind.Fired) episodes.Add((rule, told.At, null, told.Words));
        if (told.Kind is not AlertEventKind.Resolved) return;
        var open = episodes.FindIndex(episode => episode.Rule == rule && episode.ResolvedAt is null);
        episodes[open] = episodes[open] with { ResolvedAt = told.At };
    }
}
