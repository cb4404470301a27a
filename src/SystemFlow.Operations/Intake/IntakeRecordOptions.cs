using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Operations.Intake;

/// <summary>Where it is kept what became of messages, and for how long. Configuration section <c>IntakeRecord</c>.</summary>
public sealed class IntakeRecordOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "IntakeRecord";

    /// <summary>The file; its folder is made where there is none.</summary>
    [Required(ErrorMessage = "IntakeRecord:Path must name a file.")]
    public string Path { get; set; } = "";

    /// <summary>Whether it is that file also where everything else is on a server: a replay's is. Default no.</summary>
    public bool IsOwnFile { get; set; }

    /// <summary>Refused rows that wait, for each feed; beyond it the oldest are dropped and counted. Default 10,000; 100 to 1,000,000.</summary>
    [Range(100, 1_000_000, ErrorMessage = "IntakeRecord:MaxRows must be 100 to 1000000.")]
    public int MaxRows { get; init; } = 10_000;

    /// <summary>Days that a refused row's content is kept. Default 30; 1 to 365.</summary>
    [Range(1, 365, ErrorMessage = "IntakeRecord:KeepDays must be 1 to 365.")]
    public int KeepDays { get; init; } = 30;

    internal TimeSpan KeepFor => TimeSpan.FromDays(KeepDays);
}
