using System.Collections.Immutable;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Journal;

/// <summary>What a line of the journal is about.</summary>
public enum JournalKind
{
    /// <summary>A joint action, or what was done about one.</summary>
    Action,
    /// <summary>A call: its pack, its chair, its beginning and end.</summary>
    Call,
    /// <summary>What a call decided.</summary>
    Decision,
    /// <summary>What a call noted.</summary>
    Minute,
    /// <summary>Who took part in a call.</summary>
    Attendance,
    /// <summary>A shift handed to the next.</summary>
    Handover,
    /// <summary>A daily dashboard or a board pack.</summary>
    Edition,
    /// <summary>A return signed off.</summary>
    Sitrep,
    /// <summary>An action card given or declined. Edits of cards and rules are versions with their own author and reason.</summary>
    Card,
    /// <summary>A level that a person declared or withdrew.</summary>
    Level,
    /// <summary>An alert that a person took on or put off, or an event planned.</summary>
    Alert,
}

/// <summary>One line of what people, and the program for them, did. Never changed and never removed.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">Name and role; the program's own doings are by <see cref="Program"/>.</param>
/// <param name="Subject">The address on this server where it can be looked at, such as <c>/actions/12</c>.</param>
/// <param name="Title">What it is about, in one line.</param>
/// <param name="Words">What was done, in words. Nothing about a patient.</param>
/// <param name="Place">The place that it concerns; null for none.</param>
public sealed record JournalEntry(
    DateTimeOffset At, string By, JournalKind Kind, string Subject, string Title, string Words, PlaceCode? Place)
{
    /// <summary>Who did what no person did.</summary>
    public const string Program = "SystemFlow";
}

/// <summary>What is looked for in the journal; what is null or empty narrows nothing.</summary>
public sealed record JournalQuestion
{
    /// <summary>Words, each of which must be found in the title, the text or the name, in any case.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Of one kind.</summary>
    public JournalKind? Kind { get; init; }

    /// <summary>About one of these places; empty for all.</summary>
    public ImmutableArray<PlaceCode> Places { get; init; } = [];

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Older than this line, for the next page.</summary>
    public long? Before { get; init; }
}

/// <summary>A line as it was kept.</summary>
/// <param name="Number">Counts up: of two lines the later has the larger.</param>
public sealed record JournalLine(long Number, JournalEntry Entry);
