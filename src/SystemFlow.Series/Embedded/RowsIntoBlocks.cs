using Microsoft.Data.Sqlite;
using SystemFlow.Series.Embedded.Packing;

namespace SystemFlow.Series.Embedded;

/// <summary>Brings a file of before 28 November 2026, which had a row for each reading, into blocks; inside a transaction that somebody else began.</summary>
internal static class RowsIntoBlocks
{
    private const int MostAtOnce = 100 * PackedRows.Most;

    public static void Run(SqliteConnection connection)
    {
        using var amendments = new AmendmentTable(connection);
        using var writer = new BlockWriter(connection, amendments);
        using (var rows = new Statement(connection,
            "SELECT series, period_end, value, origin, submitted, started, detail, known FROM reading ORDER BY series, period_end"))
        {
            var (series, waiting) = (0L, new List<Row>());
            while (rows.Step())
            {
                if (rows.Long(0) != series) Write(isTail: true);
                else if (waiting.Count >= MostAtOnce) Write(isTail: false);
                series = rows.Long(0);
                waiting.Add(Read(rows));
            }

            Write(isTail: true);

            void Write(bool isTail)
            {
                if (waiting.Count == 0) return;
                writer.Insert(series, waiting.ToArray(), Level.Raw, isTail: true);
                if (isTail) writer.KeepNewest(series, waiting[^1]);
                waiting.Clear();
            }
        }

        using var drop = new Statement(connection, "DROP TABLE reading");
        drop.Run();
    }

    private static Row Read(Statement row)
    {
        var end = row.Long(1);
        return new Row(
            end, row.DoubleOrNull(2) ?? double.NaN, end + (row.LongOrNull(4) ?? 0), checked((int)row.Long(3)),
            row.LongOrNull(5) is { } started ? end + started : 0, row.LongOrNull(7) is { } known ? end + known : 0, Details.Read(row.Text(6)));
    }
}
