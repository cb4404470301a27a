using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.LineProtocol;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.FeedKit;

/// <summary>A format that a file may be tried as.</summary>
/// <param name="Path">Where such a file is sent.</param>
/// <param name="Type">Its content type.</param>
public sealed record CheckFormat(string Path, string Type)
{
    /// <summary>As it is chosen on the page.</summary>
    public string Id => $"{Type} {Path}";
}

/// <summary>What would become of a file.</summary>
/// <param name="Format">As what it was read.</param>
/// <param name="Refused">Why nothing of it would count; null when its rows would be looked at.</param>
/// <param name="Answer">What its sender would be answered; null when it would be refused whole.</param>
/// <param name="Accepted">The first readings that it would bring; at most <see cref="FileCheck.ListedAtMost"/>.</param>
public sealed record FileVerdict(CheckFormat Format, RefusedBody? Refused, IntakeAnswer? Answer, ImmutableArray<Reading> Accepted);

/// <summary>
/// Tries a file by the very readers of the intake, and stores nothing of it: not the file, not a figure, not a count.
/// </summary>
internal sealed class FileCheck(
    Footprint footprint, MetricDictionary dictionary, IOptions<FeedOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Accepted readings that are listed.</summary>
    public const int ListedAtMost = 20;

    private const int AtOnce = 2;
    private const int LargestFile = 4 * 1024 * 1024;
    private const string Source = "check";
    private static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(1);

    // Anybody who may look may try a file: more than two at once wait, so that they never crowd out a feed.
    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>The largest file that is tried here, in bytes.</summary>
    public int MaxBytes => Math.Min(LargestFile, options.Value.MaxBodyBytes);

    // Line protocol comes in by a door of its own, which answers as InfluxDB does; its points are read as those of every door.
    private static readonly ImmutableArray<(CheckFormat Format, ReadBody Read, bool AnyAge)> Readers =
    [
        .. IntakeRoute.All.SelectMany(route => route.Formats, (route, format) =>
            (new CheckFormat(route.Path, format.MediaTypes[0]), format.Read, route.AnyAge)),
        (new CheckFormat("/api/v2/write", "text/plain"), (body, terms) => LineProtocolBody.Read(body, LinePrecision.Nanoseconds, terms), false),
    ];

    /// <summary>Every format.</summary>
    public static IEnumerable<CheckFormat> Formats => Readers.Select(reader => reader.Format);

    /// <summary>Tries a file; null when it is larger than <see cref="MaxBytes"/>.</summary>
    /// <param name="format">As what; null for the format that suits it best.</param>
    public async Task<FileVerdict?> TryAsync(Stream file, CheckFormat? format, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(LongestUpload); // Nobody holds a turn by sending slowly.
            using var body = await BodyBuffer.ReadAsync(file, new FeedOptions { MaxBodyBytes = MaxBytes }, limit.Token);
            if (body is null) return null;
            return format is null ? Best(body.Memory) : Try(body.Memory, format);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    // The format that would take most of it, and has looked all of it over for patients. A sign of a patient that only another
    // format sees, such as a column "Name" of trusts, counts when none would take anything.
    private FileVerdict Best(ReadOnlyMemory<byte> body)
    {
        List<FileVerdict> verdicts = [.. Formats.Where(format => Suits(format, body.Span)).Select(format => Try(body, format))];
        return verdicts.Where(verdict => verdict.Answer is { Accepted: > 0 }).MaxBy(verdict => verdict.Answer!.Accepted)
            ?? verdicts.FirstOrDefault(verdict => verdict.Refused?.Reason == Reasons.LooksLikeAPatient)
            ?? verdicts.Where(verdict => verdict.Answer is not null).MaxBy(verdict => verdict.Answer!.Accepted)
            ?? verdicts[0];
    }

    // By its first character: a file of one family is not read as another's, which would only say that it is not one.
    private static bool Suits(CheckFormat format, ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart("\uFEFF \t\r\n"u8);
        return (start.IsEmpty ? ' ' : (char)start[0]) switch
        {
            '[' or '{' => format.Type.Contains("json", StringComparison.Ordinal),
            '<' => format.Type.Contains("xml", StringComparison.Ordinal),
            _ => !format.Type.Contains("json", StringComparison.Ordinal) && !format.Type.Contains("xml", StringComparison.Ordinal),
        };
    }

    private FileVerdict Try(ReadOnlyMemory<byte> body, CheckFormat format)
    {
        var (_, read, anyAge) = Readers.First(reader => reader.Format == format);
        var message = read(body, new IntakeTerms(footprint, dictionary, options.Value, time.GetUtcNow(), Source) { AnyAge = anyAge });
        if (message.Refused is { } refused) return new FileVerdict(format, refused, null, []);
        List<IntakeRow> rows = [.. message.Rows];
        return new FileVerdict(
            format, null, IntakeTally.DryRun(rows), [.. rows.Select(row => row.Reading).OfType<Reading>().Take(ListedAtMost)]);
    }
}
