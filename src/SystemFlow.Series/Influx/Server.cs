using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Series.Influx;

/// <summary>The server, and whether it is there. What goes wrong is said once when it begins and once when it is over.</summary>
/// <param name="waiting">How many readings wait for it.</param>
internal sealed partial class Server(InfluxClient client, InfluxOptions options, TimeProvider time, Func<long> waiting, ILogger logger)
{
    private readonly Lock _gate = new();
    private (DateTimeOffset Since, string Why)? _away;
    private volatile bool _isPrepared;

    public bool IsThere
    {
        get
        {
            lock (_gate) return _away is null;
        }
    }

    public string Url => options.Url;

    /// <summary>Called when it is found away, by whoever asked: somebody must look when it is back.</summary>
    public Action WentAway { get; set; } = () => { };

    /// <exception cref="SeriesException">It is away, or will not answer.</exception>
    public async Task<QueryAnswer> QueryAsync(string query, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        try
        {
            await PrepareAsync(cancellationToken);
            return await client.QueryAsync(query, cancellationToken);
        }
        catch (InfluxException error)
        {
            throw Noted(error);
        }
    }

    /// <summary>Finds the database, or makes it where the server allows that.</summary>
    /// <exception cref="InfluxException">It is not there, or cannot be asked.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_isPrepared) return;
        using var answer = await client.QueryAsync("SHOW DATABASES", cancellationToken);
        if (!answer.Rows.Any(row => HasName(row, options.Database))) await CreateAsync(cancellationToken);
        _isPrepared = true;
    }

    /// <summary>It failed: says so the first time. Answers with words for whoever asked.</summary>
    public SeriesException Noted(InfluxException error)
    {
        if (error.Trouble == Trouble.Refused) return new SeriesException(InfluxWords.Refused(options, error.Message), error);
        _isPrepared = false; // It may come back as another, or without the database.
        lock (_gate)
        {
            if (_away is null)
            {
                _away = (time.GetUtcNow(), InfluxWords.Of(error, options));
                Log.Away(logger, InfluxWords.Of(error, options), waiting());
            }
            else
            {
                _away = _away.Value with { Why = InfluxWords.Of(error, options) };
            }
        }

        WentAway();
        return Absence();
    }

    /// <summary>It is there again.</summary>
    /// <returns>Since when it was away; null if it was not.</returns>
    public DateTimeOffset? Returned()
    {
        lock (_gate)
        {
            var since = _away?.Since;
            _away = null;
            return since;
        }
    }

    /// <summary>What to tell whoever needs it while it is away.</summary>
    public SeriesException Absence()
    {
        lock (_gate)
        {
            var (since, why) = _away ?? (time.GetUtcNow(), $"InfluxDB at {options.Url} is away.");
            return new SeriesException(string.Create(
                CultureInfo.InvariantCulture,
                $"{why} Since {since:yyyy-MM-dd HH:mm:ss} UTC; {waiting():N0} readings wait for it on disk, and new ones are taken."))
            {
                RetryAfter = Backoff.Longest,
            };
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.ChangeAsync(InfluxQl.CreateDatabase(options.Database), cancellationToken);
        }
        catch (InfluxException error) when (error.Trouble != Trouble.Away)
        {
            throw new InfluxException(Trouble.NoDatabase, error.Message, error);
        }

        Log.Created(logger, options.Database, options.Url);
    }

    private void ThrowIfAway()
    {
        if (!IsThere) throw Absence();
    }

    private static bool HasName(AnswerRow row, string database) =>
        string.Equals(row.Text("name"), database, StringComparison.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Words} Readings are taken all the same, and wait on disk: {Waiting} do")]
        public static partial void Away(ILogger logger, string words, long waiting);

        [LoggerMessage(LogLevel.Information, "Made the database {Database} at {Url}")]
        public static partial void Created(ILogger logger, string database, string url);
    }
}
