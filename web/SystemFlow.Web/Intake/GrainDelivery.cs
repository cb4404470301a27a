using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orleans;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Grains;
using SystemFlow.Series;

namespace SystemFlow.Web.Intake;

/// <summary>
/// Hands what the record has to the grains. Nobody waits for it, for the record is safe already: a place whose grain
/// could not take its readings is told to read the record again until it has.
/// </summary>
internal sealed partial class GrainDelivery(
    IGrainFactory grains, Footprint footprint, TimeProvider time, ILogger<GrainDelivery> logger) : BackgroundService
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<PlaceCode, int> _missed = new();

    /// <summary>Places whose grain has yet to catch up with the record.</summary>
    public int Behind => _missed.Count;

    /// <summary>Tells each place what changed there.</summary>
    public void Deliver(ImmutableArray<Appended> kept)
    {
        var changed = kept.Where(one => one.Outcome is not AppendOutcome.Duplicate).Select(one => one.Reading);
        foreach (var place in changed.GroupBy(reading => reading.Place)) _ = DeliverAsync(place.Key, [.. place]);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RetryEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await CatchUpAsync();
    }

    private async Task DeliverAsync(PlaceCode place, ImmutableArray<Reading> readings)
    {
        try
        {
            await grains.GetPlace(footprint.Find(place)).AcceptAsync(readings);
        }
        catch (Exception error)
        {
            if (_missed.TryAdd(place, 0)) LogMissed(logger, place, error);
        }
    }

    private async Task CatchUpAsync()
    {
        foreach (var place in _missed.Keys)
        {
            try
            {
                await grains.GetPlace(footprint.Find(place)).RereadAsync();
                if (_missed.TryRemove(place, out _)) LogCaughtUp(logger, place);
            }
            catch (Exception error)
            {
                LogStillMissing(logger, place, error);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Place} could not be told of readings that are on record; it will read the record again.")]
    private static partial void LogMissed(ILogger logger, PlaceCode place, Exception error);

    [LoggerMessage(2, LogLevel.Information, "{Place} has caught up with the record.")]
    private static partial void LogCaughtUp(ILogger logger, PlaceCode place);

    [LoggerMessage(3, LogLevel.Debug, "{Place} still cannot read the record.")]
    private static partial void LogStillMissing(ILogger logger, PlaceCode place, Exception error);
}
