using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace SystemFlow.Operations.Moving;

/// <summary>A table of a book in PostgreSQL, and how a file's rows come into it.</summary>
/// <param name="Database">Its schema.</param>
/// <param name="Columns">Those that are written: a row's own order comes by itself.</param>
internal sealed record BookTable(string Database, string Name, ImmutableArray<BookColumn> Columns)
{
    /// <summary>It in SQL.</summary>
    public string Where => $"{Database}.{Quote(Name)}";

    private string Named => string.Join(", ", Columns.Select(column => Quote(column.Name)));

    /// <summary>Those of a schema, in the order in which they were made: what others refer to first.</summary>
    public static ImmutableArray<BookTable> In(NpgsqlConnection into, string schema) =>
    [
        .. into.Query<string>(
            """
            SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = @schema AND relkind = 'r' AND relname <> 'schema_version' ORDER BY pg_class.oid
            """,
            new { schema }).ToList().Select(table => new BookTable(schema, table, BookColumn.Of(into, schema, table))),
    ];

    /// <summary>Copies a file's rows as they were added, and lets numbers go on after the last. Within a transaction.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="DbException">One of them cannot be used, or a row is refused.</exception>
    /// <exception cref="FormatException">A value is not what its column holds.</exception>
    public long Copy(SqliteConnection file, NpgsqlConnection into)
    {
        if (file.ExecuteScalar<long?>("SELECT wr FROM pragma_table_list WHERE name = @Name", new { Name }) is not { } isInItsKey) return 0; // Not begun there.
        var rows = Write(file, into, isInItsKey == 0);
        foreach (var column in Columns.Where(column => column.CountsUp))
        {
            var last = file.ExecuteScalar<long?>($"SELECT max({Quote(column.Name)}) FROM {Quote(Name)}") ?? 0;
            if (file.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'") > 0)
            {
                last = Math.Max(last, file.ExecuteScalar<long?>("SELECT seq FROM sqlite_sequence WHERE name = @Name", new { Name }) ?? 0);
            }

            if (last > 0) into.Execute("SELECT setval(pg_get_serial_sequence(@Where, @column), @last)", new { Where, column = column.Name, last });
        }

        return rows;
    }

    private long Write(SqliteConnection file, NpgsqlConnection into, bool hasOrder)
    {
        into.Execute($"SET LOCAL search_path = {Database}"); // A table's own triggers look for it there.
        using var rows = file.ExecuteReader($"SELECT {Named} FROM {Quote(Name)}{(hasOrder ? " ORDER BY rowid" : "")}");
        using var copy = into.BeginBinaryImport($"COPY {Where} ({Named}) FROM STDIN (FORMAT BINARY)");
        while (rows.Read())
        {
            copy.StartRow();
            for (var column = 0; column < Columns.Length; column++) Columns[column].Write(copy, rows.GetValue(column));
        }

        return checked((long)copy.Complete());
    }

    private static string Quote(string name) => $"\"{name}\"";
}

/// <summary>A column.</summary>
/// <param name="Type">As PostgreSQL calls it.</param>
/// <param name="CountsUp">Whether a row that says nothing gets the next number.</param>
internal sealed record BookColumn(string Name, string Type, bool CountsUp)
{
    /// <summary>Those of a table that can be written.</summary>
    public static ImmutableArray<BookColumn> Of(NpgsqlConnection into, string schema, string table) =>
    [
        .. into.Query<(string Name, string Type, string? Identity)>(
            """
            SELECT column_name, data_type, identity_generation FROM information_schema.columns
            WHERE table_schema = @schema AND table_name = @table ORDER BY ordinal_position
            """,
            new { schema, table }).Where(column => column.Identity != "ALWAYS").Select(column => new BookColumn(column.Name, column.Type, column.Identity is not null)),
    ];

    /// <summary>Writes a value as SQLite gives it.</summary>
    /// <exception cref="FormatException">It is not what the column holds.</exception>
    public void Write(NpgsqlBinaryImporter copy, object value)
    {
        switch (Type, value)
        {
            case (_, DBNull):
                copy.WriteNull();
                break;
            case ("bigint", long number):
                copy.Write(number, NpgsqlDbType.Bigint);
                break;
            case ("integer", long number):
                copy.Write(checked((int)number), NpgsqlDbType.Integer);
                break;
            case ("boolean", long flag):
                copy.Write(flag != 0, NpgsqlDbType.Boolean);
                break;
            case ("text", string text):
                copy.Write(text, NpgsqlDbType.Text);
                break;
            case ("bytea", byte[] bytes):
                copy.Write(bytes, NpgsqlDbType.Bytea);
                break;
            case ("timestamp with time zone", string moment):
                copy.Write(
                    DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime(), NpgsqlDbType.TimestampTz);
                break;
            default:
                throw new FormatException($"column {Name} has a value that is no {Type}");
        }
    }
}
