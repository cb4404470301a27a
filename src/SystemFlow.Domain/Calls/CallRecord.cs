using System.Collections.Immutable;

namespace SystemFlow.Domain.Calls;

/// <summary>How far a call has come.</summary>
public enum CallStage
{
    /// <summary>Nobody has started it.</summary>
    Waiting,
    /// <summary>It is under way.</summary>
    UnderWay,
    /// <summary>It is over.</summary>
    Ended,
    /// <summary>It was started, and has stood still for so long that it is over, although nobody ended it.</summary>
    Left,
}

/// <summary>A minute or a decision with what was corrected about it, the oldest first.</summary>
/// <param name="First">As it was first written.</param>
public sealed record CallNote(CallLine First, ImmutableArray<CallLine> Corrections)
{
    /// <summary>As it stands.</summary>
    public CallLine Last => Corrections.IsEmpty ? First : Corrections[^1];

    /// <summary>What it said before each correction, the oldest first.</summary>
    public IEnumerable<CallLine> Before => Corrections.IsEmpty ? [] : Corrections.Insert(0, First).SkipLast(1);
}

/// <summary>A call as its lines tell it. A function of them.</summary>
/// <param name="Chair">Who holds the chair; null for nobody yet.</param>
/// <param name="StartedAt">UTC; null before.</param>
/// <param name="EndedAt">UTC; null before.</param>
/// <param name="Attendance">The last that was said of each organisation.</param>
/// <param name="Notes">Minutes and decisions in the order in which they were first written.</param>
public sealed record CallRecord(
    string? Chair, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, ImmutableDictionary<string, CallLine> Attendance,
    ImmutableArray<CallNote> Notes)
{
    /// <summary>Nothing has happened yet.</summary>
    public static CallRecord None { get; } = new(null, null, null, ImmutableDictionary<string, CallLine>.Empty, []);

    /// <summary>
    /// How long a call may stand still before it counts as left: escalation calls take half an hour to an hour, and the next one is four
    /// hours later.
    /// </summary>
    public static readonly TimeSpan LeftAfter = TimeSpan.FromHours(3);

    /// <summary>How long after its end what was said on it may still be written down.</summary>
    public static readonly TimeSpan WritesAfterEnd = TimeSpan.FromMinutes(30);

    /// <summary>When anything but a correction was last written; null before. UTC.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Whether it has stood still for too long; <see cref="AsAt"/> says so.</summary>
    public bool IsLeft { get; private init; }

    /// <summary>How far it has come.</summary>
    public CallStage Stage => EndedAt is not null ? CallStage.Ended : StartedAt is null ? CallStage.Waiting : IsLeft ? CallStage.Left : CallStage.UnderWay;

    /// <summary>Whether it is over, ended or left.</summary>
    public bool IsOver => Stage is CallStage.Ended or CallStage.Left;

    /// <summary>It at a moment, when it may have stood still for too long.</summary>
    public CallRecord AsAt(DateTimeOffset now) => this with { IsLeft = LastAt is { } last && now - last >= LeftAfter };

    /// <summary>Whether minutes and decisions are still written at a moment: while it is under way, and shortly after its end.</summary>
    public bool TakesNotes(DateTimeOffset now) => Stage is CallStage.UnderWay || (EndedAt is { } ended && now - ended <= WritesAfterEnd);

    /// <summary>Its decisions.</summary>
    public IEnumerable<CallNote> Decisions => Notes.Where(note => note.First.Kind is CallLineKind.Decision);

    /// <summary>How many organisations are present.</summary>
    public int Present => Attendance.Values.Count(line => line.Attendance is Domain.Calls.Attendance.Present);

    /// <summary>The call that these lines tell, in their order.</summary>
    public static CallRecord Of(IReadOnlyCollection<CallLine> lines)
    {
        CallLine? Last(CallLineKind kind) => lines.LastOrDefault(line => line.Kind == kind);
        var corrections = lines.Where(line => line.Corrects is not null).ToLookup(line => line.Corrects!.Value);
        return new CallRecord(
            Last(CallLineKind.Chair)?.By, lines.FirstOrDefault(line => line.Kind is CallLineKind.Started)?.At, Last(CallLineKind.Ended)?.At,
            lines.Where(line => line is { Kind: CallLineKind.Attendance, Organisation: not null })
                .GroupBy(line => line.Organisation!, StringComparer.Ordinal).ToImmutableDictionary(of => of.Key, of => of.Last()),
            [
                .. lines.Where(line => line.Kind is CallLineKind.Minute or CallLineKind.Decision && line.Corrects is null)
                    .Select(line => new CallNote(line, [.. corrections[line.Number]])),
            ])
        {
            LastAt = lines.LastOrDefault(line => line.Corrects is null)?.At,
        };
    }
}
