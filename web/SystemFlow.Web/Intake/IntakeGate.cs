using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Keys;
using SystemFlow.Series;

namespace SystemFlow.Web.Intake;

/// <summary>
/// Says when a sender must wait: it has sent too many messages, too much is in memory, or too many of its readings wait
/// for the disk. Each feed has a share of its own, so a noisy one waits and the others do not. All of it is metered.
/// </summary>
internal sealed class IntakeGate : IDisposable
{
    private const string NoRoom = "no-room";
    private const string TooManyMessages = "too-many-messages";
    private static readonly TimeSpan UntilThereIsRoom = TimeSpan.FromSeconds(1);

    private readonly Meter _meter = new("SystemFlow.Intake");
    private readonly Counter<long> _turnedAway;
    private readonly FairShare _bytes;
    private readonly FairShare _readings;
    private readonly PartitionedRateLimiter<FeedKey> _messages;
    private readonly int _messagesPerMinute;

    public IntakeGate(IOptions<FeedOptions> feeds, IOptions<SeriesOptions> series)
    {
        _messagesPerMinute = feeds.Value.MessagesPerMinute;
        _bytes = new FairShare(feeds.Value.MaxBytesInFlight);
        _readings = new FairShare(series.Value.QueueCapacity);
        _messages = PartitionedRateLimiter.Create<FeedKey, (string Feed, int Limit)>(key =>
            RateLimitPartition.GetTokenBucketLimiter((key.Feed, Limit: LimitOf(key)), bucket => Bucket(bucket.Limit)));
        _turnedAway = _meter.CreateCounter<long>("intake.turned_away", "{message}", "Messages answered with 429, by feed and reason.");
        _meter.CreateObservableGauge("intake.bytes_in_flight", () => _bytes.InUse, "By", "Memory of bodies that are being taken.");
        _meter.CreateObservableGauge("intake.bytes_in_flight.limit", () => _bytes.Capacity, "By", "Feeds:MaxBytesInFlight.");
        _meter.CreateObservableGauge("intake.readings_waiting", () => _readings.InUse, "{reading}", "Readings of messages that wait for the disk.");
    }

    /// <summary>Memory of the bodies that are being taken.</summary>
    public long BytesInFlight => _bytes.InUse;

    /// <summary>Readings of messages that wait for the disk.</summary>
    public long ReadingsWaiting => _readings.InUse;

    /// <summary>Lets a message in to be read, unless its feed has sent too many.</summary>
    public (IntakePass? Pass, IntakeOutcome? Wait) Enter(FeedKey key)
    {
        using var lease = _messages.AttemptAcquire(key);
        if (lease.IsAcquired) return (new IntakePass(_bytes, key.Feed), null);
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var said) ? said : UntilThereIsRoom;
        return (null, TurnAway(key, TooManyMessages, wait, string.Create(CultureInfo.InvariantCulture,
            $"The feed {key.Feed} may send {LimitOf(key):N0} messages a minute, and has sent them. Nothing of this one was read. Send more rows in each message, or ask for a higher limit.")));
    }

    /// <summary>What a sender is told whose body finds no room.</summary>
    public IntakeOutcome TurnAway(FeedKey key) => TurnAway(key, NoRoom, UntilThereIsRoom, string.Create(CultureInfo.InvariantCulture,
        $"{_bytes.InUse:N0} of {_bytes.Capacity:N0} bytes for messages are taken, and the feed {key.Feed} has its share. Nothing of this one was kept. Send it again in a second, and fewer at once; if it lasts, raise Feeds:MaxBytesInFlight."));

    /// <summary>A feed's place among the readings that wait for the disk. Dispose when they are there.</summary>
    /// <exception cref="SeriesException">It has its share of them already.</exception>
    public IDisposable Queue(string feed, int readings)
    {
        if (_readings.TryTake(feed, readings)) return new Place(_readings, feed, readings);
        _turnedAway.Add(1, new("feed", feed), new("reason", NoRoom));
        throw new SeriesException(string.Create(CultureInfo.InvariantCulture,
            $"{_readings.InUse:N0} readings wait for the disk, and the feed {feed} has its share of the {_readings.Capacity:N0} that may. Send again in a second."))
        {
            IsBusy = true,
            RetryAfter = UntilThereIsRoom,
        };
    }

    public void Dispose()
    {
        _messages.Dispose();
        _meter.Dispose();
    }

    // A message a time, so that any limit is exact: 90 a minute is one every two thirds of a second.
    private static TokenBucketRateLimiterOptions Bucket(int limit) => new()
    {
        TokenLimit = limit,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / limit,
        QueueLimit = 0,
    };

    private int LimitOf(FeedKey key) => key.MessagesPerMinute ?? _messagesPerMinute;

    private IntakeOutcome TurnAway(FeedKey key, string reason, TimeSpan wait, string detail)
    {
        _turnedAway.Add(1, new("feed", key.Feed), new("reason", reason));
        return new(StatusCodes.Status429TooManyRequests, null, new RefusedBody(reason, detail)) { RetryAfter = wait };
    }

    private sealed class Place(FairShare share, string feed, int readings) : IDisposable
    {
        public void Dispose() => share.Return(feed, readings);
    }
}

/// <summary>A message that was let in, and the memory that it holds. Dispose when it has been answered.</summary>
internal sealed class IntakePass(FairShare bytes, string feed) : IDisposable
{
    private int _held;

    /// <summary>Whether its body may hold so many bytes in all; what it held before counts in.</summary>
    public bool MayHold(int inAll)
    {
        if (!bytes.TryTake(feed, inAll - _held)) return false;
        _held = inAll;
        return true;
    }

    public void Dispose()
    {
        if (_held > 0) bytes.Return(feed, _held);
        _held = 0;
    }
}
