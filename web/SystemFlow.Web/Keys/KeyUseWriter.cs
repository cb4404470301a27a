using SystemFlow.Operations.Keys;

namespace SystemFlow.Web.Keys;

/// <summary>Writes down when keys were last used, once a minute and at the end: no request waits for it.</summary>
internal sealed partial class KeyUseWriter(FeedKeys keys, TimeProvider time, ILogger<KeyUseWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Write();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Write();
    }

    private void Write()
    {
        try
        {
            keys.WriteUse();
        }
        catch (KeyException error)
        {
            LogNotWritten(logger, error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "When keys were last used could not be written down; it is tried again in a minute.")]
    private static partial void LogNotWritten(ILogger logger, Exception error);
}
