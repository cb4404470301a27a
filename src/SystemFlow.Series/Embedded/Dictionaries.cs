using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>What all readings of a feed have in common.</summary>
internal readonly record struct Origin(string Source, Method Method, TimeSpan? Cadence, Absent? Absent)
{
    public static Origin Of(Reading reading) => new(reading.Source, reading.Method, reading.Cadence, reading.Absent);
}

/// <summary>The two dictionary tables, in memory: which series there are, and where readings come from.</summary>
internal sealed class Dictionaries
{
    public IdMap<SeriesKey> Series { get; } = new();

    public IdMap<Origin> Origins { get; } = new();

    public static Dictionaries Load(SqliteConnection connection)
    {
        var loaded = new Dictionaries();
        using var series = new Statement(connection, "SELECT id, place, metric FROM series");
        while (series.Step())
        {
            var key = new SeriesKey(PlaceCode.Parse(series.Text(1)!), MetricKey.Parse(series.Text(2)!));
            loaded.Series.Load(key, series.Long(0));
        }

        using var origins = new Statement(connection, "SELECT id, source, method, cadence, absent FROM origin");
        while (origins.Step())
        {
            var origin = new Origin(
                origins.Text(1)!,
                Enum.Parse<Method>(origins.Text(2)!),
                origins.LongOrNull(3) is { } ticks ? TimeSpan.FromTicks(ticks) : null,
                origins.Text(4) is { } absent ? Enum.Parse<Absent>(absent) : null);
            loaded.Origins.Load(origin, origins.Long(0));
        }

        return loaded;
    }
}
