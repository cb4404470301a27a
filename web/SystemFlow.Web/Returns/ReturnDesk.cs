using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Returns;
using SystemFlow.Feeds.Sitreps;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Returns;
using SystemFlow.Series;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Returns;

/// <summary>A trust's return as the record has it now, and as it was signed.</summary>
/// <param name="Versions">The first signed version first; empty while nobody signed.</param>
public sealed record ReturnView(Place Trust, SitrepReturn Now, ImmutableArray<SignedReturn> Versions)
{
    /// <summary>The signed version that counts; null while nobody signed.</summary>
    public SignedReturn? Signature => Versions.LastOrDefault();

    /// <summary>What the record has otherwise than it was signed.</summary>
    public ImmutableArray<ReturnFigure> Differences =>
        Signature is { } signed ? [.. Now.Figures.Where(figure => figure.Value != signed[figure.Column])] : [];

    /// <summary>The value that is sent: the signed one, or the record's where nobody signed yet.</summary>
    public double? ValueOf(string column) => Signature is { } signed ? signed[column] : Now.Figures.FirstOrDefault(figure => figure.Column == column)?.Value;
}

/// <summary>What a duty director confirms by signing.</summary>
public sealed class SignFields
{
    /// <summary>Whether they say that they are the duty director.</summary>
    public bool IsDirector { get; set; }

    /// <summary>For an amendment, why.</summary>
    public string Note { get; set; } = "";
}

/// <summary>Daily situation reports: read, signed off, amended, written as the national collection has them.</summary>
public sealed partial class ReturnDesk(ReturnReader reader, ReturnLog log, PastTurns turns, TimeProvider time, Permits permits, ILogger<ReturnDesk> logger)
{
    /// <summary>The longest reason for an amendment, in characters.</summary>
    public const int LongestNote = 300;

    /// <summary>The day whose return is due next or was due last: the one that today's 8am is counted for.</summary>
    public DateOnly Today => DateOnly.FromDateTime(UkTime.Wall(time.GetUtcNow()));

    /// <summary>The first day that can be asked for: no record is older.</summary>
    public static readonly DateOnly First = new(2000, 1, 1);

    /// <summary>Every trust's return due on a day.</summary>
    /// <exception cref="SeriesException">The record cannot be read, or not now.</exception>
    /// <exception cref="EventLogException">What was signed cannot be read.</exception>
    public async Task<ImmutableArray<ReturnView>> ReadAsync(DateOnly due, CancellationToken cancellationToken)
    {
        var returns = await turns.Turns.TakeAsync(stop => reader.ReadAsync(due, stop), cancellationToken);
        var signed = await log.ReadAsync(due, cancellationToken);
        return
        [
            .. reader.Trusts.Select(trust => new ReturnView(
                trust, returns.First(one => one.Place == trust.Code), [.. signed.Where(one => one.Place == trust.Code)])),
        ];
    }

    /// <summary>The lines of one date, as published: its beds out of the return due then, its events out of the next day's.</summary>
    public async Task<string> CsvAsync(DateOnly date, CancellationToken cancellationToken)
    {
        var (beds, events) = (await ReadAsync(date, cancellationToken), await ReadAsync(date.AddDays(1), cancellationToken));
        return SitrepCsv.Of(beds.Zip(events, (today, next) => new SitrepRow(
            today.Trust.Code.ToString(), today.Trust.Name, date,
            column => today.Now.Beds.Any(figure => figure.Column == column) ? today.ValueOf(column) : next.ValueOf(column))));
    }

    /// <summary>Signs a return off, or an amendment of it. Answers what keeps it from being done, if anything does.</summary>
    /// <param name="seen">What the director looked at: if the record says otherwise by now, nothing is signed.</param>
    public async Task<ImmutableArray<string>> SignAsync(
        ClaimsPrincipal person, ReturnView seen, SignFields fields, CancellationToken cancellationToken)
    {
        var leave = permits.Ask(person, Act.SignReturn, seen.Trust.Code);
        ImmutableArray<string> problems = [.. ProblemsOf(leave, seen, fields)];
        if (!problems.IsEmpty) return problems;
        try
        {
            var now = (await ReadAsync(seen.Now.Due, cancellationToken)).First(view => view.Trust.Code == seen.Trust.Code);
            if (now.Now.Figures.Zip(seen.Now.Figures).Any(pair => pair.First.Value != pair.Second.Value))
            {
                return ["Nothing was signed: a figure changed while you looked. Look at the figures again, then sign."];
            }

            var signed = new SignedReturn(
                seen.Trust.Code, seen.Now.Due, seen.Versions.Length + 1,
                [.. now.Now.Figures.Select(figure => new SignedFigure(figure.Column, figure.Value, figure.Remark))],
                leave.By!, time.GetUtcNow(), fields.Note.Trim());
            return await log.SignAsync(signed, seen.Trust.ShortName, cancellationToken)
                ? []
                : ["Nothing was signed: somebody else signed this return meanwhile. Load the page again."];
        }
        catch (Exception error) when (error is EventLogException or SeriesException)
        {
            LogNotSigned(logger, error);
            return ["Nothing was signed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server."];
        }
    }

    private IEnumerable<string> ProblemsOf(Leave leave, ReturnView seen, SignFields fields)
    {
        var now = time.GetUtcNow();
        if (leave.Refusal is { } refusal) yield return refusal;
        if (now < ReturnTimes.BedsAt(seen.Now.Due)) yield return "Beds are counted at 8am: sign after that.";
        if (now >= ReturnTimes.ClosesAt(seen.Now.Due)) yield return $"This return is closed: it could be amended for {ReturnTimes.AmendableDays} days.";
        if (!fields.IsDirector) yield return $"Confirm that you are the duty director of {seen.Trust.ShortName}.";
        if (seen.Signature is null)
        {
            if (FreeText.ProblemOf(fields.Note, "the note", LongestNote, isNeeded: false) is { } note) yield return note;
            yield break;
        }

        if (seen.Differences.IsEmpty) yield return "Nothing differs from what was signed: there is nothing to amend.";
        if (FreeText.ProblemOf(fields.Note, "the reason for the amendment", LongestNote) is { } reason) yield return reason;
    }

    [LoggerMessage(LogLevel.Error, "A situation report could not be signed off; the director was told so.")]
    private static partial void LogNotSigned(ILogger logger, Exception error);
}
