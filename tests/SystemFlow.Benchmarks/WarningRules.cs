using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Rules;

namespace SystemFlow.Benchmarks;

/// <summary>One rule without any hold, and one lead with a webhook: what is measured is our delay, not the rule's.</summary>
internal static class WarningRules
{
    private const string Author = "benchmark";

    private static readonly PlaceCode Lister = PlaceCode.Parse("RWH01");

    /// <summary>Puts them in force in a data folder that no program uses yet.</summary>
    public static async Task WriteAsync(string folder, Uri hook)
    {
        var documents = new RuleDocuments(
            Path.Combine(folder, "operations.db"), MetricDictionary.Standard, Footprint.HertfordshireWestEssex, TimeProvider.System,
            NullLogger<RuleDocuments>.Instance);
        await SaveAsync(RuleKind.Alerts, Alerts());
        await SaveAsync(RuleKind.Rota, RotaOf(hook).ToJson());

        async Task SaveAsync(RuleKind kind, string body)
        {
            var saved = await documents.SaveAsync(kind, 0, body, Author, "So that only our own delay is measured");
            if (saved.Refusal is { } refusal) throw new InvalidOperationException(refusal);
        }
    }

    private static Rota RotaOf(Uri hook) => new(
        [new Lead("desk", "Desk", Lister) { Webhook = hook }],
        [new Role("desk", "Desk", Lister, [new Duty("desk", [], TimeOnly.MinValue, TimeOnly.MinValue)])],
        [new Ladder(Lister, AlertOwner.Lead, [new Rung("desk", TimeSpan.Zero)])]);

    private static string Alerts() => """
        {
          "name": "Benchmark", "version": "1", "source": "none", "status": "none",
          "rules": [{
            "code": "crowded", "name": "A&E crowded", "severity": "critical", "kinds": ["hospital"], "places": ["RWH01"],
            "all": [{ "kind": "threshold", "metric": "ed.in-department", "raise": 300, "clear": 200 }],
            "action": "Nothing.", "hold": "00:00:00", "clearHold": "00:00:00", "cooldown": "00:00:00"
          }]
        }
        """;
}
