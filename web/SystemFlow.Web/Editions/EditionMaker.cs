using SystemFlow.Domain.Editions;
using SystemFlow.Operations;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Journal;
using SystemFlow.Series;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Editions;

/// <summary>What became of an edition that was to be made.</summary>
/// <param name="Id">Its name; null where it was not made.</param>
/// <param name="Problem">Why not, in a sentence; null where it was made, or was there already.</param>
/// <param name="IsForLater">Whether it is worth trying again soon.</param>
public sealed record Made(string? Id, string? Problem = null, bool IsForLater = false);

/// <summary>Composes editions, keeps them and sends them to whoever is on the list.</summary>
public sealed class EditionMaker(DashboardComposer composer, PackComposer packs, EditionLog log, IRunKind run, TimeProvider time)
{
    /// <summary>Makes the dashboard that is due at a moment, unless it is there already, and sends it to the list.</summary>
    public Task<Made> MakeDailyAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        MakeAsync(EditionKind.Daily, EditionTimes.IdOf(at), at, JournalEntry.Program, cancellationToken);

    /// <summary>Makes a dashboard for a person, under their name; it never stands in the place of the one that is due at that moment.</summary>
    /// <param name="by">Who asked.</param>
    public Task<Made> MakeAskedAsync(DateTimeOffset at, string by, CancellationToken cancellationToken) =>
        MakeAsync(EditionKind.Asked, $"{EditionTimes.IdOf(at)}-asked", at, by, cancellationToken);

    /// <summary>Makes the board pack of a period that is over, unless it is there already.</summary>
    /// <param name="due">When it was due. UTC.</param>
    /// <exception cref="SeriesException">The record cannot be read now.</exception>
    public async Task<Made> MakePackAsync(PackPeriod period, DateTimeOffset due, CancellationToken cancellationToken)
    {
        if (await log.HasAsync(period.Kind, period.To, cancellationToken)) return new Made(period.Id);
        if (await packs.ComposeAsync(period, cancellationToken) is not { } pack) return new Made(null, $"Nothing is on record of {BoardPackText.Stretch(period)}.");
        var now = time.GetUtcNow();
        var edition = Edition.Of(period.Kind, period.Id, period.To, now, JournalEntry.Program, now - due > EditionTimes.LateAfter, EditionJson.Of(pack));
        return await KeepAsync(edition, BoardPackText.Subject(pack), isSent: true, cancellationToken);
    }

    private async Task<Made> MakeAsync(EditionKind kind, string id, DateTimeOffset at, string by, CancellationToken cancellationToken)
    {
        if (await log.HasAsync(kind, at, cancellationToken)) return new Made(id);
        var (dashboard, past) = await composer.ComposeAsync(at, cancellationToken);
        if (dashboard is null)
        {
            return new Made(null, PastText.Nothing(past), past.Outcome is PastOutcome.Busy or PastOutcome.Unreadable);
        }

        var now = time.GetUtcNow();
        var isScheduled = kind is EditionKind.Daily;
        var edition = Edition.Of(kind, id, at, now, by, isScheduled && now - at > EditionTimes.LateAfter, EditionJson.Of(dashboard));
        return await KeepAsync(edition, DashboardText.Subject(dashboard), isScheduled, cancellationToken);
    }

    private async Task<Made> KeepAsync(Edition edition, string subject, bool isSent, CancellationToken cancellationToken)
    {
        var list = isSent ? log.List : Distribution.None;
        var messages = EditionMails.Of(edition, subject, list, run.IsExercise, edition.MadeAt);
        var sent = !isSent ? "Not sent: a person asked for it."
            : messages.IsEmpty ? "Sent to nobody: nobody is on the list."
            : $"{(run.IsExercise ? "An exercise, for" : "Sent to")} {messages.Length} on the list.";
        var line = new JournalEntry(
            edition.MadeAt, edition.By, JournalKind.Edition, EditionSheets.AddressOf(edition.Kind, edition.Id), subject,
            $"{(edition.IsLate ? "Composed later than it was due. " : "Composed. ")}{sent} SHA-256 {edition.Hash}.", null);
        var isKept = await log.KeepAsync(edition, messages, line, cancellationToken);
        return isKept || await log.HasAsync(edition.Kind, edition.Moment, cancellationToken) ? new Made(edition.Id)
            : new Made(null, $"The edition {edition.Id} was not kept: another has its name.");
    }
}
