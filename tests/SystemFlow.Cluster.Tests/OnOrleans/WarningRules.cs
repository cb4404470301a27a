using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Rules;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Cluster.Tests.OnOrleans;

/// <summary>One rule without any hold for every hospital, and one lead with a webhook.</summary>
internal static class WarningRules
{
    /// <summary>From so many in A&amp;E on a hospital is crowded.</summary>
    public const int Crowded = 100;

    /// <summary>Puts them in force in a database that no node uses yet.</summary>
    public static async Task WriteAsync(string database, Uri hook)
    {
        using var storage = new OperationsStorage(Options.Create(new OperationsOptions { ConnectionString = database }));
        var documents = new RuleDocuments(
            storage, "", MetricDictionary.Standard, Footprint.HertfordshireWestEssex, TimeProvider.System, NullLogger<RuleDocuments>.Instance);
        await SaveAsync(RuleKind.Alerts, Alerts);
        await SaveAsync(RuleKind.Rota, RotaOf(hook).ToJson());

        async Task SaveAsync(RuleKind kind, string body)
        {
            var saved = await documents.SaveAsync(kind, 0, body, "test", "So that alerts fire at once");
            Assert.Null(saved.Refusal);
        }
    }

    private static Rota RotaOf(Uri hook)
    {
        var root = Footprint.HertfordshireWestEssex.Root.Code;
        return new Rota(
            [new Lead("desk", "Desk", root) { Webhook = hook }],
            [new Role("desk", "Desk", root, [new Duty("desk", [], TimeOnly.MinValue, TimeOnly.MinValue)])],
            [new Ladder(root, AlertOwner.Lead, [new Rung("desk", TimeSpan.Zero)])]);
    }

    private static string Alerts => $$"""
        {
          "name": "Test", "version": "1", "source": "none", "status": "none",
          "rules": [{
            "code": "crowded", "name": "A&E crowded", "severity": "critical", "kinds": ["hospital"],
            "all": [{ "kind": "threshold", "metric": "ed.in-department", "raise": {{Crowded}}, "clear": 30 }],
            "action": "Nothing.", "hold": "00:00:00", "clearHold": "00:00:00", "cooldown": "00:00:00"
          }]
        }
        """;
}
