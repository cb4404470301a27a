using System.Globalization;
using Microsoft.Data.Sqlite;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Embedded;

/// <summary>Writes readings one by one, inside a transaction that somebody else began.</summary>
internal sealed class ReadingTable(SqliteConnection connection, Dictionaries known) : IDisposable
{
    private readonly Statement _insert = new(connection,
        $"INSERT OR IGNORE INTO reading ({ReadingRow.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    private readonly Statement _find = new(connection,
        $"SELECT {ReadingRow.Columns} FROM reading WHERE series = ?1 AND period_end = ?2");
    private readonly Statement _keep = new(connection,
        $"INSERT INTO amendment (amended_by, {ReadingRow.Columns}) "
        + $"SELECT ?3, {ReadingRow.Columns} FROM reading WHERE series = ?1 AND period_end = ?2");
    private readonly Statement _replace = new(connection,
        $"REPLACE INTO reading ({ReadingRow.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    private readonly Statement _confirm = new(connection,
        "UPDATE reading SET known = coalesce(known, submitted, 0), submitted = ?3 WHERE series = ?1 AND period_end = ?2");
    private readonly Statement _series = new(connection, "INSERT INTO series (id, place, metric) VALUES (?1, ?2, ?3)");
    private readonly Statement _origin = new(connection,
        "INSERT INTO origin (id, source, method, cadence, absent) VALUES (?1, ?2, ?3, ?4, ?5)");

    public Appended Append(Reading reading)
    {
        var series = known.Series.IdOf(new SeriesKey(reading.Place, reading.Metric));
        ReadingRow.Bind(_insert, reading, series, known.Origins.IdOf(Origin.Of(reading)));
        if (_insert.Run() > 0) return new Appended(AppendOutcome.Accepted, reading);

        var stored = Find(series, reading.PeriodEnd);
        if (Submission.Replaces(stored, reading))
        {
            return Amend(series, reading with { AmendedFrom = stored.Value, AmendedAt = reading.SubmittedAt });
        }

        return new Appended(
            AppendOutcome.Duplicate, Submission.Confirms(stored, reading) ? Confirm(series, stored, reading.SubmittedAt) : stored);
    }

    /// <summary>Saves the series and origins that this transaction met first.</summary>
    public void SaveNames()
    {
        foreach (var (key, id) in known.Series.Unsaved)
        {
            _series.Bind(1, id).Bind(2, key.Place.ToString()).Bind(3, key.Metric.ToString()).Run();
        }

        foreach (var (origin, id) in known.Origins.Unsaved)
        {
            _origin.Bind(1, id)
                .Bind(2, origin.Source)
                .Bind(3, origin.Method.ToString())
                .Bind(4, origin.Cadence?.Ticks)
                .Bind(5, origin.Absent?.ToString())
                .Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _find, _keep, _replace, _confirm, _series, _origin }) statement.Dispose();
    }

    private Appended Amend(long series, Reading reading)
    {
        _keep.Bind(1, series).Bind(2, reading.PeriodEnd.UtcTicks).Bind(3, reading.SubmittedAt.UtcTicks).Run();
        ReadingRow.Bind(_replace, reading, series, known.Origins.IdOf(Origin.Of(reading)));
        _replace.Run();
        return new Appended(AppendOutcome.Amended, reading);
    }

    private Reading Confirm(long series, Reading stored, DateTimeOffset submittedAt)
    {
        var end = stored.PeriodEnd.UtcTicks;
        _confirm.Bind(1, series).Bind(2, end).Bind(3, ReadingRow.Submitted(submittedAt, stored.PeriodEnd)).Run();
        return stored with { SubmittedAt = submittedAt, KnownAt = stored.KnownAt ?? stored.SubmittedAt };
    }

    private Reading Find(long series, DateTimeOffset periodEnd)
    {
        _find.Bind(1, series).Bind(2, periodEnd.UtcTicks);
        try
        {
            return _find.Step()
                ? ReadingRow.Read(_find, known)
                : throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"Series {series} has no row at {periodEnd:O}."));
        }
        finally
        {
            _find.Reset();
        }
    }
}
