using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Operations.Audit;

/// <summary>Where the audit and its key are kept. Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Audit";

    /// <summary>The file; its folder is made where there is none. Default <c>audit.db</c> in the data folder.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>
    /// The file of the key that lines are sealed with; made at the first start, for its owner alone. Default <c>audit-key</c> in the data
    /// folder: somewhere else, whoever can write the audit cannot seal it anew.
    /// </summary>
    public string KeyFile { get; set; } = "";

    /// <summary>The key itself, instead of a file: 32 characters or more. A secret; never logged.</summary>
    [MinLength(AuditKey.Shortest, ErrorMessage = "Audit:Key must be 32 characters or more.")]
    public string? Key { get; set; }
}
