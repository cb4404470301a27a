using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Operations.Events;

/// <summary>Where the event log is kept.</summary>
public sealed class EventLogOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Events";

    /// <summary>The file; its folder is made where there is none.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>Whether it is that file even where everything else is kept on a server: a replay's is.</summary>
    public bool IsOwnFile { get; set; }
}

/// <summary>The event log could not be written or read. The message says what to do.</summary>
public sealed class EventLogException(string message, Exception? inner = null) : Exception(message, inner);
