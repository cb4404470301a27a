using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;

namespace SystemFlow.Operations.Calls;

/// <summary>
/// The packs of calls, each frozen once, and what happened on them, line by line. Nothing is changed or removed. What has been kept is
/// on disk; each line of it is a line of the journal too.
/// </summary>
public sealed class CallLog
{
    private const int MostTold = 20;

    private readonly EventLog _events;
    private ImmutableDictionary<string, KeptCall> _read = ImmutableDictionary<string, KeptCall>.Empty;

    /// <summary>Makes its tables where there are none.</summary>
    /// <exception cref="EventLogException">The log cannot be used.</exception>
    public CallLog(EventLog events)
    {
        _events = events;
        events.File.Upgrade(CallTable.Tables);
        events.File.Write(database => CallTable.Begin(database, events.Now));
        events.File.Heard += Hear;
        BegunAt = events.File.Read(CallTable.BegunAt);
    }

    /// <summary>When calls began to be kept here: those of before were nobody's. UTC.</summary>
    public DateTimeOffset BegunAt { get; }

    /// <summary>Told after a call's pack was frozen or a line was kept, by whichever node, with the call's name: do little.</summary>
    public event Action<string>? Changed;

    /// <summary>A call as people say it: <c>Call of 27 November 2026, 11:00</c>.</summary>
    public static string TitleOf(string call) => CallId.TryParse(call, out var at)
        ? string.Create(CultureInfo.InvariantCulture, $"Call of {EnglandCalendar.Local(at):d MMMM yyyy, HH:mm}")
        : $"Call {call}";

    /// <summary>Freezes a pack, unless the call has one. True where it was this one.</summary>
    /// <exception cref="EventLogException">It could not be recorded.</exception>
    public async Task<bool> FreezeAsync(FrozenPack pack, CancellationToken cancellationToken)
    {
        var isKept = await WriteAsync(
            database =>
            {
                if (!CallTable.Freeze(database, pack)) return false;
                var words = pack.IsMadeLater ? string.Create(CultureInfo.InvariantCulture, $"Pack made {pack.After.TotalMinutes:0} min after its moment, from the record") : "Pack frozen";
                JournalTable.Keep(database, new JournalEntry(
                    pack.FrozenAt, JournalEntry.Program, JournalKind.Call, $"/calls/{pack.Id}", TitleOf(pack.Id), words, null));
                return true;
            },
            isKept => isKept, pack.Id, cancellationToken);
        if (isKept) Changed?.Invoke(pack.Id);
        return isKept;
    }

    /// <summary>Keeps a line that is worked out from the call as it stands, so that two people at once are in one order.</summary>
    /// <param name="next">The line, or why there is none, from the call as its lines tell it.</param>
    /// <returns>Why nothing was kept, for the person; null where the line was.</returns>
    /// <exception cref="EventLogException">It could not be recorded.</exception>
    public async Task<string?> KeepAsync(string call, Func<CallRecord, LineOrRefusal> next, CancellationToken cancellationToken)
    {
        var refusal = await WriteAsync(
            database =>
            {
                var lines = CallTable.Lines(database, call);
                var answer = next(CallRecord.Of(lines));
                if (answer.Line is not { } line) return answer.Refusal;
                var number = CallTable.Keep(database, line);
                JournalTable.Keep(database, EntryOf(line with { Number = number }, lines));
                return null;
            },
            refusal => refusal is null, call, cancellationToken);
        if (refusal is null) Changed?.Invoke(call);
        return refusal;
    }

    /// <summary>A call's pack; null where none was frozen.</summary>
    public Task<FrozenPack?> FindAsync(string call, CancellationToken cancellationToken) =>
        ReadAsync(database => CallTable.Find(database, call), cancellationToken);

    /// <summary>Whether a call's pack was frozen.</summary>
    public Task<bool> IsFrozenAsync(string call, CancellationToken cancellationToken) =>
        ReadAsync(database => CallTable.IsFrozen(database, call), cancellationToken);

