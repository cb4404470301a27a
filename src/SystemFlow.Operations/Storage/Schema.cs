using System.Collections.Immutable;

namespace SystemFlow.Operations.Storage;

/// <summary>The tables of a book, and how they came to be.</summary>
/// <param name="Book">Names it for good, within its database.</param>
/// <param name="Steps">
/// Each takes the tables from the version before it. Forward only; what was shipped is never changed. The first of a book that has files
/// from before versions were kept makes what is not there yet (<c>IF NOT EXISTS</c>).
/// </param>
/// <param name="IsFiles">Whether a SQLite file's own <c>user_version</c> is its version. One book of a file at most.</param>
internal sealed record Schema(string Book, ImmutableArray<Func<Dialect, string>> Steps, bool IsFiles = false)
{
    /// <summary>The steps that a database has yet to take.</summary>
    /// <exception cref="StorageException">A newer program wrote it.</exception>
    public IEnumerable<string> After(long version, OperationsDatabase database) => version <= Steps.Length
        ? Steps.Skip((int)version).Select(step => step(database.Dialect))
        : throw new StorageException($"{database.Name} was written by a newer version of this program. Start that one.");
}
