using Microsoft.Extensions.Options;
using SystemFlow.Domain.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Nodes;
using SystemFlow.Series;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Editions;

/// <summary>
/// Makes each edition at its time. After a stop it makes the one that it missed, marked as made later; while the record is away it
/// tries again. Between two looks a replay may live through days: each has its dashboard.
/// </summary>
public sealed partial class EditionClock(
    EditionMaker maker, IOptions<EditionOptions> options, IDuties duties, TimeProvider time, ILogger<EditionClock> logger) : DutyService(duties)
{
    /// <summary>
    /// How long after its moment an edition is composed. A figure that comes within a minute of its submission counts as known when it
    /// was submitted (<see cref="IntakeDesk.AtOnce"/>): only then does what was known at the moment stand still.
    /// </summary>
    public static readonly TimeSpan Grace = IntakeDesk.AtOnce + TimeSpan.FromSeconds(5);

    /// <summary>How long it waits before it tries again.</summary>
    public static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(30);

    /// <summary>The longest that it waits where something is wrong that no wait is known to mend.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // A look costs nothing; in a replay the clock runs on, and a timer's second is a day of it.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly EditionKind[] Packs = [EditionKind.Weekly, EditionKind.Monthly];

    private Dictionary<EditionKind, DateTimeOffset> _settled = [];
    private Dictionary<EditionKind, Failing> _failing = [];

    /// <summary>When the next daily dashboard is due. UTC.</summary>
    public DateTimeOffset NextDailyAt => EditionTimes.NextAt(options.Value.DailyAt, time.GetUtcNow());

    /// <summary>The next board pack of a kind, and when it is due. UTC.</summary>
    public (PackPeriod Period, DateTimeOffset At) NextPack(EditionKind kind)
    {
        var now = time.GetUtcNow();
        var last = PackPeriod.LastFull(kind, now);
        var next = last.DueAt(options.Value.DailyAt) > now ? last : PackPeriod.LastFull(kind, last.To.AddDays(kind is EditionKind.Weekly ? 7.5 : 32));
        return (next, next.DueAt(options.Value.DailyAt));
    }

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken stopped)
    {
        (_settled, _failing) = ([], []);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // The start does not wait for what was missed.
        try
        {
            while (true) await Task.Delay(time.InReal(await RoundAsync(stopped)), time, stopped);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The program stops. What is not kept is made at the next start.
        }
    }

    /// <summary>Makes what is due, and says when to look again.</summary>
    internal async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow() - Grace;
        var isSettled = true;
        foreach (var daily in Dailies(now))
        {
            isSettled = await IsSettledAsync(EditionKind.Daily, daily, stop => maker.MakeDailyAsync(daily, stop), cancellationToken);
            if (!isSettled) break;
        }

        foreach (var kind in Packs)
        {
            var period = PackPeriod.LastFull(kind, now);
            var due = period.DueAt(options.Value.DailyAt);
            if (due <= now) isSettled &= await IsSettledAsync(kind, due, stop => maker.MakePackAsync(period, due, stop), cancellationToken);
        }

        return isSettled ? LookEvery : TryAgain;
    }

    private List<DateTimeOffset> Dailies(DateTimeOffset now)
    {
        var last = EditionTimes.LastAt(options.Value.DailyAt, now);
        if (!_settled.TryGetValue(EditionKind.Daily, out var settled)) return [last];
        List<DateTimeOffset> dailies = [];
        for (var daily = EditionTimes.NextAt(options.Value.DailyAt, settled); daily <= last; daily = EditionTimes.NextAt(options.Value.DailyAt, daily)) dailies.Add(daily);
        return dailies;
    }

    private async Task<bool> IsSettledAsync(
        EditionKind kind, DateTimeOffset due, Func<CancellationToken, Task<Made>> make, CancellationToken cancellationToken)
    {
        if (_settled.GetValueOrDefault(kind) >= due) return true;
        if (_failing.TryGetValue(kind, out var failing) && time.GetUtcNow() < failing.Until) return false;
        try
        {
            var made = await make(cancellationToken);
            if (made.IsForLater) return Failed(kind, made.Problem!, null, TryAgain);
            if (made.Problem is { } problem) LogNothing(due, problem);
            else LogMade(made.Id!);
            _settled[kind] = due;
            _failing.Remove(kind);
            return true;
        }
        catch (Exception error) when (error is EventLogException or SeriesException)
        {
            return Failed(kind, error.Message, error, TryAgain); // It passes.
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, one edition may end neither the program nor the others; it may also stay so.
            return Failed(kind, error.Message, error, TryAgain * Math.Pow(2, Math.Min(failing?.Times ?? 0, 30)));
        }
    }

    private bool Failed(EditionKind kind, string problem, Exception? error, TimeSpan wait)
    {
        var times = _failing.GetValueOrDefault(kind)?.Times ?? 0;
        if (times == 0) LogFailing(error, kind, problem);
        _failing[kind] = new Failing(times + 1, time.GetUtcNow() + (wait < LongestWait ? wait : LongestWait));
        return false;
    }

    [LoggerMessage(LogLevel.Information, "The edition {Id} is kept.")]
    private partial void LogMade(string id);

    [LoggerMessage(LogLevel.Information, "There is no edition of {Due:yyyy-MM-dd HH:mm} UTC: {Problem}")]
    private partial void LogNothing(DateTimeOffset due, string problem);

    [LoggerMessage(LogLevel.Warning, "A {Kind} edition cannot be made now and is tried again until it can: {Problem}")]
    private partial void LogFailing(Exception? error, EditionKind kind, string problem);

    private sealed record Failing(int Times, DateTimeOffset Until);
}
