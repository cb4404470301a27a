using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Calls;

/// <summary>Whether an organisation is on a call.</summary>
/// <param name="Organisation">A place's code or a partner's name, one of <see cref="CallDesk.Organisations"/>.</param>
/// <param name="Who">Name and role of who speaks for it; may be empty.</param>
public sealed record AttendanceFields(string Organisation, Attendance Attendance, string Who);

/// <summary>An organisation that is asked on a call.</summary>
/// <param name="Key">A place's code, or the partner's name.</param>
/// <param name="Place">Null for a partner that is no place of the footprint.</param>
public sealed record CallOrganisation(string Key, string Name, Place? Place);

/// <summary>
/// Does what a signed-in person asks on a call. Every answer is a sentence for them; null when it was done. A co-ordinator takes
/// the chair; attendance, minutes and decisions are written by whoever may be on it.
/// </summary>
public sealed partial class CallDesk(
    CallLog log, CallMaker maker, Footprint footprint, IOptions<CallOptions> options, TimeProvider time,
    Permits permits, ILogger<CallDesk> logger)
{
    /// <summary>The longest minute or decision, in characters.</summary>
    public const int LongestNote = 1_000;

    /// <summary>The longest name and role of who speaks for an organisation.</summary>
    public const int LongestWho = 100;

    /// <summary>How long before its moment people may gather on a call.</summary>
    public static readonly TimeSpan OpensBefore = TimeSpan.FromHours(1);

    /// <summary>How long after its moment a call may still be started.</summary>
    public static readonly TimeSpan StartsWithin = TimeSpan.FromHours(12);

    private const string NotKept = "Nothing was kept, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.";

    /// <summary>Who is asked: the trusts and boards, then the partners of the settings.</summary>
    public ImmutableArray<CallOrganisation> Organisations { get; } =
    [
        .. footprint.Places.Where(place => place.Kind is PlaceKind.Trust or PlaceKind.Board).OrderBy(place => place.Kind is PlaceKind.Board)
            .Select(place => new CallOrganisation(place.Code.ToString(), place.Kind is PlaceKind.Board ? $"{place.ShortName} board" : place.ShortName, place)),
        .. options.Value.PartnerNames.Select(name => new CallOrganisation(name, name, null)),
    ];

    /// <summary>Takes the chair, from nobody or from whoever has it.</summary>
    public Task<string?> TakeChairAsync(ClaimsPrincipal person, string call, CancellationToken cancellationToken) => KeepAsync(
        person, call, Act.ChairCall,
        (record, line) => Over(record) is { } over ? over : record.Chair == line.By ? "You have the chair already." : line.Make(CallLineKind.Chair, ""),
        cancellationToken);

    /// <summary>Starts the call; whoever has the chair does.</summary>
    public Task<string?> StartAsync(ClaimsPrincipal person, string call, CancellationToken cancellationToken) => KeepAsync(
        person, call, Act.ChairCall,
        (record, line) => Over(record) is { } over ? over
            : record.Stage is CallStage.UnderWay ? "The call is under way already."
            : record.Chair != line.By ? "Take the chair first: whoever has it starts the call."
            : line.Make(CallLineKind.Started, ""),
        cancellationToken);

    /// <summary>Ends the call; whoever has the chair does.</summary>
    public Task<string?> EndAsync(ClaimsPrincipal person, string call, CancellationToken cancellationToken) => KeepAsync(
        person, call, Act.ChairCall,
        (record, line) => Over(record) is { } over ? over
            : record.Stage is CallStage.Waiting ? "The call has not been started."
            : record.Chair != line.By ? $"{record.Chair} has the chair. Take it first, or ask them to end the call."
            : line.Make(CallLineKind.Ended, ""),
        cancellationToken);

    /// <summary>Says whether an organisation is on the call, in place of what was said before.</summary>
    public Task<string?> AttendAsync(ClaimsPrincipal person, string call, AttendanceFields fields, CancellationToken cancellationToken)
    {
        if (Organisations.FirstOrDefault(one => one.Key == fields.Organisation) is not { } organisation) return Task.FromResult<string?>("Select an organisation.");
        if (FreeText.ProblemOf(fields.Who, "the name and role", LongestWho, isNeeded: false) is { } problem) return Task.FromResult<string?>(problem);
        return KeepAsync(
            person, call, Act.JoinCall,
            (record, line) => Over(record) is { } over ? $"{over} Who was on it stays as it was."
                : record.Attendance.GetValueOrDefault(organisation.Key) is { } last && (last.Attendance, last.Words) == (fields.Attendance, fields.Who.Trim())
                    ? LineOrRefusal.Nothing // A name that is typed and a press that follows say it twice.
                : line.Make(CallLineKind.Attendance, fields.Who.Trim()) with
                {
                    Organisation = organisation.Key,
                    Place = organisation.Place?.Code,
                    Attendance = fields.Attendance,
                },
            cancellationToken);
    }

    /// <summary>Writes a minute or a decision.</summary>
    public Task<string?> WriteAsync(ClaimsPrincipal person, string call, CallLineKind kind, string words, CancellationToken cancellationToken)
    {
        var what = kind is CallLineKind.Decision ? "the decision" : "the minute";
        if (FreeText.ProblemOf(words, what, LongestNote) is { } problem) return Task.FromResult<string?>(problem);
        return KeepAsync(
            person, call, Act.JoinCall,
            (record, line) => record.Stage is CallStage.Waiting ? "The call has not been started: the chair starts it."
                : !record.TakesNotes(line.At) ? $"{Over(record)} What was written can still be corrected."
                : line.Make(kind is CallLineKind.Decision ? CallLineKind.Decision : CallLineKind.Minute, words.Trim()),
            cancellationToken);
    }

    /// <summary>Corrects a minute or a decision by a new line; the old one stays.</summary>
    /// <param name="number">The number of the line as it was first written.</param>
    /// <param name="seen">The number of the line that they saw, the first one or its last correction.</param>
    public Task<string?> CorrectAsync(ClaimsPrincipal person, string call, long number, long seen, string words, CancellationToken cancellationToken)
    {
        if (FreeText.ProblemOf(words, "the correction", LongestNote) is { } problem) return Task.FromResult<string?>(problem);
        return KeepAsync(
            person, call, Act.JoinCall,
            (record, line) => record.Notes.FirstOrDefault(note => note.First.Number == number) is not { } note ? "There is no such line."
                : note.Last.Number != seen ? $"{note.Last.By} corrected it meanwhile: {note.Last.Words} To put yours in its place, keep it again."
                : note.Last.Words == words.Trim() ? "It says that already."
                : line.Make(note.First.Kind, words.Trim()) with { Corrects = number },
            cancellationToken);
    }

    private static string? Over(CallRecord record) => record.Stage switch
    {
        CallStage.Ended => "The call is over.",
        CallStage.Left => $"The call is over: nothing was written on it for {CallRecord.LeftAfter.Hours} hours.",
        _ => null,
    };

    private async Task<string?> KeepAsync(
        ClaimsPrincipal person, string call, Act act, Func<CallRecord, LineOf, LineOrRefusal> next, CancellationToken cancellationToken)
    {
        var leave = permits.Ask(person, act);
        if (leave.By is not { } by) return leave.Refusal;
        if (!CallId.TryParse(call, out var at)) return "There is no such call.";
        var now = time.GetUtcNow();
        try
        {
            var isKnown = maker.Times.IsCall(at) || await log.IsFrozenAsync(call, cancellationToken);
            if (!isKnown) return "There is no such call.";
            if (now < at - OpensBefore) return $"The call opens at {UkTime.Clock(at - OpensBefore)}, an hour before it.";
            return await log.KeepAsync(
                call,
                record => record.Stage is CallStage.Waiting && now > at + StartsWithin
                    ? "The call was not held: it can be started until 12 hours after its moment."
                    : next(record.AsAt(now), new LineOf(call, now, by)),
                cancellationToken);
        }
        catch (EventLogException error)
        {
            LogNotKept(logger, error);
            return NotKept;
        }
    }

    [LoggerMessage(LogLevel.Error, "What a person wrote on a call could not be recorded; they were told so.")]
    private static partial void LogNotKept(ILogger logger, Exception error);

    private sealed record LineOf(string Call, DateTimeOffset At, string By)
    {
        public CallLine Make(CallLineKind kind, string words) => new(0, Call, At, By, kind, words);
    }
}
