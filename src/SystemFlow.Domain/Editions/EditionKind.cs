namespace SystemFlow.Domain.Editions;

/// <summary>A document that is composed at a set time, sent, and kept as it was.</summary>
public enum EditionKind
{
    /// <summary>The whole system at a moment, once a day.</summary>
    Daily,
    /// <summary>The same, because a person asked, at any moment; it stands beside the daily one and never in its place.</summary>
    Asked,
    /// <summary>A board pack of a week, Monday to Sunday.</summary>
    Weekly,
    /// <summary>A board pack of a calendar month.</summary>
    Monthly,
}

/// <summary>What kinds have in common.</summary>
public static class EditionKinds
{
    /// <summary>Whether it is a dashboard of the whole system, and no board pack.</summary>
    public static bool IsDashboard(this EditionKind kind) => kind is EditionKind.Daily or EditionKind.Asked;
}
