using Microsoft.Extensions.Logging;

namespace SystemFlow.GrainRuntime;

/// <summary>What the engine says of its grains.</summary>
internal sealed partial class GrainEngine
{
    public void LogOneWayFailed(string method, GrainAddress grain, Exception error) =>
        LogOneWayFailed(_logger, method, grain, error);

    public void LogTurnFailed(GrainAddress grain, Exception error) => LogTurnFailed(_logger, grain, error);

    public void LogDeactivationFailed(GrainAddress grain, Exception error) =>
        LogDeactivationFailed(_logger, grain, error);

    public void CountTimerError(GrainAddress grain, Exception error)
    {
        Meters.TimerErrors.Add(1);
        LogTimerFailed(_logger, grain, error);
    }

    public void LogObserverFailing(string method, ObserverQueue observer, Exception error) =>
        LogObserverFailing(_logger, method, observer, error);

    public void LogObserverRecovered(ObserverQueue observer) => LogObserverRecovered(_logger, observer);

    [LoggerMessage(LogLevel.Warning, "{Method} of {Grain} failed, and nobody waits for its answer.")]
    private static partial void LogOneWayFailed(ILogger logger, string method, GrainAddress grain, Exception error);

    [LoggerMessage(LogLevel.Error, "An async void method of {Grain} failed. Let it return a task.")]
    private static partial void LogTurnFailed(ILogger logger, GrainAddress grain, Exception error);

    [LoggerMessage(LogLevel.Warning, "{Grain} failed while it was ended. It is gone all the same.")]
    private static partial void LogDeactivationFailed(ILogger logger, GrainAddress grain, Exception error);

    [LoggerMessage(LogLevel.Warning, "A timer of {Grain} failed. It goes on.")]
    private static partial void LogTimerFailed(ILogger logger, GrainAddress grain, Exception error);

    [LoggerMessage(LogLevel.Warning, "{Method} of {Observer} failed. The next failures in a row are only counted.")]
    private static partial void LogObserverFailing(
        ILogger logger, string method, ObserverQueue observer, Exception error);

    [LoggerMessage(LogLevel.Information, "{Observer} works again.")]
    private static partial void LogObserverRecovered(ILogger logger, ObserverQueue observer);

    [LoggerMessage(LogLevel.Warning,
        "{Count} grains had not ended when the host's time was up, {First} among them. They are abandoned.")]
    private static partial void LogAbandoned(ILogger logger, int count, GrainAddress? first);
}
