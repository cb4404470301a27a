using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SystemFlow.Series;

/// <summary>
/// Thins out what is old, soon after the start and then every hour. The host's clock decides what is old: in a replay the past's. What goes
/// wrong is said and tried again, and never ends the program: a record that keeps too much is still a record.
/// </summary>
internal sealed partial class RetentionService(
    ISeriesStore store, IThinningTurn turn, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    /// <summary>The program has other things to do while it starts.</summary>
    public static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>A disk that is full now may have room soon; this makes some.</summary>
    public static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            LogOff();
            return;
        }

        try
        {
            await turn.RunAsync(WorkAsync, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends. What is half thinned out is gone on with after its next start.
        }
    }

    private async Task WorkAsync(CancellationToken stopped)
    {
        for (var wait = AfterStart; ; wait = await ThinOutAsync(stopped)) await Task.Delay(wait, time, stopped);
    }

    /// <summary>One pass; gives how long to wait for the next.</summary>
    internal async Task<TimeSpan> ThinOutAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp(); // However fast the host's clock runs.
        try
        {
            var gone = await store.ThinOutAsync(options.Value.Terms, time.GetUtcNow(), cancellationToken);
            if (gone > 0) LogThinned(gone, options.Value.RawDays, options.Value.FiveMinuteDays, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            return Every;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(error, AfterTrouble.TotalMinutes);
            return AfterTrouble;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Thinned out: {Gone} readings that were older than {RawDays} days (one for each 5 minutes stays) or {FiveMinuteDays} days (one for each day stays), in {Seconds:0.0} s")]
    private partial void LogThinned(long gone, int rawDays, int fiveMinuteDays, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "Old readings could not be thinned out; that is tried again in {Minutes} minutes. Nothing is lost, the record keeps more than it must.")]
    private partial void LogFailed(Exception error, double minutes);

    [LoggerMessage(3, LogLevel.Information, "Series:Retention:Enabled is false: readings of every age stay as they came")]
    private partial void LogOff();
}
