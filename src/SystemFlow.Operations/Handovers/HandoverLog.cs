using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Handovers;

/// <summary>What there was to watch when a shift was handed over.</summary>
/// <param name="Place">The place that it concerns; null for none.</param>
/// <param name="Link">Where more is to be seen.</param>
public sealed record HandoverWatch(PlaceCode? Place, string Words, string Link);

/// <summary>One shift handed to the next.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="At">When it was handed over. UTC.</param>
/// <param name="By">Who hands over: name and role.</param>
/// <param name="Happened">What the next shift has to know, in words.</param>
/// <param name="Watch">What to watch; may be empty.</param>
public sealed record Handover(int Number, DateTimeOffset At, string By, string Happened, string Watch)
{
    /// <summary>What the page said that there was to watch: duties and plans of then are not kept otherwise.</summary>
    public ImmutableArray<HandoverWatch> Ahead { get; init; } = [];

    /// <summary>Who took over: name and role; null while nobody said so.</summary>
    public string? TakenBy { get; init; }

    /// <summary>When. UTC.</summary>
    public DateTimeOffset? TakenAt { get; init; }
}

/// <summary>Handovers in events.db, each with its line in the journal. What was handed over is never changed; that it was taken is added.</summary>
public sealed class HandoverLog
{
    internal static readonly Schema Tables = new(
        "handovers",
        [
            sql => $"""
                CREATE TABLE IF NOT EXISTS handovers (number {sql.NumberKey}, at BIGINT NOT NULL, given TEXT NOT NULL);
                CREATE TABLE IF NOT EXISTS handovers_taken (number {sql.NumberKey}, at BIGINT NOT NULL, by TEXT NOT NULL);
                """,
        ]);

    private static readonly EventNews News = new(EventNews.Handover, EventNews.All);

    private readonly EventFile _file;

    /// <summary>Makes its tables where there are none.</summary>
    public HandoverLog(EventLog events)
    {
        _file = events.File;
        _file.Upgrade(Tables);
        _file.Heard += Hear;
    }

    /// <summary>Told after each change, by whichever node, on the recording or hearing thread: do little.</summary>
    public event Action? Changed;

    /// <summary>The newest handovers until a moment, newest first.</summary>
    /// <param name="number">One of them alone; null for all.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public Task<ImmutableArray<Handover>> ReadAsync(DateTimeOffset until, int most, int? number, CancellationToken cancellationToken) => Task.Run(
        () => _file.Read<ImmutableArray<Handover>>(database =>
        [
            .. database.Query<(string Given, long? At, string? By)>(
                """
                SELECT given, taken.at, taken.by FROM handovers LEFT JOIN handovers_taken AS taken ON taken.number = handovers.number AND taken.at <= @until
                WHERE handovers.at <= @until AND (@number IS NULL OR handovers.number = @number) ORDER BY handovers.number DESC LIMIT @most
                """,
                new { until = until.UtcTicks, most, number })
                .Select(row => Json.Of<Handover>(row.Given) with
                {
                    TakenBy = row.By,
                    TakenAt = row.At is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
                }),
        ]),
        cancellationToken);

    /// <summary>Keeps a handover, and gives it its number.</summary>
    /// <exception cref="EventLogException">It could not be kept.</exception>
    public async Task<Handover> GiveAsync(Handover handover, CancellationToken cancellationToken)
    {
        var given = handover;
        await Task.Run(
            () => _file.Write(
                database =>
                {
                    given = handover with { Number = 1 + database.ExecuteScalar<int>("SELECT coalesce(max(number), 0) FROM handovers") };
                    database.Execute(
                        "INSERT INTO handovers (number, at, given) VALUES (@Number, @at, @json)",
                        new { given.Number, at = given.At.UtcTicks, json = JsonSerializer.Serialize(given) });
                    var words = given.Watch.Length > 0 ? $"{given.Happened} To watch: {given.Watch}" : given.Happened;
                    JournalTable.Keep(database, LineOf(given.Number, given.At, given.By, words));
                },
                News),
            cancellationToken);
        Changed?.Invoke();
        return given;
    }

    /// <summary>Keeps that a handover was taken: false where somebody else took it before.</summary>
    /// <exception cref="EventLogException">It could not be kept.</exception>
    public async Task<bool> TakeAsync(int number, string by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var isTaken = false;
        await Task.Run(
            () => _file.Write(
                database =>
                {
                    isTaken = database.Execute(
                        """
                        INSERT INTO handovers_taken (number, at, by)
                        SELECT @number, @at, @by WHERE EXISTS (SELECT 1 FROM handovers WHERE number = @number) ON CONFLICT DO NOTHING
                        """,
                        new { number, at = at.UtcTicks, by }) == 1;
                    if (!isTaken) return null;
                    JournalTable.Keep(database, LineOf(number, at, by, "Taken over."));
                    return News;
                },
                static () => { }),
            cancellationToken);
        if (isTaken) Changed?.Invoke();
        return isTaken;
    }

    private void Hear(string? told)
    {
        if (told is null || told == $"{News}") Changed?.Invoke();
    }

    private static JournalEntry LineOf(int number, DateTimeOffset at, string by, string words) =>
        new(at, by, JournalKind.Handover, $"/handover/{number}", $"Handover {number}", words, Place: null);
}
