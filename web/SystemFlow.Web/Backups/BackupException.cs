namespace SystemFlow.Web.Backups;

/// <summary>A backup or a restore could not be done, or not well. The message says what, why, and what to do.</summary>
internal sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether something that was looked at is damaged; otherwise the command could not be done.</summary>
    public bool IsDamage { get; init; }
}
