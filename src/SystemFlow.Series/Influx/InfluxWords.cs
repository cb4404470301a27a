namespace SystemFlow.Series.Influx;

/// <summary>Says what is wrong with the server, and what to do.</summary>
internal static class InfluxWords
{
    public static string Of(InfluxException error, InfluxOptions options) => error.Trouble switch
    {
        Trouble.Away => $"InfluxDB at {options.Url} does not answer ({error.Message}). Start it, or correct Series:Influx:Url.",
        Trouble.SignIn => $"InfluxDB at {options.Url} refuses the sign-in ({error.Message}). "
            + (options.Token.Length > 0 ? "Check Series:Influx:Token, and that it may read and write the database."
                : options.User.Length > 0 ? "Check Series:Influx:User and Series:Influx:Password, and that they may read and write the database."
                : "Set Series:Influx:User and Series:Influx:Password (1.x), or Series:Influx:Token (2.x and 3)."),
        Trouble.NoDatabase => $"InfluxDB at {options.Url} has no database '{options.Database}' for this program ({error.Message}). "
            + $"On 1.x: CREATE DATABASE \"{options.Database}\", and GRANT ALL on it to the user. On 2.x: create a bucket, and map it "
            + $"with 'influx v1 dbrp create --db {options.Database} --rp autogen --default --bucket-id ID'. On 3: "
            + $"'influxdb3 create database {options.Database}'. Or correct Series:Influx:Database.",
        _ => Refused(options, error.Message),
    };

    public static string Refused(InfluxOptions options, string words) => $"InfluxDB at {options.Url} would not do it: {words}.";

    public static string NoDelete(InfluxOptions options, string words) =>
        $"InfluxDB at {options.Url} does not delete ({words}). InfluxDB 3 Core cannot: there, nothing can be thinned out "
        + "(set Series:Retention:Enabled=false), and a place cannot be forgotten. Else let 1.x or 2.x hold the record, or the embedded store.";
}
