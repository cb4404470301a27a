namespace SystemFlow.Domain.Editions;

/// <summary>A document that is composed at a set time, sent, and kept as it was.</summary>
public enum EditionKind
{
    /// <summary>The whole system at a moment, once a day.</summary>
    Daily,
    /// <summary>A board pack of a week, Monday to Sunday.</summary>
    Weekly,
    /// <summary>A board pack of a calendar month.</summary>
    Monthly,
}
