using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Intake;

/// <summary>What came of a correction.</summary>
/// <param name="Problems">What keeps it from being taken, by field; an empty field is about the whole.</param>
/// <param name="Done">What happened, in a sentence; null when nothing did.</param>
public sealed record CorrectionResult(ImmutableArray<RowProblem> Problems, string? Done)
{
    internal static CorrectionResult Failed(string why) => new([new RowProblem("", "", why)], null);
}

/// <summary>
/// Lets people mend refused rows and send them again, by the rules that every feed obeys, or dismiss them. Whoever does
/// so is signed in, and their name stands beside what they did.
/// </summary>
public sealed partial class QuarantineDesk : IDisposable
{
    /// <summary>The longest reason for a dismissal, in characters.</summary>
    public const int LongestReason = 200;

    private const string NotKept = "It could not be written down. Try again; if it stays so, tell whoever runs this server.";

    private readonly SemaphoreSlim _one = new(1);
    private readonly IntakeDesk _desk;
    private readonly Quarantine _quarantine;
    private readonly FeedKeys _keys;
    private readonly IntakeTerms _terms;
    private readonly TimeProvider _time;
    private readonly Permits _permits;
    private readonly AuditLog _audit;
    private readonly ILogger<QuarantineDesk> _logger;

    internal QuarantineDesk(
        IntakeDesk desk, Quarantine quarantine, FeedKeys keys, Footprint footprint, MetricDictionary metrics,
        IOptions<FeedOptions> options, TimeProvider time, Permits permits, AuditLog audit, ILogger<QuarantineDesk> logger)
    {
        (_desk, _quarantine, _keys, _time, _permits, _audit, _logger) = (desk, quarantine, keys, time, permits, audit, logger);
        _terms = new IntakeTerms(footprint, metrics, options.Value, default, "");
    }

