using SystemFlow.Operations.Accounts;

namespace SystemFlow.Web.SignIn;

/// <summary>Writes down when sessions were last used, once a minute and at the end: no request waits for it.</summary>
internal sealed partial class SessionSeenWriter(AccountBook book, ILogger<SessionSeenWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync();
    }

    private async Task WriteAsync()
    {
        try
        {
            await book.WriteSeenAsync();
        }
        catch (Exception error)
        {
            LogNotWritten(logger, error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "When sessions were last used could not be written down; it is tried again in a minute.")]
    private static partial void LogNotWritten(ILogger logger, Exception error);
}
