using System.ComponentModel.DataAnnotations;
using SystemFlow.Series.Influx;

namespace SystemFlow.Series;

/// <summary>Settings of the series store: section <c>Series</c>.</summary>
public sealed class SeriesOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Series";

    /// <summary>Which store keeps the record. Default: the embedded one.</summary>
    [EnumDataType(typeof(SeriesKind), ErrorMessage = "Series:Kind must be Embedded or Influx.")]
    public SeriesKind Kind { get; set; }

    /// <summary>The database file. Its directory is made if need be. No default: the host says where its data is.</summary>
    [Required(ErrorMessage = "Series:Path must name the database file, such as data/series.db.")]
    public string Path { get; set; } = "";

    /// <summary>
    /// How many readings may wait for the disk before senders are refused. Default 200,000; 1 to 10,000,000.
    /// </summary>
    [Range(1, 10_000_000, ErrorMessage = "Series:QueueCapacity must be 1 to 10,000,000 readings.")]
    public int QueueCapacity { get; set; } = 200_000;

    /// <summary>
    /// How many readings the log keeps before they are brought into blocks. More cost memory, some 60 bytes each, and time at the start after a
    /// kill; fewer pack worse. Default 500,000; 1 to 10,000,000.
    /// </summary>
    [Range(1, 10_000_000, ErrorMessage = "Series:LogReadings must be 1 to 10,000,000 readings.")]
    public int LogReadings { get; set; } = 500_000;

    /// <summary>The server, where <see cref="Kind"/> is <see cref="SeriesKind.Influx"/>.</summary>
    public InfluxOptions Influx { get; set; } = new();
}

/// <summary>Which store keeps the record.</summary>
public enum SeriesKind
{
    /// <summary>One file on this machine's disk; no server.</summary>
    Embedded,
    /// <summary>An InfluxDB server, with a spool on this machine's disk before it.</summary>
    Influx,
}
