using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Rules;

/// <summary>
/// The rules in force and every version before them, in the operations database. The book in force is held in memory;
/// an edit makes another and says so. Where nothing was saved, what ships is in force.
/// </summary>
public sealed partial class RuleDocuments : IRuleBook
{
    /// <summary>The author of what ships.</summary>
    public const string ShippedBy = "shipped";

    /// <summary>The longest body, in bytes of UTF-8.</summary>
    public const int LargestBody = 256 * 1024;

    /// <summary>The most lines of history that are answered.</summary>
    public const int LongestHistory = 200;

    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 500;

    /// <summary>The longest name of whoever confirmed, in characters.</summary>
    public const int LongestName = 200;

    private const string RotaName = "Rota";
    private const string News = "rules";

    private static readonly DateTimeOffset ShippedAt = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    private readonly OperationsDatabase _database;
    private readonly MetricDictionary _dictionary;
    private readonly Footprint _footprint;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile Loaded _loaded;

    /// <summary>Opens the file, and makes it where there is none.</summary>
    public RuleDocuments(string path, MetricDictionary dictionary, Footprint footprint, TimeProvider time, ILogger<RuleDocuments> log)
        : this(new SqliteDatabase(path), dictionary, footprint, time, log)
    {
    }

    /// <summary>The same where the program keeps what people do.</summary>
    /// <param name="path">The file, where that is files.</param>
    public RuleDocuments(
        OperationsStorage storage, string path, MetricDictionary dictionary, Footprint footprint, TimeProvider time, ILogger<RuleDocuments> log)
        : this(storage.Of("operations", path), dictionary, footprint, time, log)
    {
    }

    private RuleDocuments(
        OperationsDatabase database, MetricDictionary dictionary, Footprint footprint, TimeProvider time, ILogger<RuleDocuments> log)
    {
        (_database, _dictionary, _footprint, _time, _log) = (database, dictionary, footprint, time, log);
        database.Upgrade(RuleTable.Tables);
        _loaded = database.Read(Load);
        database.Heard += Hear;
    }

    /// <summary>The book in force was replaced, here or on another node. Raised on the thread of whoever saved.</summary>
    public event Action? Changed;

    /// <inheritdoc/>
    public RuleBook Current => _loaded.Book;

    /// <summary>Why a saved version is not in force although it was put there; null when none is so.</summary>
    public string? Problem => _loaded.Problem;

    /// <summary>The version of a kind that is in force; 0 for what ships.</summary>
    public int VersionInForce(RuleKind kind) => _loaded.Versions[kind];

    /// <summary>
    /// The pressure rules that were in force at a moment: the newest that had been put in force by then and that this program can
    /// read; before the first, what ships.
    /// </summary>
    public PressureRules PressureAt(DateTimeOffset moment) =>
        InForceAt(RuleKind.Pressure, moment, ReadPressure, Current.Pressure, PressureRules.Standard);

    /// <summary>The alert rules that were in force at a moment, found as <see cref="PressureAt"/> finds the pressure rules.</summary>
    public AlertRuleSet AlertsAt(DateTimeOffset moment) =>
        InForceAt(RuleKind.Alerts, moment, ReadAlerts, Current.Alerts, AlertRuleSet.Standard);

    /// <summary>What ships, as version 0.</summary>
    public static RuleDocument Shipped(RuleKind kind)
    {
        var (name, body) = kind switch
        {
            RuleKind.Pressure => (PressureRules.Standard.Name, PressureRules.Standard.ToJson()),
            RuleKind.Alerts => (AlertRuleSet.Standard.Name, AlertRuleSet.Standard.ToJson()),
            RuleKind.ActionCards => (ActionCards.Standard.Name, ActionCards.Standard.ToJson()),
            _ => (RotaName, Rota.Standard.ToJson()),
        };
        return new RuleDocument(kind, 0, name, body, ShippedBy, ShippedAt, "As the product comes", null, true);
    }

