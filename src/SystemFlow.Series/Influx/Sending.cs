using System.Text;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Series.Influx;

/// <summary>Sends rows of the spool to the server. What it will not have is found, put aside with the server's words, and said.</summary>
internal sealed partial class Sending(Spool spool, InfluxClient client, Newest newest, ILogger logger)
{
    /// <summary>Sends settled readings, and what they replaced.</summary>
    /// <returns>How many the server took.</returns>
    public async Task<int> SendAsync(IReadOnlyList<SpoolRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return 0;
        var refused = new List<(SpoolRow Row, string Words)>();
        var sent = await SendAsync(rows, refused, cancellationToken);
        if (refused is [var (row, words), ..])
        {
            Log.Refused(
                logger, refused.Count, row.Key.Metric.ToString(), row.Key.Place.ToString(), Moments.Utc(row.Row.Period), words, spool.Path);
        }

        return sent;
    }

    /// <summary>Has something dropped at the server.</summary>
    public async Task DropAsync(SpoolRow row, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var query in Deletions(row)) await client.ChangeAsync(query, cancellationToken);
        }
        catch (InfluxException error) when (error.Trouble == Trouble.Refused)
        {
            Log.NotDropped(logger, row.Kind, row.Key.Place.ToString(), error.Message);
        }
    }

    private async Task<int> SendAsync(
        IReadOnlyList<SpoolRow> rows, List<(SpoolRow Row, string Words)> refused, CancellationToken cancellationToken)
    {
        var lines = Lines(rows);
        try
        {
            await client.WriteAsync(Encoding.UTF8.GetBytes(lines), cancellationToken);
            return rows.Count;
        }
        catch (InfluxException error) when (error.Trouble == Trouble.Refused && rows.Count == 1)
        {
            PutAside(rows[0], lines, error.Message);
            refused.Add((rows[0], error.Message));
            return 0;
        }
        catch (InfluxException error) when (error.Trouble == Trouble.Refused)
        {
            // One bad line is answered like a bad batch, though the others may be taken: they are sent again, which changes nothing.
            var half = rows.Count / 2;
            return await SendAsync([.. rows.Take(half)], refused, cancellationToken)
                + await SendAsync([.. rows.Skip(half)], refused, cancellationToken);
        }
    }

    /// <summary>Of several rows for one moment only the last counts, whatever order the server takes a batch in.</summary>
    private static string Lines(IReadOnlyList<SpoolRow> rows)
    {
        var last = new Dictionary<(SeriesKey, long), long>(rows.Count);
        foreach (var row in rows) last[(row.Key, row.Row.Period)] = row.Id;
        var lines = new StringBuilder(rows.Count * 200);
        foreach (var row in rows)
        {
            if (row.Replaced is { } replaced) LineProtocol.AddAmendment(lines, row.Key, replaced, by: row.Row.Submitted, row.At!.Value);
            if (last[(row.Key, row.Row.Period)] == row.Id) LineProtocol.AddReading(lines, row.Key, row.Row);
        }

        return lines.ToString();
    }

    private static IEnumerable<string> Deletions(SpoolRow row) => row.Kind switch
    {
        SpoolKind.DeleteReadings => [InfluxQl.DeleteReadings(row.Key, row.Row.Period, row.At!.Value)],
        SpoolKind.DeleteAmendment => [InfluxQl.DeleteAmendment(row.Key, row.At!.Value)],
        _ => [InfluxQl.DeletePlace(InfluxQl.Readings, row.Key.Place), InfluxQl.DeletePlace(InfluxQl.Amendments, row.Key.Place)],
    };

    private void PutAside(SpoolRow row, string lines, string words)
    {
        spool.Write(() =>
        {
            spool.Refuse(row, lines, words);
            return true;
        });
        newest.ForgetSoon(row.Key.Place);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "InfluxDB refused readings: {Count}, the first of {Metric} at {Place} for {PeriodEnd:O}: {Words}. "
            + "They are kept in the table 'refused' of {Spool}; mend the cause, and send them again")]
        public static partial void Refused(
            ILogger logger, int count, string metric, string place, DateTimeOffset periodEnd, string words, string spool);

        [LoggerMessage(LogLevel.Error, "InfluxDB would not drop what was to go ({Kind} at {Place}): {Words}")]
        public static partial void NotDropped(ILogger logger, SpoolKind kind, string place, string words);
    }
}
