using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Grains.Hosting.Cluster;

/// <summary>This node among the others of its cluster. Section <c>Cluster</c>; only the build on Orleans reads it.</summary>
public sealed class NodeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cluster";

    /// <summary>Which cluster this node joins: nodes with another name never see it. Default <c>systemflow</c>.</summary>
    [Required(ErrorMessage = "Cluster:Id must name the cluster.")]
    [RegularExpression("[a-z0-9-]{1,100}", ErrorMessage = "Cluster:Id must be 1 to 100 of a-z, 0-9 and -.")]
    public string Id { get; init; } = "systemflow";

    /// <summary>
    /// The address or host name under which the other nodes reach this one. They must be able to, and nobody else may: what nodes say
    /// to each other is neither signed nor encrypted. Default 127.0.0.1.
    /// </summary>
    [Required(ErrorMessage = "Cluster:Address must be the address by which other nodes reach this one.")]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port for what nodes say to each other. Default 11111.</summary>
    [Range(1, 65535, ErrorMessage = "Cluster:SiloPort must be 1 to 65535.")]
    public int SiloPort { get; init; } = 11111;

    /// <summary>
    /// Without PostgreSQL, for several nodes on one machine in a trial or a test: the silo port of the node that the others join. It must
    /// be started first, and the cluster ends with it. Default 0: this node is alone.
    /// </summary>
    [Range(0, 65535, ErrorMessage = "Cluster:PrimaryPort must be 0 to 65535.")]
    public int PrimaryPort { get; init; }

    /// <summary>
    /// How often nodes look whether the others live. Three looks in vain, as two nodes see it, and a node is given up: its places begin
    /// anew on the others. Shorter gives up nodes that merely paused. Default 1 second; 0.2 to 30.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:00:30", ErrorMessage = "Cluster:LookEvery must be 00:00:00.2 to 00:00:30.")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);
}
