using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Rules;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>Rules without a hold, each raised at 50 of its metric at any hospital, and one desk for the whole system that is always on duty.</summary>
internal static class OneDesk
{
    /// <summary>Puts them in force in a data folder that no program uses yet.</summary>
    public static async Task WriteAsync(string folder, Uri hook, params string[] metrics)
    {
        var footprint = Footprint.HertfordshireWestEssex;
        var documents = new RuleDocuments(
            Path.Combine(folder, "operations.db"), MetricDictionary.Standard, footprint, TimeProvider.System, NullLogger<RuleDocuments>.Instance);
        var rules = AlertRuleSet.None with { Rules = [.. metrics.Select(Rule)] };
        await documents.SaveAsync(RuleKind.Alerts, 0, rules.ToJson(), "Test", "No holds");
        var everywhere = footprint.Root.Code;
        var rota = new Rota(
            [new Lead("desk", "Desk", everywhere) { Webhook = hook }],
            [new Role("desk", "Desk", everywhere, [new Duty("desk", [], TimeOnly.MinValue, TimeOnly.MinValue)])],
            [new Ladder(everywhere, AlertOwner.Lead, [new Rung("desk", TimeSpan.Zero)])]);
        await documents.SaveAsync(RuleKind.Rota, 0, rota.ToJson(), "Test", "One desk");
    }

    private static AlertRule Rule(string metric) => new(
        metric.Replace('.', '-'), metric, Severity.Critical, [PlaceKind.Hospital],
        [new Condition(ConditionKind.Threshold, MetricCode.Parse(metric), Raise: 50)], "Nothing: a test")
    {
        Hold = TimeSpan.Zero,
    };
}
