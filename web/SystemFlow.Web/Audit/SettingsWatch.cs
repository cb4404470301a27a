using System.Text.Json;
using SystemFlow.Operations.Audit;

namespace SystemFlow.Web.Audit;

/// <summary>Compares the settings of this start with those of the last one, and writes down what is another. A secret's value is never kept.</summary>
internal sealed partial class SettingsWatch(IConfiguration configuration, AuditLog audit, ILogger<SettingsWatch> logger)
{
    // Ours, and what decides who may reach the program. Other keys of the environment are nobody's business here.
    private static readonly string[] Sections =
    [
        "Access", "AllowedHosts", "Audit", "Calls", "Cluster", "Data", "Editions", "Events", "Feeds", "IntakeRecord", "Limits", "Map", "Notices",
        "Operations", "People", "Places", "Print", "Proxy", "Replay", "Secrets", "Series", "SignIn", "Simulator", "SYSTEMFLOW_ADMIN_PASSWORD",
        "SYSTEMFLOW_FEED_KEY", "urls",
    ];

    private static readonly string[] SecretWords = ["password", "secret", "key", "token", "connectionstring"];

    // Nodes of a cluster write one audit, and each has settings of its own.
    private string? Node => configuration["Operations:ConnectionString"] is { Length: > 0 } ? configuration["Cluster:Address"] : null;

    private string Name => Node is { } node ? $"settings of {node}" : "settings";

    /// <summary>Writes a line for each setting that is new, gone or another, and remembers those of now.</summary>
    public void Compare()
    {
        try
        {
            var now = Effective();
            var kept = audit.Remembered(Name, out var isOurs);
            if (!isOurs) Say("What was remembered of the settings of the last start was changed by somebody without the audit's key.");
            var before = kept is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(kept);
            if (before is not null)
            {
                foreach (var name in now.Keys.Union(before.Keys).Order(StringComparer.Ordinal))
                {
                    if (Change(name, before.GetValueOrDefault(name), now.GetValueOrDefault(name)) is { } words) Say(words);
                }
            }
            else
            {
                Say($"First start with {now.Count} settings of its own.");
            }

            audit.Remember(Name, JsonSerializer.Serialize(now));
        }
        catch (AuditException error)
        {
            LogNotKept(logger, error);
        }
    }

    private static string? Change(string name, string? before, string? now) => (before, now) switch
    {
        _ when before == now => null,
        (null, _) => IsSecret(name) ? $"{name} was set." : $"{name} was set to '{now}'.",
        (_, null) => $"{name} was unset.",
        _ => IsSecret(name) ? $"{name} was changed." : $"{name} was '{before}' and is '{now}'.",
    };

    // The file that a secret lies in is none.
    private static bool IsSecret(string name) =>
        !name.EndsWith("File", StringComparison.OrdinalIgnoreCase) && SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private Dictionary<string, string> Effective() => configuration.AsEnumerable()
        .Where(pair => !string.IsNullOrEmpty(pair.Value) && Sections.Contains(pair.Key.Split(':')[0], StringComparer.OrdinalIgnoreCase))
        .ToDictionary(pair => pair.Key, pair => IsSecret(pair.Key) ? audit.MarkOf(pair.Value!) : pair.Value!, StringComparer.Ordinal);

    private void Say(string words) => audit.Note(new AuditEntry(
        TimeProvider.System.GetUtcNow(), AuditEntry.Program, null, AuditKind.Setting, Name, words));

    [LoggerMessage(1, LogLevel.Error, "What was changed in the settings could not be recorded; the next start tries again.")]
    private static partial void LogNotKept(ILogger logger, Exception error);
}