    /// <summary>The newest calls that have a pack or a line, newest first, with their lines.</summary>
    public async Task<ImmutableArray<KeptCall>> NewestAsync(int most, CancellationToken cancellationToken)
    {
        var calls = await ReadAsync(database => CallTable.Newest(database, most, Volatile.Read(ref _read)), cancellationToken);
        Volatile.Write(ref _read, _read.SetItems(calls.Select(call => KeyValuePair.Create(call.Id, call)))); // One that is lost is read again.
        return calls;
    }

    /// <summary>What happened on a call, in its order.</summary>
    public Task<ImmutableArray<CallLine>> LinesAsync(string call, CancellationToken cancellationToken) =>
        ReadAsync(database => CallTable.Lines(database, call), cancellationToken);

    private static JournalEntry EntryOf(CallLine line, ImmutableArray<CallLine> before)
    {
        var kind = line.Kind switch
        {
            CallLineKind.Attendance => JournalKind.Attendance,
            CallLineKind.Minute => JournalKind.Minute,
            CallLineKind.Decision => JournalKind.Decision,
            _ => JournalKind.Call,
        };
        var words = line.Kind switch
        {
            CallLineKind.Chair => $"{line.By} took the chair",
            CallLineKind.Started => "Started",
            CallLineKind.Ended => "Ended",
            CallLineKind.Attendance when line.Words.Length == 0 => $"{line.Attendance}",
            CallLineKind.Attendance => $"{line.Attendance}: {line.Words}",
            _ when line.Corrects is { } old => $"{line.Words} (corrects line {old}: {before.FirstOrDefault(one => one.Number == old)?.Words})",
            _ => line.Words,
        };
        if (line.Organisation is { } partner && line.Place is null) words = $"{partner}: {words}";
        return new JournalEntry(line.At, line.By, kind, $"/calls/{line.Call}", TitleOf(line.Call), words, line.Place);
    }

    private void Hear(string? told)
    {
        if (told is null)
        {
            // Pages of older calls than these do not change.
            foreach (var call in _events.File.Read(database => CallTable.Newest(database, MostTold, _read))) Changed?.Invoke(call.Id);
        }
        else if (EventNews.Of(told) is { What: EventNews.Call } news)
        {
            Changed?.Invoke(news.Whose);
        }
    }

    private Task<T> WriteAsync<T>(Func<DbConnection, T> write, Func<T, bool> isNews, string call, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var answer = default(T)!;
            _events.File.Write(
                database => isNews(answer = write(database)) ? new EventNews(EventNews.Call, call) : (EventNews?)null,
                static () => { });
            return answer;
        },
        cancellationToken);

    private Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken) =>
        Task.Run(() => _events.File.Read(read), cancellationToken);
}

/// <summary>A line to keep, or why there is none.</summary>
/// <param name="Refusal">A sentence for the person; null where there is a line.</param>
public sealed record LineOrRefusal(CallLine? Line, string? Refusal)
{
    /// <summary>Nothing to keep, and nothing to say.</summary>
    public static LineOrRefusal Nothing { get; } = new(null, null);

    /// <summary>A line.</summary>
    public static implicit operator LineOrRefusal(CallLine line) => new(line, null);

    /// <summary>A refusal.</summary>
    public static implicit operator LineOrRefusal(string refusal) => new(null, refusal);

    /// <inheritdoc cref="op_Implicit(CallLine)"/>
    public static LineOrRefusal FromCallLine(CallLine line) => line;

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static LineOrRefusal FromString(string refusal) => refusal;
}

/// <summary>A call that has a pack or a line.</summary>
/// <param name="FrozenAt">When its pack was frozen; null where it was not. UTC.</param>
public sealed record KeptCall(string Id, DateTimeOffset? FrozenAt, ImmutableArray<CallLine> Lines)
{
    /// <summary>What its lines tell.</summary>
    public CallRecord Record { get; } = CallRecord.Of(Lines);

    /// <summary>The number of its newest line; null for none.</summary>
    public long? LastNumber => Lines.IsEmpty ? null : Lines[^1].Number;
}
