using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Operations;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Editions;

/// <summary>What a person fills in to change who gets the dashboard.</summary>
public sealed class DistributionFields
{
    /// <summary>One on each line: a role, a comma, a mail address.</summary>
    public string Lines { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The version that the edit began from.</summary>
    public int NewestSeen { get; set; }
}

/// <summary>What a person does about editions: one now, a test, the list. The name and role stand beside each.</summary>
public sealed partial class EditionDesk(EditionMaker maker, EditionLog log, IRunKind run, AuditLog audit, TimeProvider time, Permits permits, ILogger<EditionDesk> logger)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 300;

    /// <summary>The most on the list.</summary>
    public const int MostRecipients = 200;

    private const string NotKept = "Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.";

    /// <summary>
    /// Composes a dashboard of the last minute of which what is known stands still (<see cref="EditionClock.Grace"/>); it is kept beside
    /// those that the program makes, and sent to nobody.
    /// </summary>
    public async Task<Made> ComposeNowAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        var leave = permits.Ask(person, Act.ComposeEdition);
        if (leave.By is not { } by) return new Made(null, leave.Refusal!);
        var known = time.GetUtcNow() - EditionClock.Grace;
        var minute = new DateTimeOffset(known.UtcTicks - (known.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        try
        {
            return await maker.MakeAskedAsync(minute, by, cancellationToken);
        }
        catch (EventLogException error)
        {
            LogNotKept(error);
            return new Made(null, NotKept);
        }
    }

    /// <summary>Sends an edition to one address, in an exercise too, because a person asked; answers what keeps it from being sent, if anything does.</summary>
    public async Task<ImmutableArray<string>> SendTestAsync(ClaimsPrincipal person, string id, string address, CancellationToken cancellationToken)
    {
        var leave = permits.Ask(person, Act.EditDistribution);
        if (leave.By is not { } by) return [leave.Refusal!];
        var to = address.Trim();
        if (!Recipient.IsAddress(to)) return ["Enter a mail address, such as name@example.org."];
        return await KeptAsync(async () =>
        {
            if (await log.FindAsync(id, cancellationToken) is not { } edition) return ["There is no such edition."];
            var now = time.GetUtcNow();
            var subject = EditionSheets.SubjectOf(edition);
            await log.SendAsync(
                [EditionMails.Test(edition, subject, to, run.IsExercise, now)],
                new JournalEntry(now, by, JournalKind.Edition, EditionSheets.AddressOf(edition.Kind, edition.Id), subject, "Sent as a test.", null), cancellationToken);
            return [];
        });
    }

    /// <summary>Saves who gets the dashboard; answers what keeps it from being saved, if anything does.</summary>
    public async Task<ImmutableArray<string>> SaveListAsync(ClaimsPrincipal person, DistributionFields fields, CancellationToken cancellationToken)
    {
        var (by, refusal) = permits.Ask(person, Act.EditDistribution);
        var (recipients, problems) = Read(fields.Lines);
        ImmutableArray<string> all =
        [
            .. refusal is not null ? [refusal] : Array.Empty<string>(),
            .. problems,
            .. FreeText.ProblemOf(fields.Reason, "why you change the list", LongestReason) is { } reason ? [reason] : Array.Empty<string>(),
        ];
        if (!all.IsEmpty) return all;
        return await KeptAsync(async () =>
        {
            var list = new Distribution(0, time.GetUtcNow(), by!, fields.Reason.Trim(), recipients);
            var line = person.AuditEntry(AuditKind.List, "/dashboard", $"Changed who gets the dashboard, to {recipients.Length} people: {fields.Reason.Trim()}");
            if (await audit.DoAsync(
                line, () => log.SaveListAsync(list, fields.NewestSeen, cancellationToken), other => other is null ? null : $"{other.By} changed it meanwhile.") is not { } overtaken) return [];
            fields.NewestSeen = overtaken.Version; // The page shows it beside the form from now on.
            return
            [
                $"{overtaken.By} changed the list meanwhile, on {UkTime.DateAndClock(overtaken.At)}: {overtaken.Reason}. "
                + "The list shown is theirs, the form has yours: put in what is to stay, and save again.",
            ];
        });
    }

    /// <summary>The list as a person edits it.</summary>
    public static string LinesOf(Distribution list) => string.Join('\n', list.Recipients.Select(recipient => $"{recipient.Role}, {recipient.Address}"));

    private static (ImmutableArray<Recipient> Recipients, List<string> Problems) Read(string lines)
    {
        var recipients = ImmutableArray.CreateBuilder<Recipient>();
        var problems = new List<string>();
        var number = 0;
        foreach (var line in lines.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0) continue;
            var comma = line.LastIndexOf(',');
            var (role, address) = comma < 0 ? ("", line) : (line[..comma].Trim(), line[(comma + 1)..].Trim());
            if (FreeText.ProblemOf(role, $"a role on line {number}, then a comma and a mail address", Recipient.LongestRole) is { } problem) problems.Add(problem);
            if (!Recipient.IsAddress(address)) problems.Add($"Enter a mail address after the comma on line {number}, such as name@example.org.");
            if (recipients.Any(other => other.Address.Equals(address, StringComparison.OrdinalIgnoreCase))) problems.Add($"Take out line {number}: {address} is on the list already.");
            recipients.Add(new Recipient(role, address));
        }

        if (recipients.Count > MostRecipients) problems.Add($"Enter {MostRecipients} or fewer.");
        return (recipients.ToImmutable(), problems);
    }

    // A full disk must not take the page, and what was typed, with it.
    private async Task<ImmutableArray<string>> KeptAsync(Func<Task<ImmutableArray<string>>> keep)
    {
        try
        {
            return await keep();
        }
        catch (AuditException error)
        {
            return [error.Message];
        }
        catch (EventLogException error)
        {
            LogNotKept(error);
            return [NotKept];
        }
    }

    [LoggerMessage(LogLevel.Error, "What a person did about an edition could not be recorded; they were told so.")]
    private partial void LogNotKept(Exception error);
}
