using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Web.Tests.Components;

/// <summary>The rules that the product comes with, which nobody edits.</summary>
internal sealed class FixedRules : IRuleBook
{
    public RuleBook Current { get; } = new(PressureRules.Standard, AlertRuleSet.Standard, new Rota([], [], []), 1);
}
