using SystemFlow.Domain.Places;

namespace SystemFlow.Series.Influx;

/// <content>Making room, and forgetting.</content>
internal sealed partial class InfluxSeriesStore
{
    /// <inheritdoc/>
    public async ValueTask<int> DeleteAsync(PlaceCode place, CancellationToken cancellationToken)
    {
        await TryDeletingAsync(cancellationToken);
        await _drain.PassAllAsync(cancellationToken); // Senders need not wait for that.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var series = await _whole.SeriesAsync(place, cancellationToken);
            if (series.Count == 0) return 0;
            _spool.Know(series);
            _spool.Write(() =>
            {
                _spool.Drop(place);
                _spool.Add(SpoolRow.Delete(SpoolKind.DeletePlace, series[0], 0, 0));
                foreach (var known in _spool.Names.At(place)) _spool.Names.Thin(known, default);
                return true;
            });
            _newest.Forget(place);
            await _drain.PassAllAsync(cancellationToken);
            return series.Count;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> ThinOutAsync(Retention terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await TryDeletingAsync(cancellationToken);
        var thinning = new ThinningOut(_spool, _reads, _drain, _newest, _turn, terms, now);
        var gone = 0L;
        foreach (var key in await _whole.SeriesAsync(null, cancellationToken)) gone += await thinning.RunAsync(key, cancellationToken);
        return gone;
    }

    /// <summary>Finds out whether the server deletes at all, before anything depends on it.</summary>
    private async Task TryDeletingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _server.PrepareAsync(cancellationToken);
            await _client.ChangeAsync(InfluxQl.DeletePlace(InfluxQl.Readings, PlaceCode.Parse("no-such-place")), cancellationToken);
        }
        catch (InfluxException error)
        {
            throw error.Trouble == Trouble.Away ? _server.Noted(error) : new SeriesException(InfluxWords.NoDelete(_options, error.Message), error);
        }
    }
}
