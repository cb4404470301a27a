using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Adt;

/// <summary>One change of one count.</summary>
/// <param name="Else">The count to take from where the first has nothing in that hour; null for no other.</param>
/// <param name="Day">The UK day of the event.</param>
/// <param name="Hour">The hours of that day that had passed, 0 to 24.</param>
/// <param name="By">1 or -1.</param>
public sealed record TallyChange(PlaceCode Place, MetricCode Metric, MetricCode? Else, DateOnly Day, int Hour, int By);

/// <summary>One event: its number, as a hash that says nothing, and what it changes.</summary>
public sealed record TallyEvent(ImmutableArray<byte> Id, ImmutableArray<TallyChange> Changes);

/// <summary>A day's count whose readings have yet to be written.</summary>
/// <param name="From">The first hour that changed.</param>
/// <param name="ByHour">What each hour added.</param>
/// <param name="Source">The feed that changed it last.</param>
public sealed record TallyDay(
    PlaceCode Place, MetricCode Metric, DateOnly Day, int From, ImmutableDictionary<int, int> ByHour, string Source);

/// <summary>
/// Admissions, discharges and attendances counted from events, in the operations database: numbers by place, day and
/// hour, and which events were counted. No event is kept, and nothing about a person. What it answers for is on disk.
/// </summary>
public sealed class AdtTally
{
    /// <summary>How long an event's number is remembered.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(14);

    // An event may be as old as the numbers that are remembered; the day it began, and room for clocks.
    private static readonly TimeSpan CountsKept = Remembered + TimeSpan.FromDays(2);

    private readonly OperationsDatabase _database;

    /// <summary>Opens the file, and makes it where there is none.</summary>
    public AdtTally(string path) : this(new SqliteDatabase(path))
    {
    }

    /// <summary>The same where the program keeps what people do.</summary>
    /// <param name="path">The file, where that is files.</param>
    public AdtTally(OperationsStorage storage, string path) : this(storage.Of("operations", path))
    {
    }

    private AdtTally(OperationsDatabase database)
    {
        _database = database;
        database.Upgrade(AdtSql.Tables);
    }

    /// <summary>Counts events, all or none; those that were counted before change nothing.</summary>
    /// <param name="source">The feed that brought them.</param>
    /// <returns>For each event whether it was new.</returns>
    /// <exception cref="AdtTallyException">The database could not be written; nothing was counted.</exception>
    public ImmutableArray<bool> Take(IReadOnlyList<TallyEvent> events, string source, DateTimeOffset now) => Try(() => _database.Write(database =>
    {
        database.Execute(AdtSql.Forget, new { Seen = (now - Remembered).UtcTicks, Day = Number(DateOnly.FromDateTime((now - CountsKept).UtcDateTime)) });
        return events.Select(one => Take(database, one, source, now)).ToImmutableArray();
    }));

    /// <summary>The days whose readings have yet to be written, after a kill or a refusal too.</summary>
    /// <exception cref="AdtTallyException">The database could not be read.</exception>
    public ImmutableArray<TallyDay> Untold() => Try(() => _database.Read(database =>
        database.Query<(string Place, string Metric, long Day, long From, string Source)>(AdtSql.Untold)
            .Select(row => new TallyDay(
                PlaceCode.Parse(row.Place), MetricCode.Parse(row.Metric), DateOnly.FromDayNumber((int)row.Day), (int)row.From,
                database.Query<(long Hour, long Net)>(AdtSql.Hours, new { row.Place, row.Metric, row.Day })
                    .ToImmutableDictionary(hour => (int)hour.Hour, hour => (int)hour.Net),
                row.Source))
            .ToImmutableArray()));

    /// <summary>Says that the readings of these days are written. What was counted since they were asked for, here or on another node, is asked for again.</summary>
    /// <exception cref="AdtTallyException">The database could not be written; they will be asked for again.</exception>
    public void Tell(IReadOnlyList<TallyDay> days) => Try(() =>
    {
        _database.Write(database => database.Execute(
            AdtSql.Tell,
            from day in days
            from hour in day.ByHour
            where hour.Key >= day.From
            select new { Place = $"{day.Place}", Metric = $"{day.Metric}", Day = Number(day.Day), Hour = hour.Key, Net = hour.Value }));
        return true;
    });

    private static bool Take(DbConnection database, TallyEvent one, string source, DateTimeOffset now)
    {
        if (database.Execute(AdtSql.See, new { Id = one.Id.ToArray(), At = now.UtcTicks }) == 0) return false;
        foreach (var change in one.Changes)
        {
            var metric = change.Else is { } other && Net(database, change, change.Metric) <= 0 && Net(database, change, other) > 0
                ? other : change.Metric;
            database.Execute(AdtSql.Count,
                new { Place = $"{change.Place}", Metric = $"{metric}", Day = Number(change.Day), change.Hour, change.By, Source = source });
        }

        return true;
    }

    private static long Net(DbConnection database, TallyChange change, MetricCode metric) => database.ExecuteScalar<long?>(
        AdtSql.Net, new { Place = $"{change.Place}", Metric = $"{metric}", Day = Number(change.Day), change.Hour }) ?? 0;

    private static long Number(DateOnly day) => day.DayNumber;

    private static T Try<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (DbException error)
        {
            throw new AdtTallyException(
                "The operations database cannot be used. Check that its disk has room and that no other program holds it.", error);
        }
    }
}

/// <summary>The tally could not be written or read. The message says what to do.</summary>
public sealed class AdtTallyException(string message, Exception inner) : Exception(message, inner);