    /// <summary>Saves rules as a new version.</summary>
    /// <param name="newestSeen">The newest version when the edit began; 0 where none was saved. A later one refuses the save.</param>
    /// <param name="body">JSON, as Domain reads it.</param>
    /// <param name="author">Name and role.</param>
    /// <param name="note">Why; needed.</param>
    /// <param name="putInForce">Whether it holds from now on; else it is kept as a draft.</param>
    /// <param name="confirmedBy">Who confirmed the numbers; null for nobody yet.</param>
    /// <exception cref="FormatException">The body is no such rules; the message lists every fault. Nothing was kept.</exception>
    public async Task<SavedRules> SaveAsync(
        RuleKind kind, int newestSeen, string body, string author, string note, bool putInForce = true, string? confirmedBy = null)
    {
        if (Encoding.UTF8.GetByteCount(body) > LargestBody) throw new FormatException($"The rules are longer than {LargestBody / 1024} KiB.");
        var name = NameIn(kind, body);
        var document = new RuleDocument(
            kind, 0, name, body, author.Trim(), _time.GetUtcNow(), note.Trim(), Words(confirmedBy), putInForce);
        return await AddAsync(document, newestSeen);
    }

    /// <summary>Puts a version in force again, or a draft for the first time: as a new version, so that history stays.</summary>
    /// <exception cref="FormatException">This program cannot read that version.</exception>
    public async Task<SavedRules> UseAsync(RuleKind kind, int version, string author, string note)
    {
        if (await ReadAsync(kind, version) is not { } old) return new SavedRules(null, $"There is no version {version}.");
        NameIn(kind, old.Body);
        var why = note.Trim().Length == 0 ? "" : $"Version {version} again: {note.Trim()}";
        return await AddAsync(
            old with { Author = author.Trim(), At = _time.GetUtcNow(), Note = why, IsPutInForce = true }, newestSeen: null);
    }

    /// <summary>Every version of a kind, newest first, what ships last.</summary>
    public async Task<ImmutableArray<RuleDocument>> HistoryAsync(RuleKind kind) =>
        [.. await Task.Run(() => _database.Read(database => RuleTable.Newest(database, kind, LongestHistory))), Shipped(kind)];

    /// <summary>One version; null if there is none.</summary>
    public async Task<RuleDocument?> ReadAsync(RuleKind kind, int version) =>
        version == 0 ? Shipped(kind) : await Task.Run(() => _database.Read(database => RuleTable.Find(database, kind, version)));

    private T InForceAt<T>(RuleKind kind, DateTimeOffset moment, Func<string, T> read, T current, T shipped) =>
        _database.Read(database => InForceAt(database, kind, moment, read, current, shipped));

    private T InForceAt<T>(DbConnection database, RuleKind kind, DateTimeOffset moment, Func<string, T> read, T current, T shipped)
    {
        foreach (var document in RuleTable.PutInForce(database, kind).Where(document => document.At <= moment))
        {
            if (document.Version == VersionInForce(kind)) return current;
            try
            {
                return read(document.Body);
            }
            catch (FormatException)
            {
                // Where it is in force, that was said when it was loaded. An older one counts, then as now.
            }
        }

        return shipped;
    }

