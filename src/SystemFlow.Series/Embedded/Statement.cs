using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SystemFlow.Series.Embedded;

/// <summary>
/// A prepared statement, used again and again by one thread at a time. It goes below ADO.NET, whose boxed parameters
/// and readers cost more than SQLite itself does. Parameters count from 1, columns from 0.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, long? value) => value is { } given ? Bind(parameter, given) : BindNull(parameter);

    public Statement Bind(int parameter, double? value)
    {
        if (value is not { } given) return BindNull(parameter);
        Check(raw.sqlite3_bind_double(_statement, parameter, given));
        return this;
    }

    public Statement Bind(int parameter, string? value)
    {
        if (value is null) return BindNull(parameter);
        Check(raw.sqlite3_bind_text(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    /// <summary>Moves to the next row; false at the end, and then the statement is ready to be used again.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        var problem = result == raw.SQLITE_DONE ? null : Problem(result);
        raw.sqlite3_reset(_statement);
        return problem is null ? false : throw problem;
    }

    /// <summary>Runs a statement that gives no rows, and says how many it changed.</summary>
    public int Run()
    {
        while (Step()) { /* A pragma may answer; nobody asked. */ }
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Lets go of the rows that were not fetched. An error here is the last step's, already thrown.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public double? DoubleOrNull(int column) => IsNull(column) ? null : Double(column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private Statement BindNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw Problem(result);
    }

    private SqliteException Problem(int result) => new(
        raw.sqlite3_errmsg(_database).utf8_to_string(), result & 0xFF, raw.sqlite3_extended_errcode(_database));
}
