using System.ComponentModel.DataAnnotations;

namespace SystemFlow.GrainRuntime;

/// <summary>The bounds of the embedded grain engine.</summary>
public sealed class GrainEngineOptions
{
    /// <summary>The section of the configuration that holds them.</summary>
    public const string Section = "Grains";

    /// <summary>
    /// How many calls may wait for one grain; more are refused. Default 10,000; 1 to 1,000,000.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "Grains:MailboxCapacity must be 1 to 1,000,000.")]
    public int MailboxCapacity { get; init; } = 10_000;

    /// <summary>
    /// How many messages may wait for one observer; the oldest are dropped, for the newer say more.
    /// Default 1,000; 1 to 1,000,000.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "Grains:ObserverCapacity must be 1 to 1,000,000.")]
    public int ObserverCapacity { get; init; } = 1_000;

    /// <summary>
    /// How long a caller waits for an answer, and how long a grain may take to activate or deactivate before its
    /// cancellation token says so. Default 30 seconds; 1 second to 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true,
        ErrorMessage = "Grains:ResponseTimeout must be 1 second to 1 hour.")]
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a grain that nobody calls stays active. Default 15 minutes; 10 seconds to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true,
        ErrorMessage = "Grains:CollectionAge must be 10 seconds to 7 days.")]
    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How often late answers and idle grains are looked for, and so how late either may be noticed.
    /// Default 1 second; 100 milliseconds to 1 minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true,
        ErrorMessage = "Grains:SweepInterval must be 100 milliseconds to 1 minute.")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(1);
}
