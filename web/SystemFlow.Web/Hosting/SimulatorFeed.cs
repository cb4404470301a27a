using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Simulated;
using SystemFlow.Series;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Hosting;

/// <summary>Feeds the system with simulated life, through the same intake as any partner, and says so on every page.</summary>
internal sealed class SimulatorFeed(
    Footprint footprint, MetricDictionary metrics, ISeriesStore store, IntakeDesk desk, RunMode mode,
    IOptions<SimulatorOptions> options, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        mode.Say(RunKind.Simulated, "Simulated data");
        var simulator = new Simulator(footprint, metrics, options.Value.Seed, time);
        var from = await LastStoredAsync(stoppingToken) ?? time.GetUtcNow() - Simulator.LongestHistory;
        await simulator.RunAsync(desk.TakeUntilKeptAsync, from, stoppingToken);
    }

    private async Task<DateTimeOffset?> LastStoredAsync(CancellationToken cancellationToken)
    {
        var hospital = footprint.Places.First(place => place.Kind is PlaceKind.Hospital);
        var moments = store.LatestAsync(hospital.Code, cancellationToken)
            .Where(reading => reading.Source == Simulator.Source).Select(reading => (DateTimeOffset?)reading.PeriodEnd);
        return await moments.MaxAsync(cancellationToken: cancellationToken);
    }
}
