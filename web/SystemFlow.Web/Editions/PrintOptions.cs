using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Web.Editions;

/// <summary>How documents become PDF. Section <c>Print</c>.</summary>
public sealed class PrintOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Print";

    /// <summary>
    /// The browser that prints: a path, or a name on the PATH. Null: the first of chromium, chromium-browser, google-chrome and msedge that
    /// is on the PATH; where there is none, documents have no PDF and say so.
    /// </summary>
    public string? Browser { get; init; }

    /// <summary>Whether the browser runs without its sandbox, which it cannot have as root or in some containers. Default false; as root always.</summary>
    public bool NoSandbox { get; init; }

    /// <summary>Where PDFs are kept, so that each is printed once. Default <c>prints</c> in the data folder.</summary>
    public string Folder { get; set; } = "";

    /// <summary>How long one print may take. Default 30 seconds; 1 second to 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true,
        ErrorMessage = "Print:Timeout must be 1 second to 5 minutes.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
