using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Backtests;

/// <summary>
/// Lives through a stretch of the past with rules that are not in force, and tells what they would have said. Places are
/// worked out and alerts stepped by the same functions as live; nobody acknowledges, and there is no ladder.
/// </summary>
public sealed class Backtest(Footprint footprint, MetricDictionary dictionary)
{
    private const int LooksPerReport = 64;

    // The quickest feeds send every five minutes, each at its own second; a look at each costs much and tells nothing new.
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(5);

    /// <summary>Runs to the end of the terms.</summary>
    /// <param name="readings">
    /// In order of <see cref="Reading.PeriodEnd"/>, which is also when each is taken to have arrived; those of five
    /// minutes are looked at together, at the last one's moment. Of other places than the terms', ignored.
    /// </param>
    /// <param name="progress">Told the share of the time lived through, 0 to 1.</param>
    /// <exception cref="ArgumentException">The terms' stretch is empty or longer than <see cref="BacktestTerms.Longest"/>.</exception>
    public async Task<BacktestReport> RunAsync(
        BacktestTerms terms, IAsyncEnumerable<Reading> readings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (terms.To <= terms.From) throw new ArgumentException("The end must be after the beginning.", nameof(terms));
        if (terms.To - terms.From > BacktestTerms.Longest)
        {
            throw new ArgumentException($"At most {BacktestTerms.Longest.Days} days can be tried at once.", nameof(terms));
        }

        var course = new BacktestCourse(footprint, dictionary, terms);
        var looks = 0;
        await foreach (var reading in readings.WithCancellation(cancellationToken))
        {
            if (reading.PeriodEnd >= terms.To || course.IsCut) break;
            if (reading.PeriodEnd - course.Now >= Together)
            {
                course.LiveTo(reading.PeriodEnd, cancellationToken);
                if (looks++ % LooksPerReport == 0) progress?.Report(Share(reading.PeriodEnd, terms));
            }

            course.Take(reading);
        }

        course.LiveTo(terms.To, cancellationToken);
        progress?.Report(1);
        return course.Report();
    }

    private static double Share(DateTimeOffset moment, BacktestTerms terms) =>
        Math.Clamp((moment - terms.From) / (terms.To - terms.From), 0, 1);
}
