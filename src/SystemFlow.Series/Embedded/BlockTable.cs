using Microsoft.Data.Sqlite;
using SystemFlow.Series.Embedded.Packing;

namespace SystemFlow.Series.Embedded;

/// <summary>A piece of one series as it lies in the file.</summary>
/// <param name="Id">Its row.</param>
/// <param name="First">Its first period's end, in UTC ticks.</param>
/// <param name="Last">Its last period's end.</param>
/// <param name="Known">When anything in it was first known, what it replaced and what was merged included.</param>
/// <param name="Count">Rows in it.</param>
/// <param name="Level">How far it is thinned out.</param>
internal readonly record struct Block(long Id, long Series, long First, long Last, long Known, int Count, Level Level, byte[] Bytes)
{
    /// <summary>Whether the next row begins another one.</summary>
    public bool IsFull => Count >= PackedRows.Most;

    /// <exception cref="SeriesException">It is damaged.</exception>
    public Row[] Rows()
    {
        try
        {
            return PackedRows.Unpack(Bytes);
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw Damaged(error);
        }
    }

    /// <inheritdoc cref="Rows"/>
    public void Thin(long from, long to, Thinning into)
    {
        try
        {
            PackedRows.Thin(Bytes, from, to, into);
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw Damaged(error);
        }
    }

    public static bool IsDamage(Exception error) => error is DamagedException or System.Text.Json.JsonException or OverflowException;

    private SeriesException Damaged(Exception error) => new(
        $"Block {Id} of series {Series}, {new DateTime(First, DateTimeKind.Utc):u} to {new DateTime(Last, DateTimeKind.Utc):u}, is damaged. "
        + $"{error.Message} Check the disk, see with --verify-series what else is damaged, and put back a backup.", error);
}

/// <summary>How far rows are thinned out.</summary>
internal enum Level
{
    /// <summary>As they came.</summary>
    Raw,
    /// <summary>One for each five minutes.</summary>
    FiveMinutes,
    /// <summary>One for each day.</summary>
    Daily,
}

/// <summary>Looks blocks up. Blocks of one series do not overlap.</summary>
internal sealed class BlockTable(SqliteConnection connection) : IDisposable
{
    private const string Columns = "id, series, first, last, known, count, level, bytes";

    private readonly Statement _at = new(connection, $"SELECT {Columns} FROM block WHERE series = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1");
    private readonly Statement _after = new(connection, $"SELECT {Columns} FROM block WHERE series = ?1 AND first > ?2 ORDER BY first LIMIT 1");
    private readonly Statement _knownBefore = new(connection,
        $"SELECT {Columns} FROM block WHERE series = ?1 AND first <= ?2 AND known <= ?3 ORDER BY first DESC LIMIT 1");

    /// <summary>The last block that begins at a moment or before it; null when there is none.</summary>
    public Block? At(long series, long moment) => One(_at.Bind(1, series).Bind(2, moment));

    /// <summary>The first block that begins after a moment; null when there is none.</summary>
    public Block? After(long series, long moment) => One(_after.Bind(1, series).Bind(2, moment));

    /// <summary>The last block that begins at a moment or before it, and of which something was known by another one.</summary>
    public Block? KnownBefore(long series, long moment, long known) => One(_knownBefore.Bind(1, series).Bind(2, moment).Bind(3, known));

    /// <summary>Blocks that have rows in a stretch of time, oldest first, each looked up when the one before it is done with.</summary>
    public IEnumerable<Block> Between(long series, long from, long to)
    {
        var block = At(series, from);
        if (block is not { } first || first.Last < from) block = After(series, from);
        for (; block is { } next && next.First < to; block = After(series, next.First)) yield return next;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _at, _after, _knownBefore }) statement.Dispose();
    }

    private static Block? One(Statement query)
    {
        if (!query.Step()) return null;
        try
        {
            return new Block(
                query.Long(0), query.Long(1), query.Long(2), query.Long(3), query.Long(4), (int)query.Long(5), (Level)query.Long(6),
                query.Blob(7));
        }
        finally
        {
            query.Reset();
        }
    }
}

/// <summary>Writes blocks, inside a transaction that somebody else began.</summary>
internal sealed class BlockWriter(SqliteConnection connection, AmendmentTable amendments) : IDisposable
{
    private readonly Statement _insert = new(connection,
        "INSERT INTO block (series, first, last, known, count, level, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private readonly Statement _delete = new(connection, "DELETE FROM block WHERE id = ?1");
    private readonly Statement _level = new(connection, "UPDATE block SET level = ?2 WHERE id = ?1");
    private readonly Statement _newest = new(connection, "UPDATE series SET newest = ?2 WHERE id = ?1");
    private readonly Statement _putAside = new(connection,
        "INSERT INTO damaged SELECT id, series, first, last, bytes FROM block WHERE id = ?1");

    /// <param name="known">When something that is not in the rows any more was known, which their blocks replace.</param>
    /// <param name="isTail">Whether the series ends here: then the last block is left with room for what comes next.</param>
    public void Insert(long series, ReadOnlySpan<Row> rows, Level level, bool isTail, long known = long.MaxValue)
    {
        var pieces = (rows.Length + PackedRows.Most - 1) / PackedRows.Most;
        for (var piece = 0; piece < pieces; piece++)
        {
            var size = isTail ? Math.Min(PackedRows.Most, rows.Length) : (rows.Length + pieces - piece - 1) / (pieces - piece);
            InsertOne(series, rows[..size], level, known);
            rows = rows[size..];
        }
    }

    public void Delete(long block) => _delete.Bind(1, block).Run();

    public void Mark(long block, Level level) => _level.Bind(1, block).Bind(2, (long)level).Run();

    /// <summary>The series' newest row, for the next start.</summary>
    public void KeepNewest(long series, Row newest) => _newest.Bind(1, series).Bind(2, PackedRows.Pack([newest])).Run();

    /// <summary>Takes a damaged block out of the way, and keeps it for whoever looks into it.</summary>
    public void PutAside(long block)
    {
        _putAside.Bind(1, block).Run();
        Delete(block);
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _delete, _level, _newest, _putAside }) statement.Dispose();
    }

    private void InsertOne(long series, ReadOnlySpan<Row> rows, Level level, long known)
    {
        foreach (var row in rows)
        {
            known = Math.Min(known, row.KnownTicks);
            if (row.IsAmended) known = Math.Min(known, amendments.FirstKnown(series, row.End) ?? known);
        }

        _insert.Bind(1, series)
            .Bind(2, rows[0].End)
            .Bind(3, rows[^1].End)
            .Bind(4, known)
            .Bind(5, rows.Length)
            .Bind(6, (long)level)
            .Bind(7, PackedRows.Pack(rows))
            .Run();
    }
}