    /// <summary>Sends a mended row as a message of its feed; settled when it was taken.</summary>
    /// <param name="fields">The contract's fields, as the person left them.</param>
    public async Task<CorrectionResult> CorrectAsync(
        ClaimsPrincipal person, string feed, long id, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var leave = LeaveFor(person, feed);
        if (leave.By is not { } by) return CorrectionResult.Failed(leave.Refusal!);
        await _one.WaitAsync(cancellationToken); // Else two people could send two figures for one row.
        try
        {
            return await CorrectAsync(person, by, feed, id, fields, cancellationToken);
        }
        catch (AuditException error)
        {
            return CorrectionResult.Failed(error.Message);
        }
        catch (IntakeBrokenOffException error)
        {
            return CorrectionResult.Failed($"The record cannot take it now. {error.Message}");
        }
        catch (DbException error)
        {
            LogNotKept(error);
            return CorrectionResult.Failed($"It may be on record, and the row is still marked as waiting: sending it again is safe. {NotKept}");
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Dismisses rows, and says in a sentence what was done or what keeps it from being done.</summary>
    public async Task<(bool IsDone, string Words)> DismissAsync(
        ClaimsPrincipal person, string feed, IReadOnlyCollection<long> ids, string reason, CancellationToken cancellationToken)
    {
        var leave = LeaveFor(person, feed);
        if (leave.By is not { } by) return (false, leave.Refusal!);
        if (ids.Count == 0) return (false, "Choose the rows to dismiss.");
        if (string.IsNullOrWhiteSpace(reason)) return (false, "Say why: whoever looks for the figure later needs the reason.");
        if (reason.Length > LongestReason) return (false, $"Give the reason in {LongestReason} characters or fewer.");
        if (PatientGuard.Mentions(reason)) return (false, PatientGuard.Refusal.Detail);
        await _one.WaitAsync(cancellationToken);
        try
        {
            var line = person.AuditEntry(AuditKind.Row, $"/feeds/{feed}", $"Dismissed {FeedText.Rows(ids.Count)} of the feed {feed}: {reason.Trim()}");
            var done = await _audit.DoAsync(
                line, () => SettleAsync(feed, ids, QuarantineState.Dismissed, by, reason.Trim(), cancellationToken),
                settled => settled > 0 ? null : "somebody else had settled them.");
            LogDismissed(feed, done, by);
            var rest = ids.Count - done;
            return (true, $"{FeedText.Rows(done)} dismissed.{(rest > 0 ? $" {FeedText.Rows(rest)} had been settled by somebody else." : "")}");
        }
        catch (AuditException error)
        {
            return (false, error.Message);
        }
        catch (DbException error)
        {
            LogNotKept(error);
            return (false, $"Nothing was changed. {NotKept}");
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Whether somebody may see a feed's refused rows and settle them: all that its key writes for is theirs.</summary>
    public Leave LeaveFor(ClaimsPrincipal person, string feed) => _permits.AskAll(person, Act.CorrectRows, _keys.PlacesOf(feed, _terms.Footprint));

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<CorrectionResult> CorrectAsync(
        ClaimsPrincipal person, string by, string feed, long id, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (_quarantine.Find(feed, id) is not { } row) return CorrectionResult.Failed("This row is not kept any more.");
        if (row.Settled is { } settled) return CorrectionResult.Failed($"{settled.By} was quicker: it is {row.State.ToString().ToLowerInvariant()} already.");
        if (TermsOf(row) is not { } terms) return CorrectionResult.Failed("This feed has no key that works, so nothing can be sent for it.");
        var body = ObservationBody.Read(RefusedCsv.BodyOf(Signed(fields, by)), ObservationFormat.Csv, terms);
        if (body.Refused is { } refused) return CorrectionResult.Failed(refused.Detail);
        var rows = body.Rows.ToList();
        var problems = rows.SelectMany(one => one.Refusals).Select(problem => new RowProblem(problem.Field, problem.Reason, problem.Detail)).ToImmutableArray();
        if (!problems.IsEmpty) return new CorrectionResult(problems, null);
        var line = person.AuditEntry(AuditKind.Row, $"/feeds/{feed}", $"Corrected refused row {id} of the feed {feed} and sent it again.");
        var done = Words(await _audit.DoAsync(line, () => _desk.TakeAsync(rows, feed, row.Format, cancellationToken, isCorrection: true), _ => null));
        await SettleAsync(feed, [id], QuarantineState.Corrected, by, done, cancellationToken);
        LogCorrected(feed, id, by);
        return new CorrectionResult([], done);
    }

    private async Task<int> SettleAsync(
        string feed, IReadOnlyCollection<long> ids, QuarantineState state, string by, string note, CancellationToken cancellationToken) =>
        (await _quarantine.SettleAsync(feed, ids, state, new Settlement(by, _time.GetUtcNow(), note), cancellationToken)).Length;

    // A row counts from when it was sent, so that an amendment that came since then still stands.
    private IntakeTerms? TermsOf(QuarantinedRow row)
    {
        var key = _keys.All.FirstOrDefault(known => known.Feed == row.Feed && known.RevokedAt is null);
        return key is null ? null : _terms with
        {
            Now = _time.GetUtcNow(),
            SubmittedUnlessSaid = row.At,
            Source = row.Feed,
            AnyAge = IntakeRoute.All.Any(route => route.AnyAge && route.Path.EndsWith($"/{row.Format}", StringComparison.Ordinal)),
            MayWrite = place => key.MayWrite(_terms.Footprint.Find(place), _terms.Footprint),
        };
    }

    private static Dictionary<string, string> Signed(IReadOnlyDictionary<string, string> fields, string by)
    {
        var signed = fields.ToDictionary(StringComparer.Ordinal);
        var comment = fields.GetValueOrDefault("comment", "").Trim();
        signed["comment"] = comment.Length > 0 ? $"{comment} (corrected by {by})" : $"Corrected by {by}";
        return signed;
    }

    private static string Words(IntakeAnswer answer) => answer switch
    {
        { Accepted: > 0 } => "Sent again and accepted.",
        { Amended: > 0 } => "Sent again and accepted: it amends what was on record.",
        _ => "Sent again. It changed nothing: the record has the same figure, or a later submission.",
    };

    [LoggerMessage(1, LogLevel.Information, "Refused row {Id} of {Feed} was corrected by {Person} and sent again.")]
    private partial void LogCorrected(string feed, long id, string person);

    [LoggerMessage(2, LogLevel.Information, "{Rows} refused rows of {Feed} were dismissed by {Person}.")]
    private partial void LogDismissed(string feed, int rows, string person);

    [LoggerMessage(3, LogLevel.Error, "What a person did about refused rows could not be kept; they were told so.")]
    private partial void LogNotKept(Exception error);
}

/// <summary>Registers the desk.</summary>
internal static class QuarantineHosting
{
    /// <summary>Adds what mends refused rows.</summary>
    public static IServiceCollection AddQuarantineDesk(this IServiceCollection services) => services.AddSingleton(provider => new QuarantineDesk(
        provider.GetRequiredService<IntakeDesk>(), provider.GetRequiredService<Quarantine>(), provider.GetRequiredService<FeedKeys>(),
        provider.GetRequiredService<Footprint>(), provider.GetRequiredService<MetricDictionary>(),
        provider.GetRequiredService<IOptions<FeedOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Permits>(), provider.GetRequiredService<AuditLog>(),
        provider.GetRequiredService<ILogger<QuarantineDesk>>()));
}
