using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Calls;

/// <summary>What happened on a call.</summary>
public enum CallLineKind
{
    /// <summary>Somebody took the chair.</summary>
    Chair,
    /// <summary>The call began.</summary>
    Started,
    /// <summary>Whether an organisation is on the call.</summary>
    Attendance,
    /// <summary>A line of the minutes.</summary>
    Minute,
    /// <summary>A decision.</summary>
    Decision,
    /// <summary>The call ended.</summary>
    Ended,
}

/// <summary>Whether an organisation is on a call.</summary>
public enum Attendance
{
    /// <summary>Somebody speaks for it.</summary>
    Present,
    /// <summary>It has said that nobody can.</summary>
    Apologies,
    /// <summary>Nobody came, and nobody said so.</summary>
    Absent,
}

/// <summary>One line of a call's record. It is never changed: a correction is a line of its own.</summary>
/// <param name="Number">Counts up over all calls; 0 before it is kept.</param>
/// <param name="Call">The call's name, <see cref="CallId"/>.</param>
/// <param name="At">UTC.</param>
/// <param name="By">Name and role of who wrote it.</param>
/// <param name="Words">The minute or the decision; for an attendance who speaks for the organisation, empty where that is not said.</param>
public sealed record CallLine(long Number, string Call, DateTimeOffset At, string By, CallLineKind Kind, string Words)
{
    /// <summary>The organisation of an attendance: a place's code, or a partner's name where it is no place of the footprint.</summary>
    public string? Organisation { get; init; }

    /// <summary>The organisation, where it is a place of the footprint.</summary>
    public PlaceCode? Place { get; init; }

    /// <summary>Of an attendance.</summary>
    public Attendance? Attendance { get; init; }

    /// <summary>The number of the line that this one corrects; null for none.</summary>
    public long? Corrects { get; init; }
}
