using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>
/// Settles what came while it could not be compared: looks up what the server has, and lets <see cref="Submission"/> decide, in the order
/// of coming. The decision is on disk before anything of it is sent, so that it is not taken twice.
/// </summary>
internal sealed class Settling(Spool spool, Lookups lookups)
{
    // The newest that the server has, with what was settled since: what is newer need not be asked for.
    private readonly Dictionary<PlaceCode, Dictionary<MetricKey, long>> _newest = [];

    /// <summary>Rows are sent that were settled already.</summary>
    public void Follow(IReadOnlyList<SpoolRow> window)
    {
        if (_newest.Count == 0) return;
        foreach (var row in window.Where(row => row.Kind == SpoolKind.Reading)) Follow(row.Key, row.Row.Period);
    }

    /// <param name="window">Rows whose turn is next; all before them are at the server.</param>
    public async Task SettleAsync(IReadOnlyList<SpoolRow> window, CancellationToken cancellationToken)
    {
        List<SpoolRow> open = [.. window.Where(row => row.Kind == SpoolKind.Open)];
        foreach (var place in open.Select(row => row.Key.Place).Distinct().Where(place => !_newest.ContainsKey(place)))
        {
            var rows = await lookups.NewestAsync(place, cancellationToken);
            _newest[place] = rows.ToDictionary(row => row.Key, row => row.Value.Period);
        }

        var older = open.Where(row => !IsNew(row)).Select(row => (row.Key, row.Row.Period));
        var found = await lookups.FindAsync(older, cancellationToken);
        spool.Write(() =>
        {
            foreach (var row in open) Settle(row, found);
            return open.Count;
        });
        if (spool.Open == 0) _newest.Clear();
    }

    private void Settle(SpoolRow row, Dictionary<(SeriesKey, long), Found> found)
    {
        var at = (row.Key, row.Row.Period);
        var known = found.GetValueOrDefault(at);
        var decision = known.IsClosed ? default : Decision.Of(known.Row?.Read(row.Key), row.Row.Read(row.Key));
        if (!decision.Changes)
        {
            spool.Settle(row, null, null);
            return;
        }

        var counting = Row.Of(decision.Counting);
        spool.Settle(row, counting, decision.Replaced is { } replaced ? Row.Of(replaced) : null);
        found[at] = Found.Of(counting);
        Follow(row.Key, counting.Period);
    }

    private void Follow(SeriesKey key, long period)
    {
        if (_newest.TryGetValue(key.Place, out var newest)) newest[key.Metric] = Math.Max(newest.GetValueOrDefault(key.Metric, long.MinValue), period);
    }

    private bool IsNew(SpoolRow row) =>
        row.Row.Period >= spool.Names.ThinnedOf(row.Key).To
        && row.Row.Period > _newest[row.Key.Place].GetValueOrDefault(row.Key.Metric, long.MinValue);
}
