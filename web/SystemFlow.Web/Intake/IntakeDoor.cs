using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Intake;

/// <summary>What every message comes in by, whatever its format: unpacked, bounded, read and handed to the desk.</summary>
internal sealed class IntakeDoor(
    IntakeDesk desk, Footprint footprint, MetricDictionary metrics, IOptions<FeedOptions> options, TimeProvider time, FeedLog feeds)
{
    /// <summary>In the query: the message is only tried, and nothing of it is stored or counted.</summary>
    public const string DryRun = "dryRun";

    private static readonly string[] Packings = ["gzip", "br", "deflate", "identity"];

    /// <summary>Takes the request's body as a message of the key's feed, or tries it where the query says so.</summary>
    /// <param name="read">Reads the body.</param>
    /// <param name="anyAge">As in <see cref="IntakeTerms.AnyAge"/>.</param>
    public async Task<IntakeOutcome> TakeAsync(HttpContext http, FeedKey key, ReadBody read, bool anyAge)
    {
        var packing = http.Request.Headers.ContentEncoding.ToString();
        if (packing.Length > 0 && !Packings.Contains(packing, StringComparer.OrdinalIgnoreCase))
        {
            return WrongType($"The body is packed as '{packing}'. Send gzip, br or deflate, or send it unpacked.");
        }

        var isDryRun = false;
        if (http.Request.Query.TryGetValue(DryRun, out var word) && !bool.TryParse(word, out isDryRun))
        {
            return IntakeOutcome.Of(new RefusedBody(Reasons.UnknownValue, $"'{DryRun}' is true or false. Nothing was read."));
        }

        var (body, unread) = await ReadBodyAsync(http);
        using var held = body;
        if (isDryRun) return body is null ? IntakeOutcome.Of(unread!) : Try(body.Memory, key, read, anyAge);
        var message = body is null ? new IntakeBody(unread, []) : read(body.Memory, TermsOf(key, anyAge));
        if (message.Refused is { } refused)
        {
            RecordRefusedBody(key.Feed, refused);
            return IntakeOutcome.Of(refused);
        }

        try
        {
            return IntakeOutcome.Of(await desk.TakeAsync(message.Rows, key.Feed, http.RequestAborted));
        }
        catch (IntakeBrokenOffException brokenOff)
        {
            return IntakeOutcome.Of(brokenOff);
        }
    }

    /// <summary>What would become of a body. Nothing is stored, and no feed's tally counts it.</summary>
    public IntakeOutcome Try(ReadOnlyMemory<byte> body, FeedKey key, ReadBody read, bool anyAge)
    {
        var message = read(body, TermsOf(key, anyAge));
        return message.Refused is { } refused ? IntakeOutcome.Of(refused) : IntakeOutcome.Of(IntakeTally.DryRun(message.Rows));
    }

    /// <summary>Turns away what cannot be read here.</summary>
    public static IntakeOutcome WrongType(string detail) =>
        new(StatusCodes.Status415UnsupportedMediaType, null, new RefusedBody(Reasons.Unreadable, detail));

    /// <summary>The whole body, unpacked; or why it is refused.</summary>
    private async Task<(BodyBuffer? Body, RefusedBody? Refused)> ReadBodyAsync(HttpContext http)
    {
        var tooLarge = new RefusedBody(Reasons.TooLarge, $"A body may have {options.Value.MaxBodyBytes:N0} bytes, unpacked. Send it in parts.");
        try
        {
            var body = await BodyBuffer.ReadAsync(http.Request.Body, options.Value, http.RequestAborted);
            return (body, body is null ? tooLarge : null);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, tooLarge);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException) // The second is Brotli's.
        {
            return (null, new RefusedBody(Reasons.Unreadable, "The body is not packed as its Content-Encoding says."));
        }
    }

    private IntakeTerms TermsOf(FeedKey key, bool anyAge) =>
        new(footprint, metrics, options.Value, time.GetUtcNow(), key.Feed)
        {
            AnyAge = anyAge,
            MayWrite = place => key.MayWrite(footprint.Find(place), footprint),
        };

    private void RecordRefusedBody(string feed, RefusedBody refused) => feeds.Record(feed, new(
        0, 0, 0, new Dictionary<string, int> { [refused.Reason] = 1 }.ToImmutableDictionary(), 0,
        [new(time.GetUtcNow(), null, null, refused.Reason, refused.Detail)]));
}
