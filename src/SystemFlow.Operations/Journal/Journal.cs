using System.Collections.Immutable;
using SystemFlow.Operations.Events;

namespace SystemFlow.Operations.Journal;

/// <summary>Who did what and when: calls, actions, levels, handovers, returns. Lines are added by whoever does it, never here.</summary>
public sealed class Journal(EventLog events)
{
    /// <summary>The most lines that are read at once.</summary>
    public const int Most = 1_000;

    /// <summary>What was asked for, newest first.</summary>
    /// <param name="most">1 to <see cref="Most"/>.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public Task<ImmutableArray<JournalLine>> ReadAsync(JournalQuestion question, int most, CancellationToken cancellationToken) =>
        Task.Run(() => events.File.Read(database => JournalTable.Read(database, question, Math.Clamp(most, 1, Most))), cancellationToken);
}
