using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Influx;

/// <summary>What a row of the spool has the server do.</summary>
internal enum SpoolKind
{
    /// <summary>Keep this reading, and what it replaced as an amendment.</summary>
    Reading = 0,
    /// <summary>A reading that could not be compared with what the server has: to be settled when it is there.</summary>
    Open = 1,
    /// <summary>Drop the readings of a series from one moment to another.</summary>
    DeleteReadings = 2,
    /// <summary>Drop one amendment of a series.</summary>
    DeleteAmendment = 3,
    /// <summary>Drop everything about the place of a series.</summary>
    DeletePlace = 4,
}

/// <summary>A row of the spool.</summary>
/// <param name="Id">Its turn.</param>
/// <param name="Row">The reading. Of a deletion, its period is the first moment.</param>
/// <param name="Replaced">What the reading replaced.</param>
/// <param name="At">
/// When it was replaced, in nanoseconds, no two at once. Of a deletion of readings, the last moment in ticks; of an amendment's, its moment.
/// </param>
/// <param name="Came">When it came, in ticks.</param>
internal sealed record SpoolRow(long Id, SpoolKind Kind, SeriesKey Key, Row Row, Row? Replaced, long? At, long Came)
{
    /// <summary>The columns that <see cref="Read"/> reads, in its order.</summary>
    public const string Columns =
        "id, kind, series, period, value, submitted, known, about, at, old_value, old_submitted, old_known, old_about, came";

    public bool IsDeletion => Kind >= SpoolKind.DeleteReadings;

    public static SpoolRow Delete(SpoolKind kind, SeriesKey key, long first, long at) =>
        new(0, kind, key, new Row(first, null, 0, 0, ""), null, at, 0);

    /// <summary>Binds the parameters for <see cref="Columns"/>.</summary>
    public void Bind(Statement statement, long series)
    {
        statement.Bind(1, Id).Bind(2, (long)Kind).Bind(3, series).Bind(4, Row.Period).Bind(8, Row.About).Bind(9, At).Bind(14, Came);
        statement.Bind(5, Row.Value).Bind(6, Row.Submitted).Bind(7, Unless(Row.Known, Row.Submitted));
        statement.Bind(10, Replaced?.Value).Bind(11, Replaced?.Submitted).Bind(13, Replaced?.About);
        statement.Bind(12, Replaced is { } old ? Unless(old.Known, old.Submitted) : null);
    }

    /// <summary>Binds what is settled of a row: its number, the reading, and what that replaced.</summary>
    public void BindSettled(Statement statement)
    {
        statement.Bind(1, Id).Bind(2, Row.Value).Bind(3, Row.Submitted).Bind(4, Unless(Row.Known, Row.Submitted)).Bind(5, Row.About);
        statement.Bind(6, At).Bind(7, Replaced?.Value).Bind(8, Replaced?.Submitted).Bind(10, Replaced?.About);
        statement.Bind(9, Replaced is { } old ? Unless(old.Known, old.Submitted) : null);
    }

    public static SpoolRow Read(Statement row, Func<long, SeriesKey> keyOf)
    {
        var period = row.Long(3);
        Row? replaced = row.Text(12) is { } about ? ReadRow(row, period, 9, about) : null;
        return new SpoolRow(
            row.Long(0), (SpoolKind)row.Long(1), keyOf(row.Long(2)), ReadRow(row, period, 4, row.Text(7)!), replaced, row.LongOrNull(8), row.Long(13));
    }

    private static Row ReadRow(Statement row, long period, int at, string about) =>
        new(period, row.DoubleOrNull(at), row.Long(at + 1), row.LongOrNull(at + 2) ?? row.Long(at + 1), about);

    private static long? Unless(long value, long same) => value == same ? null : value;
}