    private static string? Words(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task<SavedRules> AddAsync(RuleDocument document, int? newestSeen)
    {
        if (document.Author.Length == 0) return new SavedRules(null, "Sign in to change rules: each version carries a name.");
        if (document.Note.Length == 0) return new SavedRules(null, "Say in a few words why you change the rules.");
        if (document.Note.Length > LongestNote) return new SavedRules(null, $"The note is longer than {LongestNote} characters.");
        if (document.ConfirmedBy?.Length > LongestName) return new SavedRules(null, $"Who confirmed it is longer than {LongestName} characters.");
        try
        {
            return await KeepAsync(document, newestSeen);
        }
        catch (DbException error)
        {
            LogNotKept(_log, document.Kind, error);
            return new SavedRules(null, "Nothing was saved, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.");
        }
    }

    private async Task<SavedRules> KeepAsync(RuleDocument document, int? newestSeen)
    {
        var (version, newest) = await Task.Run(() => Keep(document, newestSeen));
        if (version is null)
        {
            return new SavedRules(null, newest is null
                ? "The version that you started from is not there. Look at the rules in force, and edit those."
                : $"{newest.Author} saved version {newest.Version} while you were editing: \"{newest.Note}\". Nothing of yours was saved. Look at that version, and make your change to it.");
        }

        if (document.IsPutInForce) Changed?.Invoke();
        return new SavedRules(version, null);
    }

    private (int? Version, RuleDocument? Newest) Keep(RuleDocument document, int? newestSeen)
    {
        (int? Version, RuleDocument? Newest) kept = default;
        var loaded = _loaded;
        _database.Write(
            database =>
            {
                kept = RuleTable.Add(database, document, newestSeen);
                if (kept.Version is null || !document.IsPutInForce) return;
                _database.Tell(database, News);
                loaded = Load(database);
            },
            () => _loaded = loaded);
        return kept;
    }

    private void Hear(string? key)
    {
        if (key is not (null or News)) return;
        var before = _loaded.Book.Version;
        _database.Renew(Load, loaded => _loaded = loaded);
        if (_loaded.Book.Version != before) Changed?.Invoke();
    }

    private Loaded Load(DbConnection database)
    {
        var versions = ImmutableDictionary.CreateBuilder<RuleKind, int>();
        var problems = new List<string>();
        var version = RuleTable.Count(database);
        var book = new RuleBook(
            Newest(RuleKind.Pressure, ReadPressure, PressureRules.Standard),
            Newest(RuleKind.Alerts, ReadAlerts, AlertRuleSet.Standard),
            Newest(RuleKind.Rota, ReadRota, Rota.Standard),
            version)
        {
            Cards = Newest(RuleKind.ActionCards, ReadCards, ActionCards.Standard),
        };
        return new Loaded(book, versions.ToImmutable(), problems.Count == 0 ? null : string.Join(" ", problems));

        // An older program may be started on a newer one's database: the newest version that it can read counts.
        T Newest<T>(RuleKind kind, Func<string, T> read, T shipped)
        {
            foreach (var document in RuleTable.PutInForce(database, kind))
            {
                try
                {
                    var rules = read(document.Body);
                    versions[kind] = document.Version;
                    return rules;
                }
                catch (FormatException error)
                {
                    problems.Add($"Version {document.Version} of the {kind.ToString().ToLowerInvariant()} rules cannot be used, an older one is in force. {error.Message}");
                    LogUnreadable(_log, kind, document.Version, error);
                }
            }

            versions[kind] = 0;
            return shipped;
        }
    }

    private string NameIn(RuleKind kind, string body)
    {
        switch (kind)
        {
            case RuleKind.Pressure: return ReadPressure(body).Name;
            case RuleKind.Alerts: return ReadAlerts(body).Name;
            case RuleKind.ActionCards: return ReadCards(body).Name;
            default:
                ReadRota(body);
                return RotaName;
        }
    }

    private PressureRules ReadPressure(string body) => PressureRules.Parse(body, _dictionary, _footprint);

    private AlertRuleSet ReadAlerts(string body) => AlertRuleSet.Parse(body, _dictionary, _footprint);

    private ActionCards ReadCards(string body) => ActionCards.Parse(body, _footprint);

    private Rota ReadRota(string body) => Rota.Parse(body, _footprint);

    [LoggerMessage(1, LogLevel.Error, "Version {Version} of the {Kind} rules cannot be read; an older one is in force.")]
    private static partial void LogUnreadable(ILogger logger, RuleKind kind, int version, Exception error);

    [LoggerMessage(2, LogLevel.Error, "A version of the {Kind} rules could not be recorded; whoever saved it was told so.")]
    private static partial void LogNotKept(ILogger logger, RuleKind kind, Exception error);

    private sealed record Loaded(RuleBook Book, ImmutableDictionary<RuleKind, int> Versions, string? Problem);
}
