namespace SystemFlow.Operations.Storage;

/// <summary>What the writers of a database wait for.</summary>
/// <param name="LongestWait">How long for another writer, of this process, another program or another node.</param>
/// <param name="WaitsForDisk">
/// Whether a write is on the database's disk when it returns. Where not, a process that ends still takes nothing with it, and a power cut
/// perhaps the last moments.
/// </param>
internal sealed record StorageTerms(TimeSpan LongestWait, bool WaitsForDisk)
{
    /// <summary>For what was acknowledged: on disk when it returns.</summary>
    public static StorageTerms Kept { get; } = new(TimeSpan.FromSeconds(5), WaitsForDisk: true);

    /// <summary>For counts and what was refused: nobody waits for it.</summary>
    public static StorageTerms Light { get; } = new(TimeSpan.FromSeconds(2), WaitsForDisk: false);
}
