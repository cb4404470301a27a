using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series.Embedded;

namespace SystemFlow.Series.Influx;

/// <summary>
/// What a group of batches is compared with: the newest of each series, and what lies at older moments. Gathered before the group is
/// written, so that nothing is waited for while it is.
/// </summary>
/// <param name="longest">How long senders wait for the server's answer. Then their readings are taken unsettled.</param>
internal sealed class Comparing(Server server, Spool spool, SpoolReader waiting, Newest newest, Lookups lookups, TimeSpan longest, TimeProvider time)
{
    /// <summary>What waits or the server has, for what is older than the newest. Null inside: unsettled, or the server could not be asked.</summary>
    public sealed record Basis(
        Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>?> Newest, Dictionary<(SeriesKey Key, long Period), Found?> Older);

    public async Task<Basis> GatherAsync(List<Append> group)
    {
        using var limit = new CancellationTokenSource(longest, time);
        var basis = new Basis([], []);
        foreach (var place in group.SelectMany(append => append.Batch).Select(reading => reading.Place).Distinct())
        {
            basis.Newest[place] = await KnownOrAskedAsync(place, limit.Token);
        }

        var toAsk = new List<(SeriesKey, long)>();
        foreach (var reading in group.SelectMany(append => append.Batch))
        {
            var (key, period) = (new SeriesKey(reading.Place, reading.Metric), reading.PeriodEnd.UtcTicks);
            if (basis.Newest[reading.Place] is not { } loaded || IsNew(loaded, key, period) || !basis.Older.TryAdd((key, period), null)) continue;
            if (NewestWaiting(key, period) is { } row)
            {
                if (row.Kind == SpoolKind.Reading) basis.Older[(key, period)] = Found.Of(row.Row);
            }
            else if (ClosingWaiting(key, period) is { } closing)
            {
                basis.Older[(key, period)] = new Found(closing, IsClosed: true);
            }
            else
            {
                toAsk.Add((key, period));
            }
        }

        await AskAsync(toAsk, basis, limit.Token);
        return basis;
    }

    /// <summary>The newest of each series at a place; null when the server would have to be asked and cannot be. For who has the turn.</summary>
    public async Task<ImmutableDictionary<MetricKey, Reading>?> LoadAsync(PlaceCode place)
    {
        using var limit = new CancellationTokenSource(longest, time);
        return await KnownOrAskedAsync(place, limit.Token);
    }

    private async Task<ImmutableDictionary<MetricKey, Reading>?> KnownOrAskedAsync(PlaceCode place, CancellationToken cancellationToken)
    {
        newest.Tidy();
        if (newest.At(place) is { } known) return known;
        if (!CanAsk || spool.LastOpen(place) is not null) return null;
        try
        {
            // First what waits: what is sent meanwhile is found at the server then.
            var behind = waiting.Read(() => waiting.Newest(place));
            var rows = await lookups.NewestAsync(place, cancellationToken);
            foreach (var row in behind)
            {
                if (!rows.TryGetValue(row.Key.Metric, out var stored) || row.Row.Period >= stored.Period) rows[row.Key.Metric] = row.Row;
            }

            var loaded = rows.ToImmutableDictionary(row => row.Key, row => row.Value.Read(new SeriesKey(place, row.Key)));
            newest.SetRead(place, loaded);
            return loaded;
        }
        catch (Exception error) when (IsAbsence(error))
        {
            return null; // Readings of the place are taken unsettled.
        }
    }

    // While something is still to be dropped, the server's answers would be of before.
    private bool CanAsk => server.IsThere && spool.Deletions.IsEmpty;

    private bool IsNew(ImmutableDictionary<MetricKey, Reading> loaded, SeriesKey key, long period) =>
        period >= spool.Names.ThinnedOf(key).To
        && (!loaded.TryGetValue(key.Metric, out var last) || period >= last.PeriodEnd.UtcTicks);

    private SpoolRow? NewestWaiting(SeriesKey key, long period) =>
        spool.IsBehind(key) ? waiting.Read(() => waiting.NewestOf(key, period)) : null;

    private Row? ClosingWaiting(SeriesKey key, long period)
    {
        if (!spool.IsBehind(key) || period >= spool.Names.ThinnedOf(key).To) return null;
        var next = waiting.Read(() => waiting.Page(key, period, period + Lookups.Together, 1));
        return next is [{ Row: var row }] && row.Closes(period) ? row : null;
    }

    private async Task AskAsync(List<(SeriesKey, long)> toAsk, Basis basis, CancellationToken cancellationToken)
    {
        if (toAsk.Count == 0 || !CanAsk) return;
        try
        {
            foreach (var (want, found) in await lookups.FindAsync(toAsk, cancellationToken)) basis.Older[want] = found;
        }
        catch (Exception error) when (IsAbsence(error))
        {
            // What could not be compared is taken unsettled.
        }
    }

    private bool IsAbsence(Exception error)
    {
        if (error is OperationCanceledException) server.Noted(new InfluxException(Trouble.Away, "it did not answer in time", error));
        return error is OperationCanceledException or SeriesException; // The server has noted the latter.
    }
}
