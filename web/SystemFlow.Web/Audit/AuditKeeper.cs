using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Sealing;

namespace SystemFlow.Web.Audit;

/// <summary>
/// At each start (of a cluster: when a node takes its duties over) and once a day looks at every seal of the audit and of the journal. The
/// audit's last seal goes to the program's log, which lies elsewhere; the journal's, which anybody could make, goes into the audit, where
/// nobody without the key can change it.
/// </summary>
internal sealed partial class AuditKeeper(
    AuditLog audit, Journal journal, SettingsWatch settings, IDuties duties, ILogger<AuditKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private const int TurnsOfADay = 24 * 60;

    // Each replay has a journal of its own.
    private string JournalSubject => $"journal {journal.Name}";

    /// <summary>Looks now, on behalf of somebody or of the program, and says in words what it found.</summary>
    /// <exception cref="AuditException">The audit cannot be read.</exception>
    /// <exception cref="EventLogException">The journal cannot be read.</exception>
    public async Task<(bool Holds, string Words)> LookAsync(string by, string? account, CancellationToken cancellationToken)
    {
        var check = await audit.CheckAsync(cancellationToken);
        if (check.Holds) LogAnchor(check.Chain.Lines, check.Chain.Seal);
        else LogBroken(AuditWords.Of(check));
        var journalWords = await LookAtJournalAsync(cancellationToken);
        var words = $"{AuditWords.Of(check)} {journalWords.Words}";
        audit.Note(new AuditEntry(TimeProvider.System.GetUtcNow(), by, account, AuditKind.Seal, "/audit", $"Looked at every seal. {words}"));
        return (check.Holds && journalWords.Holds, words);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Run(settings.Compare, stoppingToken);
            using var timer = new PeriodicTimer(Every, TimeProvider.System);
            for (var since = TurnsOfADay; ; since++)
            {
                if (since >= TurnsOfADay && duties.IsMine)
                {
                    since = 0;
                    await LookOrSayAsync(stoppingToken);
                }

                await timer.WaitForNextTickAsync(stoppingToken);
                audit.SayFolded();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private async Task LookOrSayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(AuditEntry.Program, null, cancellationToken);
        }
        catch (Exception error) when (error is AuditException or EventLogException)
        {
            LogUnreadable(error);
        }
    }

    private async Task<(bool Holds, string Words)> LookAtJournalAsync(CancellationToken cancellationToken)
    {
        var question = new AuditQuestion { Kind = AuditKind.Seal, Words = [JournalSubject] };
        var before = (await audit.ReadAsync(question, 20, cancellationToken)).Where(line => line.Entry.Subject == JournalSubject).Select(line => AnchorIn(line.Entry.Words)).FirstOrDefault();
        var check = await journal.CheckAsync(cancellationToken, before?.Line);
        if (check.Broken is { } broken)
        {
            LogJournalBroken(broken);
            return (false, $"The journal is broken at line {broken}.");
        }

        if (before is not null && !before.HoldsIn(check))
        {
            LogJournalBroken(before.Line);
            return (false, $"The journal is not the one whose line {before.Line} was written down in the audit: lines were taken out, or all was sealed anew.");
        }

        if (check.Lines > 0 && check.Lines != before?.Line)
        {
            audit.Note(new AuditEntry(
                TimeProvider.System.GetUtcNow(), AuditEntry.Program, null, AuditKind.Seal, JournalSubject,
                $"The journal's last seal: {new Anchor(check.Lines, check.Seal)}"));
        }

        return (true, check.Lines == 0 ? "The journal has no lines." : $"The journal stands as it was written: {check.Lines:N0} {(check.Lines == 1 ? "line" : "lines")}.");
    }

    private static Anchor? AnchorIn(string words) => Anchor.TryParse(words.Split(' ')[^1], out var anchor) ? anchor : null;

    [LoggerMessage(1, LogLevel.Information, "Audit: {Lines} lines, seal {Seal}.")]
    private partial void LogAnchor(long lines, string seal);

    [LoggerMessage(2, LogLevel.Critical, "{Words} Keep audit.db as it is, and find out who could write there.")]
    private partial void LogBroken(string words);

    [LoggerMessage(3, LogLevel.Critical, "The journal does not stand as it was written, from line {Line} on. Keep it as it is, and find out who could write there.")]
    private partial void LogJournalBroken(long line);

    [LoggerMessage(4, LogLevel.Error, "The seals of audit and journal could not be looked at; that is tried again in a day.")]
    private partial void LogUnreadable(Exception error);
}
