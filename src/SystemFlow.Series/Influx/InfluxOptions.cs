namespace SystemFlow.Series.Influx;

/// <summary>Settings of the store on an InfluxDB server: section <c>Series:Influx</c>.</summary>
public sealed class InfluxOptions
{
    /// <summary>The server's address, such as <c>http://127.0.0.1:8086</c>; https for TLS, by the certificates that the system trusts.</summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// The database, of this program alone: made where the server allows it (1.x). With 2.x the database that is mapped to the bucket.
    /// </summary>
    public string Database { get; set; } = "systemflow";

    /// <summary>Signs in with a name, as 1.x takes it; empty for none.</summary>
    public string User { get; set; } = "";

    /// <summary>The name's password. From the environment (<c>Series__Influx__Password</c>) or a file of <c>Secrets:Directory</c>.</summary>
    public string Password { get; set; } = "";

    /// <summary>Signs in with a token, as 2.x and 3 take it; empty for none. Given as the password is.</summary>
    public string Token { get; set; } = "";

    /// <summary>
    /// Whether other programs write the database too, as the nodes of a cluster do: then what is remembered of it is asked for anew. Default false; the host
    /// sets it where nodes share a PostgreSQL.
    /// </summary>
    public bool IsShared { get; set; }

    /// <summary>The folder of the spool. Default: <c>influx-spool</c> beside <see cref="SeriesOptions.Path"/>.</summary>
    public string SpoolPath { get; set; } = "";

    /// <summary>How large the spool may grow while the server is away. Default 1,024; 1 to 1,048,576.</summary>
    public int SpoolMegabytes { get; set; } = 1_024;

    /// <summary>How long the server may take for an answer. Default 30 seconds; 1 to 600.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Whether a password or a token goes over a network as it is.</summary>
    internal bool SaysSecretsAloud =>
        (Password.Length > 0 || Token.Length > 0) && new Uri(Url) is { Scheme: "http", IsLoopback: false };

    /// <summary>Everything that is wrong with them, each with the key to set.</summary>
    internal IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            yield return "Series:Influx:Url must be the InfluxDB server's address, such as http://127.0.0.1:8086.";
        }
        else if (address.UserInfo.Length > 0)
        {
            yield return "Series:Influx:Url must not hold a name or a password. Set Series:Influx:User and Series:Influx:Password.";
        }

        if (string.IsNullOrWhiteSpace(Database)) yield return "Series:Influx:Database must name the database, such as systemflow.";
        if (Token.Length > 0 && User.Length > 0)
        {
            yield return "Set Series:Influx:Token or Series:Influx:User and Series:Influx:Password, not both.";
        }

        if (User.Length > 0 != Password.Length > 0)
        {
            yield return "Series:Influx:User and Series:Influx:Password go together: set both or neither.";
        }

        if (SpoolMegabytes is < 1 or > 1_048_576) yield return "Series:Influx:SpoolMegabytes must be 1 to 1,048,576 MB.";
        if (TimeoutSeconds is < 1 or > 600) yield return "Series:Influx:TimeoutSeconds must be 1 to 600 seconds.";
    }

    /// <summary>The spool's folder.</summary>
    internal string SpoolFolder(string seriesPath) => Path.GetFullPath(
        SpoolPath.Length > 0 ? SpoolPath : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(seriesPath))!, "influx-spool"));
}
