using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Rotas;

namespace SystemFlow.Domain.Rules;

/// <summary>Every rule in force at one moment. Immutable: an edit makes another.</summary>
/// <param name="Pressure">How figures become a level.</param>
/// <param name="Alerts">When to warn.</param>
/// <param name="Rota">Whom.</param>
/// <param name="Version">Grows with every edit of any of them; equal versions are equal books.</param>
public sealed record RuleBook(PressureRules Pressure, AlertRuleSet Alerts, Rota Rota, long Version)
{
    /// <summary>What is offered to be done when a level rises.</summary>
    public ActionCards Cards { get; init; } = ActionCards.Standard;
}

/// <summary>Where the rules in force are found. Reading it costs nothing.</summary>
public interface IRuleBook
{
    /// <summary>The rules in force now.</summary>
    RuleBook Current { get; }
}
