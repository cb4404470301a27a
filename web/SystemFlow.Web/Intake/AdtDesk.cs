using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SystemFlow.Feeds.Adt;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Adt;

namespace SystemFlow.Web.Intake;

/// <summary>
/// Where ADT messages are folded into counts: into the tally first, then, as readings, into the record. A message is
/// acknowledged when both are on disk; whatever broke between them is mended by the next message, or by the same one.
/// </summary>
internal sealed partial class AdtDesk(AdtTally tally, IntakeDesk intake, TimeProvider time, ILogger<AdtDesk> logger) : IDisposable
{
    private const string Format = "adt";
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(10);
    private static readonly AdtVerdict Busy = AdtVerdict.NotNow("Not kept: too many messages wait. Send it again in a few seconds.");

    private readonly SemaphoreSlim _one = new(1);
    private DateTimeOffset _last;

    /// <summary>Takes a body's messages and answers each.</summary>
    public async Task<AdtTaken> TakeAsync(IReadOnlyList<AdtMessage> messages, IntakeTerms terms, CancellationToken cancellationToken)
    {
        var answers = messages.Select(message => (Message: message, Verdict: AdtRules.Judge(message, terms))).ToList();
        if (!await _one.WaitAsync(MostWait, cancellationToken)) return new AdtTaken(NotKept(answers, Busy), IsKept: false);
        try
        {
            var counted = answers.Where(answer => answer.Verdict.Counts.Length > 0).ToList();
            var isNew = tally.Take([.. counted.Select(answer => EventOf(answer.Message, answer.Verdict))], terms.Source, Now());
            var again = counted.Where((_, i) => !isNew[i]).Select(answer => answer.Message.Row).ToHashSet();
            await TellAsync(answers, terms.Source, cancellationToken);
            return new AdtTaken([.. answers.Select(answer => again.Contains(answer.Message.Row)
                ? answer with { Verdict = answer.Verdict with { Text = "Counted before; it counts once." } } : answer)], IsKept: true);
        }
        catch (Exception error) when (error is AdtTallyException or IntakeBrokenOffException)
        {
            LogNotKept(logger, error);
            return new AdtTaken(NotKept(answers, AdtVerdict.NotNow("Not kept: the record cannot be written now. Send it again; it counts once.")), IsKept: false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>How a body's messages would be answered. Nothing is kept, and each that would count says so.</summary>
    public static AdtTaken Try(IReadOnlyList<AdtMessage> messages, IntakeTerms terms) => new(
        [.. messages.Select(message => (message, AdtRules.Judge(message, terms) is var verdict && verdict.Counts.Length > 0
            ? verdict with { Text = "Only tried: not kept." } : verdict))],
        IsKept: true);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Writes the readings of every count that changed, now or before a kill, and counts the refused messages.</summary>
    private async Task TellAsync(List<(AdtMessage Message, AdtVerdict Verdict)> answers, string source, CancellationToken cancellationToken)
    {
        var now = Now();
        var days = tally.Untold();
        var readings = days.SelectMany(day => AdtReadings.Of(day.Place, day.Metric, day.Day, day.ByHour, day.From, now, day.Source))
            .Select(reading => IntakeRow.Accepted(0, reading));
        var refused = answers.Where(answer => answer.Verdict.Reason is not null).Select(answer => IntakeRow.Refused(answer.Message.Row,
            new Refusal(answer.Message.Row, answer.Verdict.Field, answer.Verdict.Reason!, answer.Verdict.Text)));
        await intake.TakeAsync(refused.Concat(readings), source, Format, cancellationToken);
        if (days.Length > 0) tally.Tell(days);
    }

    /// <summary>Never the same moment twice: of two readings for one moment the later must be told from the earlier.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        _last = now > _last ? now : _last.AddTicks(1);
        return _last;
    }

    /// <summary>An event is known by who sent it, its number, what it was and when; only the hash of that is kept.</summary>
    private static TallyEvent EventOf(AdtMessage message, AdtVerdict verdict)
    {
        string[] parts = [message.Facility, message.Application, message.ControlId, message.Trigger, message.OccurredAt, message.RecordedAt];
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\0', parts)));
        return new TallyEvent([.. hash], [.. verdict.Counts.Select(count =>
            new TallyChange(count.Place, count.Metric, count.Else, count.Day, count.Hour, count.Change))]);
    }

    private static ImmutableArray<(AdtMessage, AdtVerdict)> NotKept(List<(AdtMessage Message, AdtVerdict Verdict)> answers, AdtVerdict why) =>
        [.. answers.Select(answer => answer.Verdict.Counts.Length > 0 ? (answer.Message, why) : answer)];

    [LoggerMessage(1, LogLevel.Warning, "ADT counts could not be kept; their senders were told to send again.")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}

/// <summary>How a body's messages were answered.</summary>
/// <param name="IsKept">Whether what counted is on disk; if not, it must be sent again.</param>
internal sealed record AdtTaken(ImmutableArray<(AdtMessage Message, AdtVerdict Verdict)> Answers, bool IsKept);
