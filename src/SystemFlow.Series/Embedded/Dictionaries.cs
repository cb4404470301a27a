using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded.Packing;

namespace SystemFlow.Series.Embedded;

/// <summary>What all readings of a feed have in common.</summary>
internal readonly record struct Origin(string Source, Method Method, TimeSpan? Cadence, Absent? Absent)
{
    public static Origin Of(Reading reading) => new(reading.Source, reading.Method, reading.Cadence, reading.Absent);
}

/// <summary>What is in memory of the file: which series there are, where readings come from, and what is not in blocks yet.</summary>
internal sealed partial class Dictionaries
{
    public Heads Heads { get; } = new();

    public IdMap<Origin> Origins { get; } = new();

    /// <summary>Rows that were read from the log.</summary>
    public int Logged { get; private set; }

    /// <summary>Reads what a program that was killed had not brought into blocks. What is damaged is put aside and told.</summary>
    public static Dictionaries Load(SqliteConnection connection, ILogger logger)
    {
        var loaded = new Dictionaries();
        var bySeries = new Dictionary<long, Head>();
        using var series = new Statement(connection, "SELECT id, place, metric, newest FROM series");
        while (series.Step())
        {
            var head = loaded.Heads.Load(series.Long(0), new SeriesKey(PlaceCode.Parse(series.Text(1)!), MetricKey.Parse(series.Text(2)!)));
            if (!series.IsNull(3)) head.Load(PackedRows.Unpack(series.Blob(3))[0]);
            bySeries[head.Series] = head;
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

        using var known = new Statement(connection, "SELECT min(known) FROM block");
        known.Step();
        loaded.Heads.KnownSince = known.LongOrNull(0) ?? long.MaxValue;
        known.Reset();
        loaded.ReadLog(connection, bySeries, logger);
        return loaded;
    }

    private void ReadLog(SqliteConnection connection, Dictionary<long, Head> bySeries, ILogger logger)
    {
        var damaged = new List<long>();
        using (var log = new Statement(connection, "SELECT seq, bytes FROM log ORDER BY seq"))
        {
            while (log.Step())
            {
                try
                {
                    Put(LogEntry.Read(log.Blob(1)), bySeries);
                }
                catch (Exception error) when (Block.IsDamage(error))
                {
                    damaged.Add(log.Long(0));
                    Log.Damaged(logger, log.Long(0), error);
                }
            }
        }

        foreach (var seq in damaged)
        {
            using var aside = new Statement(connection, "INSERT INTO damaged (bytes) SELECT bytes FROM log WHERE seq = ?1");
            aside.Bind(1, seq).Run();
            using var delete = new Statement(connection, "DELETE FROM log WHERE seq = ?1");
            delete.Bind(1, seq).Run();
        }
    }

    private void Put(List<(long Series, Row Row)> rows, Dictionary<long, Head> bySeries)
    {
        var touched = new List<Head>();
        var firstKnown = long.MaxValue;
        foreach (var (id, row) in rows)
        {
            if (!bySeries.TryGetValue(id, out var head)) continue; // Its place was deleted.
            if (!head.IsTouched) touched.Add(head);
            head.Stage(row);
            firstKnown = Math.Min(firstKnown, row.KnownTicks);
        }

        Heads.Publish(touched, firstKnown);
        Logged += rows.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Group {Seq} of the log is damaged and was put aside: its readings are missing until a backup is put back")]
        public static partial void Damaged(ILogger logger, long seq, Exception error);
    }
}
