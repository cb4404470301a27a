namespace SystemFlow.Feeds.Adt;

/// <summary>
/// What is read of one HL7 v2 message, and all that is ever copied from it: whose system sent it, what happened, where
/// and when. Nothing in it is a person's. Fields are empty where not sent, or longer than any of them may be.
/// </summary>
/// <param name="Row">Which message of the body it is, from 1.</param>
/// <param name="IsReadable">Whether its MSH says how its fields are divided; if not, all else is empty.</param>
public sealed record AdtMessage(int Row, bool IsReadable)
{
    /// <summary>MSH-3.</summary>
    public string Application { get; init; } = "";

    /// <summary>MSH-4: the first part of it.</summary>
    public string Facility { get; init; } = "";

    /// <summary>MSH-7, as sent.</summary>
    public string SentAt { get; init; } = "";

    /// <summary>MSH-9, its first part: ADT.</summary>
    public string Type { get; init; } = "";

    /// <summary>MSH-9, its second part, else EVN-1: A01.</summary>
    public string Trigger { get; init; } = "";

    /// <summary>MSH-10.</summary>
    public string ControlId { get; init; } = "";

    /// <summary>MSH-11: P for production, T for tests, D for mending.</summary>
    public string Processing { get; init; } = "";

    /// <summary>MSH-12.</summary>
    public string Version { get; init; } = "";

    /// <summary>EVN-2, as sent.</summary>
    public string RecordedAt { get; init; } = "";

    /// <summary>EVN-6, as sent.</summary>
    public string OccurredAt { get; init; } = "";

    /// <summary>Whether it has a PV1 segment.</summary>
    public bool HasVisit { get; init; }

    /// <summary>PV1-2: E for emergency, I for an inpatient.</summary>
    public string Class { get; init; } = "";

    /// <summary>PV1-3, the facility in it: the ODS code of the site.</summary>
    public string Site { get; init; } = "";

    /// <summary>PV1-44, as sent: when the visit began.</summary>
    public string AdmittedAt { get; init; } = "";

    /// <summary>PV1-45, as sent: when it ended.</summary>
    public string DischargedAt { get; init; } = "";
}
