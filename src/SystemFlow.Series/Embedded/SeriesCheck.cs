using Microsoft.Data.Sqlite;
using SystemFlow.Series.Embedded.Packing;

namespace SystemFlow.Series.Embedded;

/// <summary>Reads a series file from end to end, and says what in it is not as it was written.</summary>
public static class SeriesCheck
{
    /// <summary>Also beside a program that has the file open. Changes nothing.</summary>
    /// <param name="path">The series file.</param>
    /// <param name="progress">Takes how many blocks of how many were read.</param>
    /// <exception cref="SeriesException">It cannot be opened, or is no series file of this version.</exception>
    public static SeriesCheckReport Run(string path, Action<long, long> progress)
    {
        try
        {
            using var connection = SeriesFile.OpenReader(path);
            SeriesFile.RefuseOtherVersions(connection, path);
            var problems = new List<string>();
            problems.AddRange(Texts(connection, "PRAGMA integrity_check").Where(line => line != "ok").Select(line => $"SQLite: {line}"));
            var readings = Blocks(connection, problems, progress) + LogRows(connection, problems);
            problems.AddRange(Texts(connection, "SELECT 'Put aside earlier as damaged: ' || coalesce('block ' || id || ' of series ' || series, 'a part of the log') FROM damaged"));
            problems.AddRange(Texts(connection,
                "SELECT 'Block ' || id || ' belongs to no series: ' || series FROM block WHERE series NOT IN (SELECT id FROM series)"));
            return new SeriesCheckReport(readings, [.. problems]);
        }
        catch (SqliteException error)
        {
            throw SqliteFault.Explain(error, path);
        }
    }

    private static long Blocks(SqliteConnection connection, List<string> problems, Action<long, long> progress)
    {
        using var count = new Statement(connection, "SELECT count(*) FROM block");
        count.Step();
        var (all, done, readings, series, end) = (count.Long(0), 0L, 0L, 0L, long.MinValue);
        using var blocks = new Statement(connection, "SELECT id, series, first, last, count, bytes FROM block ORDER BY series, first");
        while (blocks.Step())
        {
            if (blocks.Long(1) != series) (series, end) = (blocks.Long(1), long.MinValue);
            var name = $"Block {blocks.Long(0)} of series {series}, {new DateTime(blocks.Long(2), DateTimeKind.Utc):u}";
            try
            {
                var rows = PackedRows.Unpack(blocks.Blob(5));
                if (rows.Length != blocks.Long(4) || rows[0].End != blocks.Long(2) || rows[^1].End != blocks.Long(3)) problems.Add($"{name}: its rows are others than it says.");
                if (rows[0].End <= end) problems.Add($"{name}: it begins before the one before it ends.");
                for (var i = 1; i < rows.Length; i++)
                {
                    if (rows[i].End <= rows[i - 1].End) problems.Add($"{name}: its rows are not in order.");
                }

                (end, readings) = (rows[^1].End, readings + rows.Length);
            }
            catch (Exception error) when (Block.IsDamage(error))
            {
                problems.Add($"{name}: damaged. {error.Message}");
            }

            progress(++done, all);
        }

        return readings;
    }

    private static long LogRows(SqliteConnection connection, List<string> problems)
    {
        var readings = 0L;
        using var log = new Statement(connection, "SELECT seq, bytes FROM log ORDER BY seq");
        while (log.Step())
        {
            try
            {
                readings += LogEntry.Read(log.Blob(1)).Count;
            }
            catch (Exception error) when (Block.IsDamage(error))
            {
                problems.Add($"Group {log.Long(0)} of the log: damaged. {error.Message}");
            }
        }

        return readings;
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        var texts = new List<string>();
        while (statement.Step()) texts.Add(statement.Text(0)!);
        return texts;
    }
}

/// <summary>What a check of a series file found.</summary>
/// <param name="Readings">Readings that could be read; one that was amended since it was last brought into its block counts twice.</param>
/// <param name="Problems">What is damaged, a line each; none for a sound file.</param>
public sealed record SeriesCheckReport(long Readings, IReadOnlyList<string> Problems);
