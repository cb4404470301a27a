using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Series;

namespace SystemFlow.Grains;

/// <summary>What every place grain is made with.</summary>
internal sealed partial class PlaceGrainParts(
    Footprint footprint, MetricDictionary dictionary, IRuleBook book, AlertParts alerts, ISeriesStore store,
    TimeProvider time, ILogger<PlaceGrainParts> log)
{
    /// <summary>At most five states a second of one place reach a screen.</summary>
    public static readonly TimeSpan ScreenPace = TimeSpan.FromMilliseconds(200);

    /// <summary>In a flood, so many changes of one place are looked at between two states that reach a screen; more are looked at together with the next.</summary>
    public const int MostLooks = 200;

    /// <summary>However many members speak, their sums are worked out once a second.</summary>
    public static readonly TimeSpan RollUpPace = TimeSpan.FromSeconds(1);

    /// <summary>How often a silent place is looked at again, because a figure grows old without a message.</summary>
    public static readonly TimeSpan AgeEvery = TimeSpan.FromSeconds(10);

    /// <summary>A watcher is told for this long unless it renews.</summary>
    public static readonly TimeSpan WatchLasts = TimeSpan.FromMinutes(5);

    private volatile Scoring? _scoring;

    public Footprint Footprint => footprint;

    /// <summary>The rules in force: one set made anew when the book's changed, so that an edit scores at the next look.</summary>
    public StateRules Rules
    {
        get
        {
            var pressure = book.Current.Pressure;
            if (_scoring is { } scoring && ReferenceEquals(scoring.Pressure, pressure)) return scoring.Rules;
            var rules = new StateRules(footprint, dictionary, pressure);
            _scoring = new Scoring(pressure, rules);
            return rules;
        }
    }

    public AlertParts Alerts => alerts;

    public ISeriesStore Store => store;

    public TimeProvider Time => time;

    public ILogger Log => log;

    [LoggerMessage(1, LogLevel.Warning, "A message from {Place} to its parent or a member was lost; the next one makes it good.")]
    public static partial void LogLost(ILogger logger, object place, Exception error);

    [LoggerMessage(2, LogLevel.Error, "What became of {Place} cannot be recorded; it is tried again every ten seconds.")]
    public static partial void LogUnrecorded(ILogger logger, object place, Exception error);

    [LoggerMessage(3, LogLevel.Information, "What becomes of {Place} is recorded again.")]
    public static partial void LogRecordedAgain(ILogger logger, object place);

    [LoggerMessage(4, LogLevel.Warning, "The past of {Place} cannot be read; rules that compare with it wait until they have seen enough.")]
    public static partial void LogPastUnread(ILogger logger, object place, Exception error);

    private sealed record Scoring(PressureRules Pressure, StateRules Rules);
}

/// <summary>Registers what place grains are made with.</summary>
internal static class PlaceGrainPartsHosting
{
    public static IServiceCollection AddPlaceGrainParts(this IServiceCollection services) =>
        services.AddSingleton<AlertParts>().AddSingleton<PlaceGrainParts>();
}
