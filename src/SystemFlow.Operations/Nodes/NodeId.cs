using System.Globalization;
using System.Security.Cryptography;

namespace SystemFlow.Operations.Nodes;

/// <summary>What one run of the program is called among those that share a database: its machine, its process and a few letters of chance.</summary>
/// <param name="Value">Letters, digits, hyphens and dots; at most 64. Never that of an earlier run.</param>
public sealed record NodeId(string Value)
{
    private const int LongestMachine = 40;

    /// <summary>A name for this run.</summary>
    public static NodeId New() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{Named(Environment.MachineName)}-{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}"));

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string Named(string machine) =>
        new([.. machine.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.').Take(LongestMachine)]);
}
