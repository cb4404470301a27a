using System.Globalization;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Web.Components.Parts;

/// <summary>One place's course as bars on a line that is 1,000 long.</summary>
internal sealed class BacktestStrip(BacktestReport report, Place place, Func<BacktestEpisode, bool> isShown)
{
    private const double Length = 1_000, LeastWidth = 1.5;

    public Place Place => place;

    /// <summary>The level, stretch by stretch.</summary>
    public IEnumerable<(string X, string Width, string Style)> Levels
    {
        get
        {
            var changes = report.Levels.Where(change => change.Place == place.Code).ToList();
            for (var i = 0; i < changes.Count; i++)
            {
                var end = i + 1 < changes.Count ? changes[i + 1].At : report.To;
                yield return Bar(changes[i].At, end, $"flow-course__level--{(changes[i].Level is { } level ? (int)level : 0)}");
            }
        }
    }

    /// <summary>When a set of rules was in alarm here.</summary>
    public IEnumerable<(string X, string Width, string Style)> Alarms(BacktestResult result) => result.Episodes
        .Where(episode => episode.Place == place.Code && isShown(episode))
        .Select(episode => Bar(episode.FiredAt, episode.ResolvedAt ?? report.To, $"flow-course__alarm--{episode.Verdict.ToString().ToLowerInvariant()}"));

    /// <summary>In words, for those who cannot see it.</summary>
    public string Words(IReadOnlyCollection<BacktestResult> results)
    {
        var high = report.Levels.Where(change => change.Place == place.Code).Count(change => change.Level >= OpelLevel.Three);
        var alarms = results.Select(result => $"{result.Name}: {result.Episodes.Count(episode => episode.Place == place.Code && isShown(episode))} alarms");
        return $"{place.ShortName}: at OPEL 3 or 4 in {high} stretches. {string.Join(". ", alarms)}.";
    }

    private (string X, string Width, string Style) Bar(DateTimeOffset from, DateTimeOffset to, string style)
    {
        var x = Length * (from - report.From) / (report.To - report.From);
        var width = Math.Max(LeastWidth, Length * (to - from) / (report.To - report.From));
        return (Text(x), Text(width), style);
    }

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
