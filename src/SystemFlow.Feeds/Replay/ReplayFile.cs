using System.Collections.Immutable;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using SystemFlow.Feeds.Published;
using SystemFlow.Feeds.Sitreps;

namespace SystemFlow.Feeds.Replay;

/// <summary>Every reading of one moment of the past.</summary>
public sealed record ReplayMoment(DateTimeOffset At, ImmutableArray<Reading> Readings);

/// <summary>
/// A stretch of the past, to be lived through again: a daily return as published, observations as CSV, or a list of made-up
/// arrivals at the place that the terms name.
/// </summary>
/// <param name="Refused">Why the file cannot be replayed; null when it can.</param>
/// <param name="Moments">Its moments in order; at least one, unless refused.</param>
/// <param name="Answer">What was taken and what not, as a sender of the file would be told.</param>
public sealed record ReplayFile(RefusedBody? Refused, ImmutableArray<ReplayMoment> Moments, IntakeAnswer Answer)
{
    private static readonly FeedOptions Bounds = new() { MaxBodyBytes = 256 * 1024 * 1024, MaxRows = 1_000_000 };

    /// <summary>Readings in the file.</summary>
    public int Readings => Moments.Sum(moment => moment.Readings.Length);

    /// <summary>Reads a file of at most 256 MB and 1,000,000 rows.</summary>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static async Task<ReplayFile> ReadAsync(string path, IntakeTerms terms, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        using var body = await BodyBuffer.ReadAsync(stream, Bounds, cancellationToken);
        return body is null
            ? Nothing(new(Reasons.TooLarge, $"A file to replay may have {Bounds.MaxBodyBytes} bytes."))
            : Read(body.Memory, terms);
    }

    /// <summary>Reads a body; its header says which of these it is. Each reading counts as submitted when it was true.</summary>
    public static ReplayFile Read(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        var past = terms with { IsReplay = true, Options = Bounds };
        var read = Read(body, CsvRows.Of(body, Bounds).FirstOrDefault(), past);
        if (read.Refused is not null) return Nothing(read.Refused);
        var tally = new IntakeTally();
        var readings = new List<Reading>();
        foreach (var row in read.Rows)
        {
            tally.Add(row);
            if (row.Reading is { } reading) readings.Add(reading);
        }

        tally.Store(readings.Count, amended: 0, duplicates: 0);
        return readings.Count == 0
            ? Nothing(new(Reasons.Unreadable, "The file has no reading for this footprint."), tally)
            : new ReplayFile(null, InOrder(readings), tally.ToAnswer());
    }

    private static IntakeBody Read(ReadOnlyMemory<byte> body, CsvRow header, IntakeTerms past) => PublishedHeader.Recognise(header) switch
    {
        { IsDaily: true } => PublishedBody.Read(body, past),
        { } seldom => IntakeBody.Whole(Reasons.Unreadable, $"{seldom.Name}, has no days to live through. Send it to /api/v1/published."),
        null when ArrivalsFile.IsLike(header) => ArrivalsFile.Read(body, past),
        null when header != default && SitrepHeader.IsLike(header) => SitrepBody.Read(body, past),
        null => ObservationBody.Read(body, ObservationFormat.Csv, past),
    };

    private static ImmutableArray<ReplayMoment> InOrder(List<Reading> readings) =>
    [
        .. readings.GroupBy(reading => reading.PeriodEnd).OrderBy(moment => moment.Key)
            .Select(moment => new ReplayMoment(moment.Key, [.. moment])),
    ];

    private static ReplayFile Nothing(RefusedBody refused, IntakeTally? tally = null) =>
        new(refused, [], (tally ?? new IntakeTally()).ToAnswer());
}
