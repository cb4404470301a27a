using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Keys;

namespace SystemFlow.Web.Intake;

/// <summary>What every message comes in by, whatever its format: let in, unpacked, bounded, read and handed to the desk.</summary>
internal sealed class IntakeDoor(
    IntakeGate gate, IntakeDesk desk, FeedKeys keys, Footprint footprint, MetricDictionary metrics, IOptions<FeedOptions> options,
    TimeProvider time)
{
    /// <summary>In the query: the message is only tried, and nothing of it is stored or counted.</summary>
    public const string DryRun = "dryRun";

    private static readonly string[] Packings = ["gzip", "br", "deflate", "identity"];

    /// <summary>Takes the request's body as a message of the key's feed, or tries it where the query says so.</summary>
    /// <param name="read">Reads the body.</param>
    /// <param name="anyAge">As in <see cref="IntakeTerms.AnyAge"/>.</param>
    public async Task<IntakeOutcome> TakeAsync(HttpContext http, FeedKey key, ReadBody read, bool anyAge)
    {
        if (!TryDryRun(http.Request, out var isDryRun, out var unclear)) return unclear;
        var (held, fault) = await HoldAsync(http, key);
        using var _ = held;
        if (held is null)
        {
            if (!isDryRun) RecordTurnedAway(key.Feed, fault!);
            return fault!;
        }

        if (isDryRun) return Try(held.Bytes, key, read, anyAge);
        var message = read(held.Bytes, TermsOf(key, anyAge));
        if (message.Refused is { } refused)
        {
            desk.Refuse(key.Feed, refused);
            return IntakeOutcome.Of(refused);
        }

        try
        {
            return IntakeOutcome.Of(await desk.TakeAsync(message.Rows, key.Feed, FormatOf(http), http.RequestAborted));
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

    /// <summary>Whether the message is only tried; false where the query leaves that unclear, and then nothing may be stored.</summary>
    public static bool TryDryRun(HttpRequest request, out bool isDryRun, [NotNullWhen(false)] out IntakeOutcome? unclear)
    {
        isDryRun = false;
        unclear = !request.Query.TryGetValue(DryRun, out var word) || bool.TryParse(word, out isDryRun)
            ? null
            : IntakeOutcome.Of(new RefusedBody(Reasons.UnknownValue, $"'{DryRun}' is true or false. Nothing was read."));
        return unclear is null;
    }

    /// <summary>Turns away what cannot be read here.</summary>
    public static IntakeOutcome WrongType(string detail) =>
        new(StatusCodes.Status415UnsupportedMediaType, null, new RefusedBody(Reasons.Unreadable, detail));

    /// <summary>Lets a message in and holds its body, unpacked; or says what its sender is told.</summary>
    public async Task<(HeldBody? Held, IntakeOutcome? TurnedAway)> HoldAsync(HttpContext http, FeedKey key)
    {
        var packing = http.Request.Headers.ContentEncoding.ToString();
        if (packing.Length > 0 && !Packings.Contains(packing, StringComparer.OrdinalIgnoreCase))
        {
            return (null, WrongType($"The body is packed as '{packing}'. Send gzip, br or deflate, or send it unpacked."));
        }

        var (pass, wait) = gate.Enter(key);
        if (pass is null) return (null, wait);
        BodyBuffer? body = null;
        try
        {
            (body, var fault) = await ReadBodyAsync(http, key, pass);
            return (body is null ? null : new HeldBody(pass, body), fault);
        }
        finally
        {
            if (body is null) pass.Dispose();
        }
    }

    /// <summary>The whole body, unpacked; or what its sender is told.</summary>
    private async Task<(BodyBuffer? Body, IntakeOutcome? TurnedAway)> ReadBodyAsync(HttpContext http, FeedKey key, IntakePass pass)
    {
        var tooLarge = IntakeOutcome.Of(new RefusedBody(
            Reasons.TooLarge, $"A body may have {options.Value.MaxBodyBytes:N0} bytes, unpacked. Send it in parts."));
        try
        {
            var (body, fault) = await BodyBuffer.ReadAsync(
                http.Request.Body, options.Value, http.Request.ContentLength, pass.MayHold, http.RequestAborted);
            return (body, fault switch
            {
                BodyFault.TooLarge => tooLarge,
                BodyFault.NoRoom => gate.TurnAway(key),
                _ => null,
            });
        }
        catch (BadHttpRequestException error)
        {
            return (null, error.StatusCode == StatusCodes.Status413PayloadTooLarge ? tooLarge : new IntakeOutcome(
                error.StatusCode, null, new RefusedBody(Reasons.Unreadable, "The body did not come, or not as announced. Send it again.")));
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException) // The second is Brotli's.
        {
            return (null, IntakeOutcome.Of(new RefusedBody(Reasons.Unreadable, "The body is not packed as its Content-Encoding says.")));
        }
    }

    /// <summary>On what terms a key's messages are read.</summary>
    public IntakeTerms TermsOf(FeedKey key, bool anyAge) =>
        new(footprint, metrics, options.Value, time.GetUtcNow(), key.Feed)
        {
            AnyAge = anyAge,
            IsAnothersName = name => name != key.Feed && keys.IsFeed(name),
            MayWrite = place => key.MayWrite(footprint.Find(place), footprint),
        };

    /// <summary>Counts a message that was turned away, unless its sender was only told to wait.</summary>
    public void RecordTurnedAway(string feed, IntakeOutcome outcome)
    {
        if (outcome.RetryAfter is null) desk.Refuse(feed, outcome.TurnedAway!);
    }

    // As the address names it: "sitrep".
    private static string FormatOf(HttpContext http) => http.Request.Path.Value is { } path ? path[(path.LastIndexOf('/') + 1)..] : "";
}

/// <summary>A message that was let in, and its body. Dispose when it has been answered.</summary>
internal sealed class HeldBody(IntakePass pass, BodyBuffer body) : IDisposable
{
    /// <summary>The body, unpacked.</summary>
    public ReadOnlyMemory<byte> Bytes => body.Memory;

    public void Dispose()
    {
        body.Dispose();
        pass.Dispose();
    }
}
