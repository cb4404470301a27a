using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Web.Hosting;

/// <summary>Where data is kept. Section <c>Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Data";

    /// <summary>The folder of all that is kept; made if need be. Default <c>data</c>, in the folder that the program is started from.</summary>
    [Required(ErrorMessage = "Data:Directory must name a folder.")]
    public string Directory { get; init; } = "data";
}

/// <summary>The simulated feed. Section <c>Simulator</c>; <c>--no-simulator</c> turns it off.</summary>
public sealed class SimulatorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Simulator";

    /// <summary>Whether the simulator feeds the system. Default true; a replay turns it off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Chooses one of the possible courses of events. Default 1.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>A replay of the past. Section <c>Replay</c>; <c>--replay FILE --speed N --place CODE</c>.</summary>
public sealed class ReplayOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Replay";

    /// <summary>A daily return as published, observations as CSV, or a list of arrivals; null for no replay.</summary>
    public string? File { get; init; }

    /// <summary>The place that the file speaks of, where it names none; <c>--place</c>. Default null: nobody says.</summary>
    public string? Place { get; init; }

    /// <summary>Seconds of the past for each second. Default 600; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Replay:Speed must be 1 to 1,000,000.")]
    public double Speed { get; init; } = 600;
}

/// <summary>Who may look without signing in. Section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Access";

    /// <summary>
    /// <c>viewer</c>: anybody who reaches the program may look. <c>none</c>: nobody without a key or signed in. Default: viewer while
    /// the program listens on this machine only, else none. Changes always need a key, or a person who is signed in.
    /// </summary>
    [RegularExpression("viewer|none", ErrorMessage = "Access:Anonymous must be viewer or none.")]
    public string? Anonymous { get; init; }
}
