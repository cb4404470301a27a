using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Web.Limits;

/// <summary>How much may be asked of the program. Section <c>Limits</c>. Generous, because a whole control room may come from one address.</summary>
public sealed class LimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Limits";

    /// <summary>Pages and reads a minute of one account, feed's key or, where neither is known, address. Default 3,000; 10 to 1,000,000.</summary>
    [Range(10, 1_000_000, ErrorMessage = "Limits:RequestsPerMinute must be 10 to 1,000,000.")]
    public int RequestsPerMinute { get; init; } = 3_000;

    /// <summary>Wrong feed keys a minute of one address, after which only a right one is answered otherwise than "wait". Default 30; 1 to 10,000.</summary>
    [Range(1, 10_000, ErrorMessage = "Limits:WrongKeysPerMinute must be 1 to 10,000.")]
    public int WrongKeysPerMinute { get; init; } = 30;

    /// <summary>Open live pages and hub connections of one address. Default 500; 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "Limits:OpenPagesPerAddress must be 1 to 100,000.")]
    public int OpenPagesPerAddress { get; init; } = 500;

    /// <summary>Open live pages and hub connections in all; each page takes about a megabyte. Default 2,000; 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "Limits:OpenPages must be 1 to 100,000.")]
    public int OpenPages { get; init; } = 2_000;

    /// <summary>Pages whose connection was lost and whose state is kept, for three minutes, so that they can go on. Default 200; 0 to 10,000.</summary>
    [Range(0, 10_000, ErrorMessage = "Limits:LostPagesKept must be 0 to 10,000.")]
    public int LostPagesKept { get; init; } = 200;

    /// <summary>Calls a second of one hub connection. Default 10; 1 to 1,000.</summary>
    [Range(1, 1_000, ErrorMessage = "Limits:HubCallsPerSecond must be 1 to 1,000.")]
    public int HubCallsPerSecond { get; init; } = 10;

    /// <summary>The longest body of a request that brings no feed's data, such as a form, in bytes. Default 1 MB; 10,000 to 100,000,000.</summary>
    [Range(10_000, 100_000_000, ErrorMessage = "Limits:FormBytes must be 10,000 to 100,000,000.")]
    public int FormBytes { get; init; } = 1_000_000;
}
