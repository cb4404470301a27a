using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Simulated;
using SystemFlow.Operations.Nodes;
using SystemFlow.Series;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Hosting;

/// <summary>Feeds the system with simulated life, through the same intake as any partner, and says so on every page.</summary>
internal sealed class SimulatorFeed(
    Footprint footprint, MetricDictionary metrics, ISeriesStore store, IntakeDesk desk, RunMode mode,
    IOptions<SimulatorOptions> options, IDuties duties, TimeProvider time) : DutyService(duties)
{
    /// <summary>Says on this node's pages, too, where the figures come from, whichever node feeds them.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        mode.Say(RunKind.Simulated, "Simulated data");
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken stopped)
    {
        var simulator = new Simulator(footprint, metrics, options.Value.Seed, time);
        var from = await LastStoredAsync(stopped) ?? time.GetUtcNow() - Simulator.LongestHistory;
        await simulator.RunAsync(desk.TakeUntilKeptAsync, from, stopped);
    }

    private async Task<DateTimeOffset?> LastStoredAsync(CancellationToken cancellationToken)
    {
        var hospital = footprint.Places.First(place => place.Kind is PlaceKind.Hospital);
        var moments = store.LatestAsync(hospital.Code, cancellationToken)
            .Where(reading => reading.Source == Simulator.Source).Select(reading => (DateTimeOffset?)reading.PeriodEnd);
        return await moments.MaxAsync(cancellationToken: cancellationToken);
    }
}
