using System.Collections.Immutable;
using SystemFlow.Domain.Places;

namespace SystemFlow.Operations.Audit;

/// <summary>What a line of the audit is about.</summary>
public enum AuditKind
{
    /// <summary>Somebody signed in, or tried to.</summary>
    SignIn,
    /// <summary>Somebody signed out.</summary>
    SignOut,
    /// <summary>Something that was asked for and not allowed.</summary>
    Refusal,
    /// <summary>An account made, changed, suspended or reviewed.</summary>
    Account,
    /// <summary>A role given or taken.</summary>
    Grant,
    /// <summary>A session ended by somebody.</summary>
    Session,
    /// <summary>An invitation sent, taken up or withdrawn.</summary>
    Invitation,
    /// <summary>A wallboard's token made or ended.</summary>
    Wall,
    /// <summary>A feed's key issued, changed or ended.</summary>
    Key,
    /// <summary>A version of the rules or of the action cards.</summary>
    Rule,
    /// <summary>A version of the rota, or what was tried on it.</summary>
    Rota,
    /// <summary>A setting that was not so at the start before.</summary>
    Setting,
    /// <summary>Figures or lines taken away as a file.</summary>
    Export,
    /// <summary>Figures that a person typed.</summary>
    Figure,
    /// <summary>A refused row corrected or dismissed.</summary>
    Row,
    /// <summary>Who is sent something, and what was sent to them as a test.</summary>
    List,
    /// <summary>A look at the seals, or a seal of the journal written down here.</summary>
    Seal,
}

/// <summary>
/// One line: who did what to what, or was kept from it. Never a secret, never what was typed as a password or a code, nothing about a
/// patient. What people do about care is in the journal, and not here too.
/// </summary>
/// <param name="At">In real time, also during a replay.</param>
/// <param name="By">Name and role as they stood then, or <see cref="Nobody"/>, or <see cref="Program"/>.</param>
/// <param name="Account">The account's id; null where there is none.</param>
/// <param name="Subject">The address on this server where it can be looked at, such as <c>/keys</c>, or what was asked for.</param>
/// <param name="Words">What was done, in words.</param>
/// <param name="Place">The place that it concerns; null for none.</param>
/// <param name="Address">The network address that it came from; null where it is not known.</param>
public sealed record AuditEntry(
    DateTimeOffset At, string By, string? Account, AuditKind Kind, string Subject, string Words, PlaceCode? Place = null, string? Address = null)
{
    /// <summary>Who did what nobody signed in did.</summary>
    public const string Nobody = "Nobody signed in";

    /// <summary>Who did what no person did.</summary>
    public const string Program = "SystemFlow";

    /// <summary>The longest words, in characters; what is longer is cut and ends with an ellipsis.</summary>
    public const int LongestWords = 2_000;

    /// <summary>The longest other field, in characters.</summary>
    public const int LongestField = 400;

    /// <summary>The same within the lengths that are kept: nobody fills the disk by long names.</summary>
    internal AuditEntry Cut() => this with
    {
        By = Cut(By, LongestField),
        Account = Account is null ? null : Cut(Account, LongestField),
        Subject = Cut(Subject, LongestField),
        Words = Cut(Words, LongestWords),
        Address = Address is null ? null : Cut(Address, LongestField),
    };

    private static string Cut(string text, int longest) => text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");
}

/// <summary>A line as it was kept.</summary>
/// <param name="Number">Counts up: of two lines the later has the larger.</param>
public sealed record AuditLine(long Number, AuditEntry Entry);

/// <summary>What is looked for in the audit; what is null or empty narrows nothing.</summary>
public sealed record AuditQuestion
{
    /// <summary>Words, each of which must be found in the words, the subject or the address, in any case.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>A part of who did it, or an account's id.</summary>
    public string? Person { get; init; }

    /// <summary>Of one kind.</summary>
    public AuditKind? Kind { get; init; }

    /// <summary>About one of these places; empty for all.</summary>
    public ImmutableArray<PlaceCode> Places { get; init; } = [];

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Older than this line, for the next page.</summary>
    public long? Before { get; init; }
}

/// <summary>The audit cannot be written or read; what depended on it was not done. The message says what to do.</summary>
public sealed class AuditException(string message, Exception? inner = null) : Exception(message, inner);
