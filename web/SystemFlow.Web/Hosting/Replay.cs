using System.Globalization;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Replay;
using SystemFlow.Grains.Hosting;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Intake;
using SystemFlow.Series;
using SystemFlow.Web.Intake;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Hosting;

/// <summary>
/// Lives through a stretch of the past again, in a record of its own. One that was broken off goes on where it was; one
/// that had come to its end begins again.
/// </summary>
internal static class Replay
{
    private const string Source = "replay";

    /// <summary>Does nothing unless <c>Replay:File</c> names a file.</summary>
    /// <exception cref="OptionsValidationException">The file cannot be replayed.</exception>
    public static async Task AddReplayAsync(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(ReplayOptions.Section).Get<ReplayOptions>() ?? new();
        if (options.File is not { Length: > 0 } path) return;
        // Its clock runs fast, and Orleans would give up by it what takes it a moment.
        if (GrainHosting.IsCluster) throw Wrong(path, "A replay runs on one machine: use the build with GrainRuntime=Embedded.");

        var footprint = builder.Configuration.Footprint();
        var file = await ReadAsync(path, footprint, PlaceOf(options, footprint));
        var data = builder.Configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new();
        var mark = ReplayMark.Open(Path.Combine(data.Directory, "replays", Path.GetFileNameWithoutExtension(path)), file);
        // Whatever keeps the real record: a replay is not to be mixed into it.
        builder.Configuration[$"{SeriesOptions.Section}:{nameof(SeriesOptions.Kind)}"] = nameof(SeriesKind.Embedded);
        builder.Configuration[$"{SeriesOptions.Section}:{nameof(SeriesOptions.Path)}"] = mark.SeriesPath;
        builder.Configuration[$"{EventLogOptions.Section}:{nameof(EventLogOptions.Path)}"] = mark.EventsPath;
        builder.Configuration[$"{EventLogOptions.Section}:{nameof(EventLogOptions.IsOwnFile)}"] = "true";
        builder.Configuration[$"{IntakeRecordOptions.Section}:{nameof(IntakeRecordOptions.Path)}"] = mark.IntakePath;
        builder.Configuration[$"{IntakeRecordOptions.Section}:{nameof(IntakeRecordOptions.IsOwnFile)}"] = "true";
        builder.Configuration[$"{SimulatorOptions.Section}:{nameof(SimulatorOptions.Enabled)}"] = "false";

        var rest = file with { Moments = [.. file.Moments.Where(moment => moment.At > mark.Reached)] };
        var clock = new ReplayClock(rest, options.Speed, TimeProvider.System);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddHostedService(services => new ReplayService(
            Path.GetFileName(path), file, new ReplayFeed(rest, clock), mark,
            services.GetRequiredService<IntakeDesk>(), services.GetRequiredService<RunMode>()));
    }

    private static async Task<ReplayFile> ReadAsync(string path, Footprint footprint, PlaceCode? place)
    {
        var now = TimeProvider.System.GetUtcNow();
        var terms = new IntakeTerms(
            footprint, MetricDictionary.Standard, new FeedOptions(), now, Source)
        {
            Place = place,
        };
        try
        {
            var file = await ReplayFile.ReadAsync(path, terms, CancellationToken.None);
            return file.Refused is null ? file : throw Wrong(path, file.Refused.Detail);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, error.Message);
        }
    }

    private static PlaceCode? PlaceOf(ReplayOptions options, Footprint footprint) =>
        options.Place is not { Length: > 0 } code ? null
        : footprint.TryFind(code, out var place) ? place.Code
        : throw new OptionsValidationException(
            nameof(ReplayOptions), typeof(ReplayOptions), [$"Replay:Place (--place): {footprint.Name} has no place '{code}'."]);

    private static OptionsValidationException Wrong(string path, string why) => new(
        nameof(ReplayOptions), typeof(ReplayOptions), [$"Replay:File (--replay): '{path}' cannot be replayed. {why}"]);
}

/// <summary>How far a replay had come, kept beside its record.</summary>
internal sealed class ReplayMark
{
    private readonly string _path;

    private ReplayMark(string folder, DateTimeOffset reached)
    {
        _path = MarkIn(folder);
        SeriesPath = Path.Combine(folder, "series.db");
        EventsPath = Path.Combine(folder, "events.db");
        IntakePath = Path.Combine(folder, "intake.db");
        Reached = reached;
    }

    /// <summary>The replay's own record.</summary>
    public string SeriesPath { get; }

    /// <summary>What happened in it.</summary>
    public string EventsPath { get; }

    /// <summary>What became of its messages.</summary>
    public string IntakePath { get; }

    /// <summary>The last moment on record when the program started; the least moment there is, for none.</summary>
    public DateTimeOffset Reached { get; }

    /// <summary>The mark of a file's replay in a folder. If that had come to its end, the folder is emptied.</summary>
    public static ReplayMark Open(string folder, ReplayFile file)
    {
        var isMarked = DateTimeOffset.TryParse(
            File.Exists(MarkIn(folder)) ? File.ReadAllText(MarkIn(folder)) : null, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var reached);
        if (isMarked && reached >= file.Moments[^1].At)
        {
            Directory.Delete(folder, recursive: true);
            isMarked = false;
        }

        Directory.CreateDirectory(folder);
        return new ReplayMark(folder, isMarked ? reached : DateTimeOffset.MinValue);
    }

    /// <summary>
    /// Notes a moment whose readings are on record. If it is lost, they come twice, and count once; a program killed
    /// meanwhile leaves the mark before it, never half a mark.
    /// </summary>
    public void Reach(DateTimeOffset moment)
    {
        File.WriteAllText($"{_path}.part", moment.ToString("O", CultureInfo.InvariantCulture));
        File.Move($"{_path}.part", _path, overwrite: true);
    }

    private static string MarkIn(string folder) => Path.Combine(folder, "reached");
}

/// <summary>Runs a replay, and says on every page how far it has come.</summary>
internal sealed class ReplayService(
    string name, ReplayFile file, ReplayFeed feed, ReplayMark mark, IntakeDesk desk, RunMode mode) : BackgroundService
{
    private static readonly TimeZoneInfo Uk = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        mode.Say(RunKind.Replay, $"Replay of {name}");
        await feed.RunAsync(DeliverAsync, stoppingToken);
        mode.Say(RunKind.Replay, $"Replay of {name}, ended: these figures are the last of it");
    }

    private async Task DeliverAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        await desk.TakeUntilKeptAsync(readings, cancellationToken);
        var moment = readings[0].PeriodEnd;
        mark.Reach(moment);
        var (first, last) = (file.Moments[0].At, file.Moments[^1].At);
        var share = last > first ? (moment - first) / (last - first) : 1;
        mode.Say(RunKind.Replay, string.Create(
            CultureInfo.GetCultureInfo("en-GB"), $"Replay of {name}: {TimeZoneInfo.ConvertTime(moment, Uk):d MMMM yyyy}, {share:P0}"));
    }
}
